package imports

import (
	"cmp"
	"slices"
	"sync"

	"github.com/amikit/amikit/localaws/policy"
)

// Failure is an import that a test wants to fail.
type Failure struct {
	// Bucket and Key are patterns of the object; empty is any.
	Bucket string `json:"bucket,omitempty"`
	Key    string `json:"key,omitempty"`
	// Message is what the task says.
	Message string `json:"message"`
	// Times is how many imports fail; zero is all.
	Times int `json:"times,omitempty"`
}

// Failures are the ones that are asked for. It is safe for concurrent use.
type Failures struct {
	mu   sync.Mutex
	list []Failure
}

// Add asks for a failure.
func (f *Failures) Add(failure Failure) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = append(f.list, failure)
}

// Clear takes back what has not happened yet.
func (f *Failures) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = nil
}

// take finds what an import of the object is to fail with.
func (f *Failures) take(bucket, key string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, failure := range f.list {
		if !policy.Match(cmp.Or(failure.Bucket, "*"), bucket) || !policy.Match(cmp.Or(failure.Key, "*"), key) {
			continue
		}
		switch failure.Times {
		case 0:
		case 1:
			f.list = slices.Delete(f.list, i, i+1)
		default:
			f.list[i].Times--
		}
		return failure.Message
	}
	return ""
}
