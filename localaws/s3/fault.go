package s3

// Fault is what goes wrong with a call.
type Fault struct{}
