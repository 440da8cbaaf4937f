package frontend

import (
	"context"
	"maps"

	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/uefidata"
)

// UEFIDataContext is the named context that takes the build context's place for
// the file that UEFI_DATA names.
const UEFIDataContext = "uefi-data"

// loadUEFIData puts the content of the context's file in the place of its name.
// What is no file there is left to the publishing step, which takes base64.
func (r *Request) loadUEFIData(ctx context.Context) error {
	name := r.setting(option.UEFIData)
	if len(name) > uefidata.MaxPath || isPattern(name) || contextPath(name) == "" {
		return nil
	}
	state, err := r.contextFiles(ctx, UEFIDataContext, []string{contextPath(name)})
	if err != nil {
		return err
	}
	ref, _, err := r.solveFiles(ctx, *state)
	if err != nil {
		return err
	}
	data, found, err := readOptional(ctx, ref, contextPath(name))
	if err != nil {
		return annotate("read "+name, err)
	}
	if found {
		r.Settings = maps.Clone(r.Settings)
		r.Settings[option.UEFIData] = uefidata.Text(data)
	}
	return nil
}
