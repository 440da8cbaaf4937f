package amicmd

import (
	"fmt"
	"io"
	"os"

	"github.com/sirupsen/logrus"
	"golang.org/x/term"

	"github.com/amikit/amikit/internal/option"
)

// Values of PROGRESS.
const (
	// progressAuto draws a bar on a terminal and writes lines elsewhere.
	progressAuto = "auto"
	// progressPlain writes whole lines.
	progressPlain = "plain"
	// progressJSON writes a JSON object a line, of the log too.
	progressJSON = "json"
)

// Values of LOG_FORMAT.
const (
	logText = "text"
	logJSON = "json"
)

const defaultWidth = 80

func newReporter(e Environment, values option.Values, log *logrus.Logger) (reporter, error) {
	switch progress := values.Get(option.Progress); progress {
	case progressAuto:
		file, ok := terminal(e)
		if ok && values.Get(option.LogFormat) == logText && log.IsLevelEnabled(logrus.InfoLevel) {
			plain := e.Getenv("NO_COLOR") != ""
			log.SetFormatter(&logrus.TextFormatter{ForceColors: !plain, DisableColors: plain})
			return newBar(log, file, func() int { return widthOf(file) }), nil
		}
	case progressPlain, progressJSON:
	default:
		return nil, fmt.Errorf("PROGRESS %q is unknown: it must be auto, plain or json", progress)
	}
	return newLines(log), nil
}

// terminal returns where people read the log, if that can draw.
func terminal(e Environment) (*os.File, bool) {
	file, ok := e.Stderr.(*os.File)
	return file, ok && term.IsTerminal(int(file.Fd())) && e.Getenv("TERM") != "dumb"
}

func widthOf(file *os.File) int {
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil || width <= 0 {
		return defaultWidth
	}
	return width
}

// newLogger makes the log of the level and the form that are asked for.
func newLogger(out io.Writer, values option.Values) (*logrus.Logger, error) {
	level, err := logrus.ParseLevel(values.Get(option.LogLevel))
	if err != nil {
		return nil, fmt.Errorf("LOG_LEVEL %q is unknown: it must be debug, info, warn or error", values.Get(option.LogLevel))
	}
	log := logrus.New()
	log.SetOutput(out)
	log.SetLevel(level)
	switch format := values.Get(option.LogFormat); {
	case format != logText && format != logJSON:
		return nil, fmt.Errorf("LOG_FORMAT %q is unknown: it must be text or json", format)
	case format == logJSON || values.Get(option.Progress) == progressJSON:
		log.SetFormatter(&logrus.JSONFormatter{})
	default:
		log.SetFormatter(&logrus.TextFormatter{FullTimestamp: true})
	}
	return log, nil
}
