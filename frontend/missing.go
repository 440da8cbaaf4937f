package frontend

import (
	"strings"

	"github.com/amikit/amikit/internal/option"
)

// methodS3 is the import method that cannot do without a bucket.
const methodS3 = "s3"

// requirePublish names every setting that the publishing step lacks, before the
// long work.
func requirePublish(settings map[string]string) error {
	required := []string{option.Region}
	if settings[option.ImportMethod] == methodS3 {
		required = append(required, option.S3Bucket)
	}
	var missing []string
	for _, name := range required {
		if settings[name] == "" {
			missing = append(missing, name)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return &MissingError{Settings: missing}
}

// MissingError is a build without settings that its target needs.
type MissingError struct {
	// Settings are the names, in the order of their table.
	Settings []string
}

// Error names all of them and how to give them.
func (e *MissingError) Error() string {
	verb := " is"
	if len(e.Settings) > 1 {
		verb = " are"
	}
	args := make([]string, 0, len(e.Settings))
	for _, name := range e.Settings {
		args = append(args, "--build-arg "+name+"=…")
	}
	return strings.Join(e.Settings, " and ") + verb + " not set; give " + strings.Join(args, " ") +
		" (buildctl: --opt build-arg:NAME=…), or a line in .arg with amikit build"
}
