// Package lock keeps two runs of the program from writing one file at the same time.
package lock

import (
	"errors"
	"os"
)

// ErrBusy is a file that another run writes.
var ErrBusy = errors.New("another run is writing it")

// Try locks the file until it is closed, or returns [ErrBusy] at once. The lock
// ends with the process, however that ends.
func Try(file *os.File) error { return try(file) }
