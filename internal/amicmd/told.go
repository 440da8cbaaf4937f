package amicmd

import "github.com/sirupsen/logrus"

// ToldError is a failure that the log has told already.
type ToldError struct{ error }

// Unwrap returns the failure itself.
func (e *ToldError) Unwrap() error { return e.error }

// tell puts a failure into a log that programs read, with AWS's code and the
// request's ID. A log for people leaves it to whoever ends the program.
func tell(log *logrus.Logger, err error) error {
	if _, programs := log.Formatter.(*logrus.JSONFormatter); err == nil || !programs {
		return err
	}
	e, fields := stepError(err), logrus.Fields{}
	if e.Code != "" {
		fields["code"] = e.Code
	}
	if e.RequestID != "" {
		fields["requestID"] = e.RequestID
	}
	log.WithFields(fields).Error(e.Message)
	return &ToldError{err}
}
