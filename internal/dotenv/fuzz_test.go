package dotenv_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/dotenv"
)

// FuzzReadNeverPanicsNorQuotes gives any bytes as a file: what is wrong with it
// is told without a byte of it, as it may hold secrets.
func FuzzReadNeverPanicsNorQuotes(f *testing.F) {
	for _, seed := range []string{"", "A=1\n", "export A='x y'\n", "A=${A}\n", "A=\"canary-value", "canary-value", "=canary-value", "A=$(canary-value)\n", "\x00=\xff", "A='\n'\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		name := filepath.Join(t.TempDir(), dotenv.SecretFile)
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
		values, err := dotenv.Read(name)
		if err == nil {
			if values == nil {
				t.Fatal("a file that was read has no map")
			}
			return
		}
		var syntax *dotenv.SyntaxError
		if !errors.As(err, &syntax) || err.Error() != (&dotenv.SyntaxError{File: name, Line: syntax.Line}).Error() || syntax.Line < 1 || strings.Contains(err.Error(), "canary") {
			t.Fatalf("error is %v", err)
		}
	})
}
