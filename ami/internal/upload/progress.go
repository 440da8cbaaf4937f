package upload

import (
	"io"
	"sync/atomic"

	"github.com/amikit/amikit/ami/internal/part"
)

// progress counts what travels. The total is what has to, so that both tell the
// time that is left.
type progress struct {
	tell        func(done, total int64)
	done, total atomic.Int64
}

// toSend is the bytes of the parts that are not copied.
func toSend(parts []part.Part) (bytes int64) {
	for _, p := range parts {
		if !p.Zero {
			bytes += p.Length
		}
	}
	return bytes
}

// spare takes a part off that is there already.
func (p *progress) spare(there part.Part) { p.report(0, -toSend([]part.Part{there})) }

func (p *progress) report(done, total int64) {
	sent, all := p.done.Add(done), p.total.Add(total)
	if p.tell != nil {
		p.tell(sent, all)
	}
}

// step is how many bytes are counted at once.
const step = 1 << 20

// reader counts the bytes that are read from a part. One that is rewound, because
// it is sent again, takes its bytes back.
func (p *progress) reader(body io.ReadSeeker) *counted {
	return &counted{ReadSeeker: body, progress: p}
}

type counted struct {
	io.ReadSeeker
	progress        *progress
	counted, unsaid int64
}

func (c *counted) Read(buffer []byte) (int, error) {
	n, err := c.ReadSeeker.Read(buffer)
	c.unsaid += int64(n)
	if c.unsaid >= step {
		c.say()
	}
	return n, err
}

// say reports what is counted so far.
func (c *counted) say() {
	if c.unsaid != 0 {
		c.progress.report(c.unsaid, 0)
	}
	c.counted, c.unsaid = c.counted+c.unsaid, 0
}

// Seek is asked for the length too, so only the place that it ends at counts.
func (c *counted) Seek(offset int64, whence int) (int64, error) {
	at, err := c.ReadSeeker.Seek(offset, whence)
	c.unsaid = at - c.counted
	if whence == io.SeekStart {
		c.say()
	}
	return at, err
}
