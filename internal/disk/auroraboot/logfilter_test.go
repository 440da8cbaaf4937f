package auroraboot

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

func TestTheLogLosesTheCloudConfigAndItsSecrets(t *testing.T) {
	tests := map[string]struct{ log, want string }{
		"an ordinary line":               {"INF Creating BOOT image\n", "INF Creating BOOT image\n"},
		"the quoted cloud-config":        {`INF Copying cloud config cloudConfig="#cloud-config\npasswd: \"a b\"\n" x=1` + "\n", "INF Copying cloud config cloudConfig=[hidden] x=1\n"},
		"a cloud-config without its end": {`INF Copying cloudConfig="#cloud-config\npasswd: a b` + "\n", "INF Copying cloudConfig=[hidden]\n"},
		"the same as bytes":              {"DBG writing content=[35 99 108] s=abc\n", "DBG writing content=[hidden] s=[hidden]\n"},
		"a field that ends alike":        {"INF files=3 sizes=12\n", "INF files=3 sizes=12\n"},
		"a secret in another field":      {"ERR failed error=\"token hunter2hunter2\"\n", "ERR failed error=\"token [hidden]\"\n"},
		"a secret with escaped quotes":   {`ERR "say \"hi\" now"` + "\n", `ERR "[hidden]"` + "\n"},
		"a progress bar":                 {"10%\r20%\rdone\n", "10%\n20%\ndone\n"},
		"a line without an end":          {"panic: oh", "panic: oh\n"},
		"empty lines":                    {"\n\n", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			f := newLogFilter(&out, []string{"hunter2hunter2", `say "hi" now`})
			for _, b := range []byte(test.log) { // in the smallest parts
				if _, err := f.Write([]byte{b}); err != nil {
					t.Fatal(err)
				}
			}
			if err := f.Flush(); err != nil {
				t.Fatal(err)
			}
			if out.String() != test.want {
				t.Fatalf("got %q; want %q", out.String(), test.want)
			}
			if got := strings.Join(f.Lines(), "\n"); got != strings.TrimSuffix(test.want, "\n") {
				t.Fatalf("kept %q", got)
			}
		})
	}
}

func TestAnEndlessLogIsKeptInBounds(t *testing.T) {
	var out bytes.Buffer
	f := newLogFilter(&out, nil)
	for range keptLines + 5 {
		if _, err := f.Write([]byte(strings.Repeat("x", maxLogLine+1000) + "\n")); err != nil {
			t.Fatal(err)
		}
	}
	if len(f.Lines()) != keptLines || slices.ContainsFunc(f.Lines(), func(l string) bool { return len(l) > maxLogLine }) {
		t.Fatalf("kept %d lines", len(f.Lines()))
	}
}
