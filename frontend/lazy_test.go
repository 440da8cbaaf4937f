package frontend

import (
	"errors"
	"testing"
)

func TestAValueWhoseMakingPanickedIsAnErrorToOthers(t *testing.T) {
	var a answers[*int]
	func() {
		defer func() { _ = recover() }()
		_, _ = a.get("it", func() (*int, error) { panic("oops") })
	}()
	if _, err := a.get("it", func() (*int, error) { return new(int), nil }); !errors.Is(err, errUnmade) {
		t.Errorf("the error is %v", err)
	}
	if value, err := a.get("another", func() (*int, error) { return new(int), nil }); value == nil || err != nil {
		t.Errorf("another one is %v, %v", value, err)
	}
}
