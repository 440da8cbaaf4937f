//go:build awscli

package awscli

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestTheCLITrustsTheAuthorityOfLocalaws(t *testing.T) {
	dir := t.TempDir()
	server := start(t, build(t), dir, "--tls")
	c := newCLI(t, strings.Replace(server.url, "http:", "https:", 1)).
		with("AWS_CA_BUNDLE=" + filepath.Join(dir, "ca.pem"))
	c.identity()
	c.upload(writeDisk(t, c.dir))
}
