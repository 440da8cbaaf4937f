//go:build !unix

package lock

import "os"

// try relies on what is written being proven when it is read.
func try(*os.File) error { return nil }
