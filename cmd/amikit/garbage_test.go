package main

import (
	"runtime/debug"
	"testing"
)

func TestGarbageIsCollectedLessUnlessTheUserSaysHowMuch(t *testing.T) {
	before := debug.SetGCPercent(50)
	defer debug.SetGCPercent(before)
	for _, c := range []struct {
		gogc string
		want int
	}{{"50", 50}, {"off", 50}, {"", 200}} {
		collectLess(func(string) string { return c.gogc })
		got := debug.SetGCPercent(50)
		if got != c.want {
			t.Errorf("with GOGC=%s it is collected at %d %%, want %d", c.gogc, got, c.want)
		}
	}
}
