// Package e2e holds the end-to-end tests: every way into amikit on a real
// BuildKit daemon, a real registry and a local AWS. They need root and the
// programs of hack/tools on PATH, so they have the build tag e2e:
//
//	hack/test e2e
package e2e
