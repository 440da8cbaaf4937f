package ami

import (
	"fmt"
	"strings"
	"time"

	"github.com/amikit/amikit/ami/awserr"
)

// CallError is a call that AWS refused, with AWS's own words, code and request ID;
// [awserr.CallError] has its fields.
type CallError = awserr.CallError

// DeniedError is a call that the credentials do not allow; it names the action;
// [awserr.DeniedError] has its fields.
type DeniedError = awserr.DeniedError

// EndpointError is an endpoint or a proxy that cannot be spoken to as it is given;
// [awserr.EndpointError] has the fields.
type EndpointError = awserr.EndpointError

// UnreachableError is an endpoint that did not answer; [awserr.UnreachableError] has
// its fields.
type UnreachableError = awserr.UnreachableError

// MissingError lists the settings that must be given and are not.
type MissingError struct {
	// Settings are their names, such as "REGION".
	Settings []string
}

// Error names all of them and the ways to give them.
func (e *MissingError) Error() string {
	flags := make([]string, len(e.Settings))
	for i, name := range e.Settings {
		flags[i] = "--" + strings.ToLower(strings.ReplaceAll(name, "_", "-"))
	}
	return fmt.Sprintf("missing required settings: %s; give them by %s, environment, build arg or .arg", strings.Join(e.Settings, ", "), strings.Join(flags, " "))
}

// InvalidError is a setting whose value cannot work.
type InvalidError struct {
	// Setting is its name, such as "AMI_NAME".
	Setting string
	// Value is what was given.
	Value string
	// Reason says what is wrong and what would do.
	Reason string
}

// Error names the setting, the value and the reason.
func (e *InvalidError) Error() string {
	return fmt.Sprintf("%s %q %s", e.Setting, e.Value, e.Reason)
}

// ConflictError is a name that something else holds already.
type ConflictError struct {
	// Kind is what holds the name: "image" or "object".
	Kind string
	// Name is the image's name or the object's S3 URI.
	Name string
	// Holder describes what is there.
	Holder string
	// Differences say how it differs from what is wanted.
	Differences []string
}

// Error names what is there, how it differs and the flag that decides.
func (e *ConflictError) Error() string {
	text := fmt.Sprintf("%s %q is taken by %s", e.Kind, e.Name, e.Holder)
	if len(e.Differences) > 0 {
		text += ", which differs: " + strings.Join(e.Differences, ", ")
	}
	ways := "replace or suffix"
	if e.Kind == "image" {
		ways = "replace, suffix or reuse"
	}
	return text + "; choose another name, or say what to do by --on-conflict=" + ways + " (ON_CONFLICT)"
}

// ImportError is a snapshot import that AWS ended without a snapshot.
type ImportError struct {
	// TaskID is AWS's ID of the import task, or the snapshot's.
	TaskID string
	// Status is the state that it ended in.
	Status string
	// Message is AWS's own reason.
	Message string
	// Role is the one that imports: vmimport where it is empty.
	Role string
}

// Error returns AWS's reason and what to check.
func (e *ImportError) Error() string {
	if strings.HasPrefix(e.TaskID, "snap-") {
		return fmt.Sprintf("snapshot %s ended as %q: %s; run again, which starts another one", e.TaskID, e.Status, reason(e.Message))
	}
	return fmt.Sprintf("snapshot import %s ended as %q: %s; check that the role %s exists and may read the bucket, then run again", e.TaskID, e.Status, reason(e.Message), orText(e.Role, defaultRole))
}

// UnlistedError is imports that AWS began, by its own word, and never listed.
type UnlistedError struct {
	// URI is the object.
	URI string
	// TaskIDs are AWS's IDs of the import tasks.
	TaskIDs []string
	// Looked is for how long each was looked for, at the least.
	Looked time.Duration
}

// Error names the tasks and says what a rerun does.
func (e *UnlistedError) Error() string {
	return fmt.Sprintf("AWS took the import of %s as %s, and DescribeImportSnapshotTasks lists none of them after looks for %s each; no other import is begun; run again later, which is given the same tasks again and begins none twice, or use --import-method=ebs",
		e.URI, strings.Join(e.TaskIDs, ", "), e.Looked)
}

// ImageError is an image that AWS ended in a state that never becomes available.
type ImageError struct {
	// ImageID is the image's ID.
	ImageID string
	// State is the state that it is in.
	State string
	// Reason is AWS's own.
	Reason string
}

// Error returns AWS's reason and what to do.
func (e *ImageError) Error() string {
	return fmt.Sprintf("image %s is %q: %s; deregister it and run again", e.ImageID, e.State, reason(e.Reason))
}

// TimeoutError is a wait that reached its cap.
type TimeoutError struct {
	// What is what was waited for, Last the last state that was seen.
	What, Last string
	// Cap is the cap as it was set.
	Cap string
}

// Error says how to go on.
func (e *TimeoutError) Error() string {
	return fmt.Sprintf("%s is still %s after %s; run again to go on waiting: what is under way is found again (--timeout sets the cap)", e.What, orText(e.Last, "not there"), e.Cap)
}

// reason is AWS's text on one line.
func reason(text string) string {
	return orText(strings.Join(strings.Fields(text), " "), "AWS gave no reason")
}

func orText(text, fallback string) string {
	if text == "" {
		return fallback
	}
	return text
}
