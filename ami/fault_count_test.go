//go:build !race

package ami

// enoughFaults is how many calls go wrong in all.
const enoughFaults = 10_000
