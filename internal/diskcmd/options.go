package diskcmd

import (
	"fmt"
	"strconv"
	"time"

	"github.com/amikit/amikit/internal/disk/builtin"
	"github.com/amikit/amikit/internal/disk/size"
	"github.com/amikit/amikit/internal/option"
)

// builtinOptions reads the settings of a builtin disk.
func builtinOptions(values option.Values, getenv func(string) string) (builtin.Options, error) {
	o := builtin.Options{KernelCmdline: values[option.KernelCmdline], Fstab: values[option.Fstab]}
	for name, target := range map[string]*int64{option.DiskSize: &o.DiskSize, option.StateSize: &o.StateSize, option.RecoverySize: &o.RecoverySize} {
		parsed, err := size.Parse(values[name])
		if err != nil {
			return o, fmt.Errorf("%s: %w", name, err)
		}
		*target = parsed
	}
	epoch, err := sourceDateEpoch(getenv)
	o.Epoch = epoch
	return o, err
}

// sourceDateEpoch reads the variable of that name
// (https://reproducible-builds.org/specs/source-date-epoch/).
func sourceDateEpoch(getenv func(string) string) (time.Time, error) {
	text := getenv("SOURCE_DATE_EPOCH")
	if text == "" {
		return time.Time{}, nil
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil || seconds < 0 {
		return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH %q is no number of seconds since 1970", text)
	}
	return time.Unix(seconds, 0), nil
}
