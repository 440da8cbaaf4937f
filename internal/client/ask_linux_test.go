package client

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"
)

// terminal is a pseudo-terminal: what a person sees and types, and the program's side.
func terminal(t *testing.T) (person, program *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = person.Close() })
	if err := unix.IoctlSetPointerInt(int(person.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetInt(int(person.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = program.Close() })
	return person, program
}

// waitUntilHidden returns when the terminal no longer shows what is typed.
func waitUntilHidden(t *testing.T, terminal *os.File) {
	t.Helper()
	for t.Context().Err() == nil {
		state, err := unix.IoctlGetTermios(int(terminal.Fd()), unix.TCGETS)
		if err != nil {
			t.Fatal(err)
		}
		if state.Lflag&unix.ECHO == 0 {
			return
		}
		runtime.Gosched()
	}
}

func TestAPersonIsAskedAndTheAnswerIsNotShown(t *testing.T) {
	person, program := terminal(t)
	answers := make(chan string, 1)
	go func() {
		answer, err := AskOn(program, program)("MFA code: ")
		answers <- fmt.Sprint(answer, err)
	}()
	screen := bufio.NewReader(person)
	if question, err := screen.ReadString(' '); err != nil || question != "MFA " {
		t.Fatalf("the screen shows %q, %v", question, err)
	}
	if _, err := screen.ReadString(' '); err != nil {
		t.Fatal(err)
	}
	waitUntilHidden(t, program)
	if _, err := person.WriteString("123456\n"); err != nil {
		t.Fatal(err)
	}
	if got := <-answers; got != "123456<nil>" {
		t.Fatalf("the answer is %q", got)
	}
	if rest, err := screen.ReadString('\n'); err != nil || rest != "\r\n" {
		t.Fatalf("the screen shows %q, %v", rest, err)
	}
}

func TestNobodyIsAskedWhereThereIsNoTerminal(t *testing.T) {
	in, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	if _, err := AskOn(in, os.Stderr)("?"); !errors.Is(err, errNoTerminal) {
		t.Fatalf("error is %v", err)
	}
}
