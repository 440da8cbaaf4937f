package amicmd

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/option"
)

func TestALogForProgramsIsJSONToItsLastLine(t *testing.T) {
	for _, env := range []string{option.LogFormat, option.Progress} {
		c := newCommand(t)
		c.env[env] = "json"
		c.env[option.S3Bucket] = "amikit-there-is-no-such-bucket"
		err := c.run(rawDisk(t, env), ID)
		var told *ToldError
		if !errors.As(err, &told) {
			t.Fatalf("error is %v", err)
		}
		lines := strings.Split(strings.TrimSpace(c.stderr.String()), "\n")
		for _, line := range lines {
			var entry struct{ Level, Msg, Code string }
			if err := json.Unmarshal([]byte(line), &entry); err != nil || entry.Msg == "" {
				t.Errorf("line is %s, %v", line, err)
			}
		}
		if last := lines[len(lines)-1]; !strings.Contains(last, `"level":"error"`) || !strings.Contains(last, "amikit-there-is-no-such-bucket") {
			t.Errorf("the last line is %s", last)
		}
	}
}

func TestFormsOfOutputThatAreRefused(t *testing.T) {
	for setting, value := range map[string]string{option.LogFormat: "xml", option.Progress: "tty", option.LogLevel: "loud"} {
		c := newCommand(t)
		c.env[setting] = value
		if err := c.run(rawDisk(t, "x"), ID); err == nil || !strings.Contains(err.Error(), setting) || !strings.Contains(err.Error(), value) {
			t.Errorf("%s: %v", setting, err)
		}
	}
}
