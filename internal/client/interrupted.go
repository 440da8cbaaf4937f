package client

// InterruptedError is a build that was ended by its user.
type InterruptedError struct {
	// Err is how BuildKit says so.
	Err error
}

// Error says how to go on.
func (e *InterruptedError) Error() string {
	return "the build was interrupted; run it again to go on: finished steps and what AWS has by now are found"
}

// Unwrap returns BuildKit's error.
func (e *InterruptedError) Unwrap() error { return e.Err }
