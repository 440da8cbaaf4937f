//go:build linux

package main

import (
	"fmt"
	"os"
	"time"
)

// logf writes a line of the log to stdout, as the real program does, with
// colours unless NO_COLOR is set.
func logf(level, format string, args ...any) {
	if os.Getenv("NO_COLOR") == "" {
		level = "\x1b[32m" + level + "\x1b[0m"
	}
	now := time.Now().UTC().Format(time.RFC3339)
	fmt.Printf("%s %s %s\n", now, level, fmt.Sprintf(format, args...))
}

func infof(format string, args ...any) { logf("INF", format, args...) }
