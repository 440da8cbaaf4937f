//go:build awscli

package awscli

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// build makes the program once for a test.
func build(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "localaws")
	if out, err := exec.Command("go", "build", "-C", "..", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("build localaws: %v\n%s", err, out)
	}
	return program
}

// localaws is the program while it runs.
type localaws struct {
	url     string
	command *exec.Cmd
}

// start runs the program on a free port until the test ends.
func start(t *testing.T, program, dir string, arguments ...string) *localaws {
	t.Helper()
	arguments = append([]string{"--listen", "127.0.0.1:0", "--data", dir,
		"--access-key", accessKey, "--secret-key", secretKey}, arguments...)
	command := exec.Command(program, arguments...)
	command.Stderr = os.Stderr
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	l := &localaws{command: command}
	t.Cleanup(func() { l.kill() })
	l.url = address(t, bufio.NewScanner(stdout))
	return l
}

// address reads the line on stdout that says where the program listens.
func address(t *testing.T, lines *bufio.Scanner) string {
	t.Helper()
	found := make(chan string, 1)
	go func() {
		defer close(found)
		for lines.Scan() {
			if address, ok := strings.CutPrefix(lines.Text(), "listening on "); ok {
				found <- "http://" + address
			}
		}
	}()
	select {
	case url := <-found:
		return url
	case <-time.After(30 * time.Second):
		t.Fatal("localaws does not say where it listens")
		return ""
	}
}

// kill ends the program as kill -9 does.
func (l *localaws) kill() {
	_ = l.command.Process.Kill()
	_ = l.command.Wait()
}
