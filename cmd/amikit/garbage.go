package main

import "runtime/debug"

// collectLess lets garbage grow to twice what is in use, which is a few MiB here.
// A build against a warm cache then ends before the first collection, with no
// more memory; and of the thousands of requests of an upload each leaves tens of
// KiB behind, whose collection at once took a tenth of the time of the processors.
func collectLess(getenv func(string) string) {
	if getenv("GOGC") == "" {
		debug.SetGCPercent(200)
	}
}
