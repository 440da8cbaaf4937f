package blocks

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestAGateGrowsUntilItIsCrowdedAndThenSlowly(t *testing.T) {
	g := newGate(64)
	for range 20 {
		g.grow(time.Millisecond)
	}
	if g.limit != firstLimit+20 {
		t.Fatalf("limit is %v", g.limit)
	}
	g.shrink(time.Now())
	if g.limit != (firstLimit+20)/2 {
		t.Fatalf("limit is %v", g.limit)
	}
	for range 14 { // one round
		g.grow(time.Millisecond)
	}
	if g.limit < 14.5 || g.limit > 15 {
		t.Fatalf("limit is %v", g.limit)
	}
}

func TestAGateStaysBetweenOneAndItsMost(t *testing.T) {
	g := newGate(10)
	for range 100 {
		g.grow(time.Millisecond)
	}
	if g.limit != 10 {
		t.Fatalf("limit is %v", g.limit)
	}
	for range 100 {
		g.shrink(time.Now())
	}
	if g.limit != 1 {
		t.Fatalf("limit is %v", g.limit)
	}
}

func TestCallsFromBeforeACutDoNotCutAgain(t *testing.T) {
	g, begun := newGate(64), time.Now().Add(-time.Second)
	for range 10 {
		g.shrink(begun)
	}
	if g.limit != firstLimit/2 {
		t.Fatalf("limit is %v", g.limit)
	}
}

func TestAGateDoesNotGrowOnAFullLine(t *testing.T) {
	g := newGate(64)
	g.grow(2 * soon)
	if g.limit != firstLimit {
		t.Fatalf("limit is %v", g.limit)
	}
}

func TestAGateAdmitsNoMoreThanItsLimit(t *testing.T) {
	g := newGate(2)
	for range 2 {
		if err := g.enter(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := g.enter(ended); !errors.Is(err, context.Canceled) {
		t.Fatalf("a third one entered: %v", err)
	}
	g.leave()
	if err := g.enter(t.Context()); err != nil {
		t.Fatal(err)
	}
}
