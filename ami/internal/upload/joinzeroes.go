package upload

import (
	"context"
	"errors"

	"github.com/opencontainers/go-digest"

	"github.com/amikit/amikit/ami/awserr"
)

// joinZeroes makes a large object of zeroes from a small one, by an upload of its
// own that copies every part.
func (u *Uploader) joinZeroes(ctx context.Context, to *zeroObject) error {
	inner := u.joiner(to)
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

// joiner uploads an object of zeroes.
func (u *Uploader) joiner(to *zeroObject) *Uploader {
	return &Uploader{
		Client: u.Client, Bucket: u.Bucket, Key: to.key, Content: digest.FromString(to.key).String(),
		CRC64NVME: zeroSum(to.size), PartSize: u.PartSize, Concurrency: u.Concurrency, RetryDelay: u.RetryDelay, Encryption: u.Encryption,
		sums: u.sums, copyOnly: true,
	}
}

// settleZeroes removes the marker that an earlier run left, which was killed behind
// the object that it had joined. Another run that joins it just now goes on with the
// object, as it does where its upload comes too late.
func (u *Uploader) settleZeroes(ctx context.Context, z *zeroObject) {
	if !u.again || u.before(z) == nil {
		return
	}
	inner := u.joiner(z)
	m, err := inner.readMarker(ctx)
	if m == nil && err == nil {
		return
	}
	if err == nil {
		inner.sums = m.Sums
		err = inner.abandon(ctx, m)
	}
	if err != nil {
		u.warn("the marker of s3://%s/%s stays, which `amikit ami gc` removes: %v", u.Bucket, z.key, awserr.Explain(err))
	}
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
