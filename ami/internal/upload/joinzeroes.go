package upload

import (
	"context"
	"errors"

	"github.com/opencontainers/go-digest"
)

// joinZeroes makes a large object of zeroes from a small one, by an upload of its
// own that copies every part.
func (u *Uploader) joinZeroes(ctx context.Context, to *zeroObject) error {
	inner := &Uploader{
		Client: u.Client, Bucket: u.Bucket, Key: to.key, Content: digest.FromString(to.key).String(),
		CRC64NVME: zeroSum(to.size), PartSize: u.PartSize, Concurrency: u.Concurrency, RetryDelay: u.RetryDelay, Encryption: u.Encryption,
		sums: u.sums, copyOnly: true,
	}
	l, err := u.cutZeroes(to)
	if err != nil {
		return err
	}
	l.zeroes.there = true
	session, err := inner.open(ctx)
	if err != nil {
		return err
	}
	_, err = inner.upload(ctx, session, nothing(to.size), l)
	switch {
	case errors.Is(err, ErrGone): // another run made it at the same time
		return nil
	case err != nil && refused(err):
		return errors.Join(err, inner.drop(ctx))
	}
	return err
}

// drop ends an upload that cannot be completed.
func (u *Uploader) drop(ctx context.Context) error {
	s, err := u.find(ctx)
	if s == nil || err != nil {
		return err
	}
	if err := u.abort(ctx, s.id); err != nil {
		return err
	}
	return u.Forget(ctx)
}

// cutZeroes cuts an object of zeroes into copies of the one before it.
func (u *Uploader) cutZeroes(z *zeroObject) (layout, error) {
	return u.cut(nil, z.size, u.before(z))
}
