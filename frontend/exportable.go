package frontend

import (
	"strings"

	"github.com/amikit/amikit/internal/option"
)

// ExportableError is a build whose cache, where the client exports one, would
// hold the cloud-config or content of a disk.
type ExportableError struct {
	// Disk is true where the client offers no folder, so that nothing keeps the
	// disk out.
	Disk bool
	// Archive is true where they come from an archive that is the build context.
	Archive bool
}

// Error says what would be exported, how each client keeps it out, and how to say
// that nothing is exported.
func (e *ExportableError) Error() string {
	var parts []string
	if e.Disk {
		parts = append(parts, "an exported cache (--cache-to) would hold the disk, with its cloud-config or content, as the client offers no folder that keeps it out: "+
			"give any, --build-context unexported=DIR (buildctl: --local unexported=DIR --opt context:unexported=local:unexported; amikit build needs none)")
	}
	if e.Archive {
		parts = append(parts, "a cache exported with mode=max would hold the context's archive, with the cloud-config or content in it: "+
			"give the cloud-config as the secret "+option.SecretUserData+", and content by a folder, --build-context "+ContentContext+"=DIR")
	}
	says := option.CacheExport + "=" + option.NoCacheExport
	return strings.Join(append(parts, "or, where this build exports no such cache, say so: --build-arg "+says+" (buildctl: --opt build-arg:"+says+")"), "; ")
}
