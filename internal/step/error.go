package step

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Error is why a step failed, in the words that its user should read.
type Error struct {
	// Step is the target that failed, such as "cloud-image".
	Step string `json:"step"`
	// Message is one line: what is wrong, with which value.
	Message string `json:"message"`
	// Hint is one line: what to do next. It may be empty.
	Hint string `json:"hint,omitempty"`
	// Code is the service's own error code, such as "InvalidAMIName.Duplicate".
	Code string `json:"code,omitempty"`
	// RequestID is the service's ID of the failed request.
	RequestID string `json:"requestID,omitempty"`
	// Secrets are the IDs of secrets that the step was not given and wants, one of
	// them or all.
	Secrets []string `json:"secrets,omitempty"`
}

// Error returns the message and the hint on one line.
func (e *Error) Error() string {
	if e.Hint == "" {
		return e.Message
	}
	return e.Message + "; " + e.Hint
}

// FromError makes an Error of any error: the one in its chain, else its text.
func FromError(name string, err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		found := *e
		if found.Step == "" {
			found.Step = name
		}
		return &found
	}
	return &Error{Step: name, Message: err.Error()}
}

// WriteError writes e to [ErrorFile] in dir.
func WriteError(dir string, e *Error) error {
	data, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("encode the step's error: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, ErrorFile), append(data, '\n'), 0o644); err != nil {
		return fmt.Errorf("write the step's error: %w", err)
	}
	return nil
}

// ReadError parses the contents of an [ErrorFile].
func ReadError(data []byte) (*Error, error) {
	e := &Error{}
	if err := json.Unmarshal(data, e); err != nil {
		return nil, fmt.Errorf("parse %s: %w", ErrorFile, err)
	}
	if e.Message == "" {
		return nil, fmt.Errorf("parse %s: no message", ErrorFile)
	}
	return e, nil
}
