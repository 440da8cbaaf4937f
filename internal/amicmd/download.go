package amicmd

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/amikit/amikit/ami"
)

// Download reads a snapshot into the new file of the request and writes what was read.
func Download(ctx context.Context, e Environment, id string, q Request) error {
	var d *ami.Downloaded
	err := e.with(q.Flag, func(s *session) (err error) {
		if err := s.connectIn(ctx); err != nil {
			return err
		}
		d, err = ami.Download(ctx, id, q.Path, s.options)
		return err
	})
	if err != nil {
		return err
	}
	return q.Form.writeDownloaded(e, d)
}

func (f Form) writeDownloaded(e Environment, d *ami.Downloaded) error {
	text := fmt.Sprintf("%s holds %s: %d bytes, %d blocks read\n", d.File, d.SnapshotID, d.Size, d.Blocks)
	switch f {
	case JSON:
		data, err := json.MarshalIndent(d, "", "  ")
		if err != nil {
			return fmt.Errorf("encode the result: %w", err)
		}
		text = string(data) + "\n"
	case ID:
		text = d.SnapshotID + "\n"
	}
	if _, err := fmt.Fprint(e.Stdout, text); err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	return nil
}
