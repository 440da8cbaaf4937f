//go:build e2e

package e2e

import (
	"fmt"
	"os"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
)

// suite is the ground of all tests. It is set once, before the first of them,
// and only read afterwards.
var suite *harness.Suite

func TestMain(m *testing.M) {
	os.Exit(runAll(m))
}

func runAll(m *testing.M) int {
	s, err := harness.NewSuite()
	defer func() {
		if err := s.Close(); err != nil {
			fmt.Fprintln(os.Stderr, "error: clean up:", err)
		}
	}()
	if err != nil {
		fmt.Fprintln(os.Stderr, "error: set up the end-to-end tests:", err)
		return 1
	}
	suite = s
	return m.Run()
}
