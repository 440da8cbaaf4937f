//go:build !linux || cgo

package main

// dropPrivileges does nothing: Go cannot change every thread of a program that
// has C's, and no image of amikit holds such a one.
func dropPrivileges() error { return nil }
