// Package vmdk writes a raw disk as a stream-optimised VMDK: compressed, in one
// pass, without a temporary file. It follows VMware's "Virtual Disk Format 5.0",
// and the same disk gives the same bytes each time.
package vmdk
