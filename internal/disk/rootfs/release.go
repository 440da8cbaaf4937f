package rootfs

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/joho/godotenv"
)

// Files with a system's release.
const (
	kairosRelease = "etc/kairos-release"
	osRelease     = "etc/os-release"
	usrOSRelease  = "usr/lib/os-release"
)

// Release is what a system says of itself.
type Release struct {
	// OS are the keys of os-release(5).
	OS map[string]string
	// Kairos are the keys that Kairos' tools read: those of /etc/kairos-release,
	// else those of os-release. It is empty where the system is no Kairos.
	Kairos map[string]string
	// File is the path of the file that Kairos' keys come from.
	File string
}

// Release reads /etc/kairos-release and os-release; both may be missing.
func (r *Root) Release() (*Release, error) {
	release := &Release{}
	var err error
	if release.OS, err = r.keys(osRelease, usrOSRelease); err != nil {
		return nil, err
	}
	if release.Kairos, err = r.keys(kairosRelease); err != nil {
		return nil, err
	}
	release.File = kairosRelease
	if len(release.Kairos) == 0 && hasKairosKey(release.OS) {
		release.Kairos, release.File = release.OS, osRelease
	}
	return release, nil
}

// keys parses the first of the files that exists.
func (r *Root) keys(names ...string) (map[string]string, error) {
	for _, name := range names {
		text, err := r.Read(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		keys, err := godotenv.UnmarshalBytes(text)
		if err != nil {
			// The parser's own message quotes all of the file.
			return nil, fmt.Errorf("/%s of the root filesystem has a line that is not KEY=value; mend it in the image", name)
		}
		return keys, nil
	}
	return map[string]string{}, nil
}

func hasKairosKey(keys map[string]string) bool {
	for key := range keys {
		if strings.HasPrefix(key, "KAIROS_") {
			return true
		}
	}
	return false
}

// IsKairos reports whether Kairos' tools made the system.
func (r *Release) IsKairos() bool { return len(r.Kairos) > 0 }

// Get returns a Kairos key, such as "MODEL" for KAIROS_MODEL. As Kairos' tools
// do, it falls back to the name without KAIROS_ in the same file.
func (r *Release) Get(key string) string {
	if value := r.Kairos["KAIROS_"+key]; value != "" {
		return value
	}
	return r.Kairos[key]
}

// Architecture returns the architecture that a Kairos release names, "amd64" or
// "arm64"; empty where it names none.
func (r *Release) Architecture() string {
	if arch := r.Get("ARCH"); arch != "" {
		return arch
	}
	return r.Get("TARGETARCH")
}

// IsTrustedBoot reports whether a Kairos system starts by a unified kernel image.
func (r *Release) IsTrustedBoot() bool { return r.Get("TRUSTED_BOOT") == "true" }
