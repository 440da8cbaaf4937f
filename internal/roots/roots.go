// Package roots holds public CA roots, for a machine that has none: a scratch
// image, or a slim one.
package roots

import (
	"crypto/x509"
	"sync"

	"golang.org/x/crypto/x509roots/fallback/bundle"
)

// Trust makes the roots those of this process where the system has none
// ([x509.SetFallbackRoots]). Call it before the first connection by TLS: parsing
// them takes as long as the rest of the program's start, and most runs open none.
var Trust = sync.OnceFunc(func() { x509.SetFallbackRoots(pool()) })

// pool leaves out what this version of Go cannot parse.
func pool() *x509.CertPool {
	roots := x509.NewCertPool()
	for root := range bundle.Roots() {
		certificate, err := x509.ParseCertificate(root.Certificate)
		switch {
		case err != nil:
		case root.Constraint != nil:
			roots.AddCertWithConstraint(certificate, root.Constraint)
		default:
			roots.AddCert(certificate)
		}
	}
	return roots
}
