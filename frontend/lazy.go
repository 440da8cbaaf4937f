package frontend

import (
	"errors"
	"sync"
)

// lazy is a value that is made at most once in a build, by whichever platform
// needs it first.
type lazy[T any] struct {
	once  sync.Once
	value T
	err   error
}

// errUnmade is what others get of a value whose making panicked: without it they
// would go on with nothing.
var errUnmade = errors.New("amikit failed unexpectedly in another part of the build; the log has more")

func (l *lazy[T]) get(f func() (T, error)) (T, error) {
	l.once.Do(func() {
		l.err = errUnmade
		l.value, l.err = f()
	})
	return l.value, l.err
}

// answers are one lazy value for each question.
type answers[T any] struct {
	mu    sync.Mutex
	known map[string]*lazy[T]
}

func (a *answers[T]) get(question string, ask func() (T, error)) (T, error) {
	return a.of(question).get(ask)
}

func (a *answers[T]) of(question string) *lazy[T] {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.known == nil {
		a.known = map[string]*lazy[T]{}
	}
	if a.known[question] == nil {
		a.known[question] = &lazy[T]{}
	}
	return a.known[question]
}
