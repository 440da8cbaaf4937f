package upload

import (
	"bytes"
	"io"
	"testing"

	"github.com/amikit/amikit/ami/internal/part"
)

func TestProgressCountsWhatTravels(t *testing.T) {
	var done, total int64
	p := progress{tell: func(d, all int64) { done, total = d, all }}
	p.total.Store(5 * step)
	body := p.reader(bytes.NewReader(make([]byte, 3*step+1)))
	read := func(n int64) {
		t.Helper()
		if _, err := io.CopyN(io.Discard, body, n); err != nil {
			t.Fatal(err)
		}
	}
	expect := func(what string, wantDone, wantTotal int64) {
		t.Helper()
		if done != wantDone || total != wantTotal {
			t.Errorf("%s: %d of %d, want %d of %d", what, done, total, wantDone, wantTotal)
		}
	}
	read(2*step + 2)
	expect("some is read", 2*step, 5*step)
	if length, err := body.Seek(0, io.SeekEnd); err != nil || length != 3*step+1 {
		t.Fatalf("length is %d, %v", length, err)
	}
	if _, err := body.Seek(0, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	expect("the part is sent again", 0, 5*step)
	read(3*step + 1)
	body.say()
	expect("all of it is read", 3*step+1, 5*step)
	p.spare(part.Part{Length: step})
	p.spare(part.Part{Length: step, Zero: true})
	expect("a part is there already", 3*step+1, 4*step)
}
