//go:build race

package ami

// enoughFaults is less under the race detector, which makes each call slow.
const enoughFaults = 400
