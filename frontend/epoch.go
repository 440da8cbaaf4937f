package frontend

import (
	"context"
	"fmt"
	"strconv"
	"time"
)

// epoch is SOURCE_DATE_EPOCH: seconds, or "context" for the time of a git
// context's commit. Its third form, the name of a stage, is the Dockerfile's own.
func (r *Request) epoch(ctx context.Context) (*time.Time, error) {
	text := r.UI.BuildArgs["SOURCE_DATE_EPOCH"]
	if text == "context" {
		return r.UI.ResolveMainContextSourceDateEpoch(ctx)
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return nil, nil
	}
	t := time.Unix(seconds, 0).UTC()
	if t.Year() > 9999 || seconds < 0 {
		return nil, fmt.Errorf("SOURCE_DATE_EPOCH=%s is no time; give seconds since 1970", text)
	}
	return &t, nil
}
