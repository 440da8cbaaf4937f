package ami

// Kind says what an event is for.
type Kind int

// Kinds of events.
const (
	// Info is something that was done or found.
	Info Kind = iota
	// Warning is something that a person should look at.
	Warning
	// Progress is how far a step is.
	Progress
)

// Event is one thing to tell a person while [Create] runs.
type Event struct {
	// Kind says what the event is for.
	Kind Kind
	// Stage is the step: "read", "disk", "check", "query", "upload", "import",
	// "compare", "snapshot", "image", "verify" or "cleanup".
	Stage string
	// Message is one line; it may be empty in a Progress event.
	Message string
	// Done and Total count bytes in a Progress event, and percent in that of an
	// import. Both are 0 where nobody knows.
	Done, Total int64
}

// Reporter is told what happens. Report may be called by several goroutines at
// once and must return soon.
type Reporter interface {
	Report(Event)
}

// silence is the reporter of those who do not want one.
type silence struct{}

func (silence) Report(Event) {}
