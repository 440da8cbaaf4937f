package amicmd

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/amikit/amikit/ami"
)

// Verify compares an image or a snapshot with the disk of the request, block by
// block, and writes what was compared.
func Verify(ctx context.Context, e Environment, id string, q Request) error {
	var v *ami.Verification
	err := e.with(q.Flag, func(s *session) error {
		if err := s.checkRegion(); err != nil {
			return err
		}
		return s.withDisk(ctx, q.Path, func(d ami.Disk, o ami.Options) (err error) {
			v, err = ami.Verify(ctx, id, d, o)
			return err
		})
	})
	if err != nil {
		return err
	}
	return q.Form.writeVerification(e, v)
}

func (f Form) writeVerification(e Environment, v *ami.Verification) error {
	text := fmt.Sprintf("%s holds disk %s: %d blocks read\n", v.SnapshotID, v.Digest, v.Blocks)
	switch f {
	case JSON:
		data, err := json.MarshalIndent(v, "", "  ")
		if err != nil {
			return fmt.Errorf("encode the result: %w", err)
		}
		text = string(data) + "\n"
	case ID:
		text = v.SnapshotID + "\n"
	}
	if _, err := fmt.Fprint(e.Stdout, text); err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	return nil
}
