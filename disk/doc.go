// Package disk reads raw disks: which parts hold data, what the content's
// identity is, and what a firmware will find on it.
//
// A disk has one digest, the SHA-256 of its [Manifest] in canonical form, which
// docs/digest.md defines. Holes cost nothing: a sparse disk of 200 GiB is
// identified as fast as its data is read.
package disk
