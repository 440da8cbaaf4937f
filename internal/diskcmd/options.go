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
	diskSize, err := size.Parse(values[option.DiskSize])
	if err != nil {
		return builtin.Options{}, fmt.Errorf("%s: %w", option.DiskSize, err)
	}
	epoch, err := sourceDateEpoch(getenv)
	if err != nil {
		return builtin.Options{}, err
	}
	return builtin.Options{DiskSize: diskSize, KernelCmdline: values[option.KernelCmdline], Epoch: epoch}, nil
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
