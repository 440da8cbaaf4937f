package sigv4

// Fault is what is wrong with a signature; each service has its own code for
// it.
type Fault string

// The faults a signature can have.
const (
	NoSignature    Fault = "no signature"
	UnknownKey     Fault = "unknown access key"
	WrongSignature Fault = "wrong signature"
	ExpiredToken   Fault = "expired session token"
	BadToken       Fault = "bad session token"
	Skewed         Fault = "time too far off"
	WrongScope     Fault = "wrong credential scope"
)

// Error is a signature's fault, with AWS's own words where it has some.
type Error struct {
	Fault   Fault
	Message string
}

func (e *Error) Error() string {
	if e.Message != "" {
		return e.Message
	}
	return string(e.Fault)
}
