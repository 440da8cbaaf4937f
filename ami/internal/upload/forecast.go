package upload

import (
	"context"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/ami/internal/part"
	"github.com/amikit/amikit/disk"
)

// Forecast is what an upload would find and send.
type Forecast struct {
	// Open is the ID of the upload that would be gone on with; empty for none.
	Open string
	// Parts is how many parts of it are there, There their bytes.
	Parts int
	There int64
	// Send is the bytes that would travel: for a stream at most.
	Send int64
}

// Forecast says what [Uploader.Upload] would do where nothing is refused. It reads
// of the source only the parts that S3 says it has, and changes nothing.
func (u *Uploader) Forecast(ctx context.Context, src Source) (Forecast, error) {
	session, err := u.find(ctx)
	if err != nil {
		return Forecast{}, err
	}
	data, err := u.data(ctx, src)
	if err != nil {
		return Forecast{}, err
	}
	zeroes, send, err := u.expectZeroes(ctx, data, src.Size())
	if err != nil {
		return Forecast{}, err
	}
	l, err := u.cut(data, src.Size(), zeroes)
	f := Forecast{Send: send + toSend(l.parts)}
	if session == nil || err != nil {
		return f, err
	}
	f.Open = session.id
	return f, f.count(ctx, &transfer{Uploader: u, session: session, src: src, sumsOfZeroes: u.sumZeroes(l.parts)}, l.parts)
}

// count takes off what is there already.
func (f *Forecast) count(ctx context.Context, t *transfer, parts []part.Part) error {
	for _, p := range parts {
		if _, listed := t.session.parts[p.Number]; !listed {
			continue
		}
		sum, err := t.sum(p)
		if err != nil || ctx.Err() != nil {
			return orCause(ctx, err)
		}
		if t.isThere(&sum) {
			f.Parts, f.There = f.Parts+1, f.There+p.Length
			f.Send -= toSend([]part.Part{p})
		}
	}
	return nil
}

func orCause(ctx context.Context, err error) error {
	if err == nil {
		return context.Cause(ctx)
	}
	return err
}

// ForecastStream says what [Uploader.Stream] would find of at most bound bytes.
func (u *Uploader) ForecastStream(ctx context.Context, bound int64) (Forecast, error) {
	f := Forecast{Send: bound}
	session, err := u.find(ctx)
	if session == nil || err != nil {
		return f, err
	}
	f.Open, f.Parts = session.id, len(session.parts)
	for _, p := range session.parts {
		f.There += p.size
	}
	f.Send = max(bound-f.There, 0)
	return f, nil
}

// expectZeroes returns the object that holes would be copied from, and the bytes to
// send for it first.
func (u *Uploader) expectZeroes(ctx context.Context, data []disk.Extent, size int64) (*zeroObject, int64, error) {
	holes := holesOf(data, size)
	if holes < worthwhile {
		return nil, 0, nil
	}
	wanted := u.zeroObject(zeroSize(holes, size))
	for z := wanted; z != nil; z = u.before(z) {
		there, err := u.hasZeroes(ctx, z)
		if err != nil && !awserr.NotChecked(err) {
			return nil, 0, err
		}
		if there {
			return wanted, 0, nil
		}
	}
	return wanted, sentZeroes, nil
}
