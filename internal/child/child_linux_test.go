package child

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"testing"
)

// parentVariable makes this test's program the parent that the test kills.
const parentVariable = "AMIKIT_TEST_PARENT"

func TestMain(m *testing.M) {
	if os.Getenv(parentVariable) == "" {
		os.Exit(m.Run())
	}
	cmd := Command(context.Background(), "sh", "-c", "echo started; read line; echo survived")
	cmd.Stdin, cmd.Stdout = os.Stdin, os.Stdout
	_ = cmd.Run() // it is killed here
}

func TestAProgramEndsWithAParentThatIsKilled(t *testing.T) {
	parent := exec.CommandContext(t.Context(), os.Args[0])
	parent.Env = append(os.Environ(), parentVariable+"=1")
	output, outputEnd, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	inputEnd, input, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	parent.Stdin, parent.Stdout = inputEnd, outputEnd
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	closeAll(t, inputEnd, outputEnd)
	said := bufio.NewReader(output)
	if line, err := said.ReadString('\n'); err != nil || line != "started\n" {
		t.Fatalf("the program says %q, %v", line, err)
	}
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait() // the program has its signal before the parent is reaped
	closeAll(t, input)
	rest, err := io.ReadAll(said)
	if err != nil || len(rest) > 0 {
		t.Fatalf("the program says %q, %v", rest, err)
	}
	closeAll(t, output)
}

func closeAll(t *testing.T, files ...*os.File) {
	t.Helper()
	for _, f := range files {
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
