// Package awstest runs the local AWS of this repository for tests that talk to AWS.
package awstest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"syscall"
	"testing"
	"time"

	"github.com/amikit/amikit/internal/child"
)

// Region is the region that tests work in.
const Region = "eu-west-1"

// Keys of the account that tests are.
const (
	AccessKeyID     = "AKIAAMIKITTESTSXXXXX"
	SecretAccessKey = "amikit-tests-secret-access-key"
)

// endpointEnv tells tests where the local AWS is.
const endpointEnv = "AMIKIT_TEST_AWS"

// garbage is GOGC of the tests and of the local AWS: their heaps are small, and by
// default a quarter of their time went into collecting it.
const garbage = 400

// startTimeout is how long the local AWS may take to listen.
const startTimeout = 30 * time.Second

// Main is for TestMain: it builds and starts the local AWS, with imports that take
// no time, runs the tests and stops it. What is temporary lies in one folder, which
// goes at the end, also where the tests are told to end. A test binary that a test
// started again uses the local AWS that is there.
func Main(m *testing.M) int {
	if Endpoint() != "" {
		return m.Run()
	}
	dir, err := os.MkdirTemp("", "amikit-aws-")
	if err != nil {
		return fail(err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // a leftover in the system's temporary folder
	go removeWhenTold(dir)
	if err := os.Setenv("TMPDIR", dir); err != nil {
		return fail(err)
	}
	endpoint, stop, err := Start(dir, "--import-duration", "0s", "--image-duration", "0s", "--snapshot-duration", "0s")
	if err != nil {
		return fail(err)
	}
	if err := os.Setenv(endpointEnv, endpoint); err != nil {
		return fail(err)
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	code := m.Run()
	if err := stop(); err != nil {
		return fail(err)
	}
	return code
}

// removeWhenTold ends the process at a signal: the local AWS ends with it. What it
// still writes meanwhile may make a folder that is not empty, so it is tried again.
func removeWhenTold(dir string) {
	told := make(chan os.Signal, 1)
	signal.Notify(told, os.Interrupt, syscall.SIGTERM)
	<-told
	for range 3 {
		if os.RemoveAll(dir) == nil {
			break
		}
	}
	os.Exit(1)
}

// Endpoint is the URL of the local AWS that [Main] started.
func Endpoint() string { return os.Getenv(endpointEnv) }

func fail(err error) int {
	fmt.Fprintln(os.Stderr, "start the local AWS:", err)
	return 1
}

// Start builds the local AWS in dir and starts it with its data there and more
// arguments; stop ends it.
func Start(dir string, args ...string) (endpoint string, stop func() error, err error) {
	repo, err := root()
	if err != nil {
		return "", nil, err
	}
	program := filepath.Join(dir, "localaws")
	build := child.Command(context.Background(), "go", "build", "-C", filepath.Join(repo, "localaws"), "-o", program, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // also beside the race detector, else all is compiled again
	if out, err := build.CombinedOutput(); err != nil {
		return "", nil, fmt.Errorf("build localaws: %w\n%s", err, out)
	}
	address, err := freeAddress()
	if err != nil {
		return "", nil, err
	}
	base := []string{"--listen", address, "--data", filepath.Join(dir, "data"), "--access-key", AccessKeyID, "--secret-key", SecretAccessKey}
	cmd := child.Command(context.Background(), program, append(base, args...)...) // a test may be killed
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return "", nil, err
	}
	cmd.Stdout, cmd.Stderr = log, log
	cmd.Env = append([]string{fmt.Sprintf("GOGC=%d", garbage)}, os.Environ()...)
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	if err := await(address); err != nil {
		text, readErr := os.ReadFile(log.Name())
		return "", nil, errors.Join(err, readErr, errors.New(string(text)), end(cmd))
	}
	return "http://" + address, func() error { return end(cmd) }, nil
}

// end stops the program as its supervisor would.
func end(cmd *exec.Cmd) error {
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); err != nil && !errors.As(err, &exit) {
		return err
	}
	return nil
}

func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

func await(address string) error {
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	for {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
		if err == nil {
			return conn.Close()
		}
		if ctx.Err() != nil {
			return fmt.Errorf("it does not listen on %s after %s: %w", address, startTimeout, err)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// root is the repository's folder, found from the working directory: a test
// binary that was built with -trimpath does not know where its sources are.
func root() (string, error) {
	start, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "localaws", "go.mod")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("no folder above %s holds localaws", start)
		}
	}
}
