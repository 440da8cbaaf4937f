package disk

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

// tokenHeader is the header by which a program asks the metadata service with a
// session token (Amazon EC2 User Guide, "Use the Instance Metadata Service").
const tokenHeader = "X-aws-ec2-metadata-token"

// packedProgram is in programs that UPX has compressed, whose texts cannot be read.
// It stands behind the program's headers.
const (
	packedProgram = "UPX!"
	packedHead    = 4096
)

// asksWithToken finds the program that asks the metadata service, and whether it
// knows the token. A system without such a program asks nothing.
func (e *ext) asksWithToken(ctx context.Context, family Family) (agent string, with Answer, err error) {
	programs := kairosAgents()
	if family != Kairos {
		if programs, err = e.otherAgents(); err != nil {
			return "", "", err
		}
	}
	for _, name := range programs {
		with, err := e.knowsToken(ctx, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil || with == Yes {
			return name, with, err
		}
		agent = cmp.Or(agent, name)
	}
	if agent == "" && family == Kairos {
		return "", "", errors.New("there is no kairos-agent")
	}
	return agent, No, nil
}

// kairosAgents read the user-data on a Kairos system.
func kairosAgents() []string {
	return []string{"usr/bin/kairos-agent", "usr/bin/elemental"}
}

// otherAgents are cloud-init, whose data source is a Python file, Ignition and Afterburn.
func (e *ext) otherAgents() ([]string, error) {
	programs := []string{"usr/bin/afterburn", "usr/libexec/afterburn", "usr/bin/ignition", "usr/lib/dracut/modules.d/30ignition/ignition"}
	for _, lib := range []string{"usr/lib", "usr/local/lib"} {
		names, err := e.names(lib)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if !strings.HasPrefix(name, "python3") {
				continue
			}
			for _, packages := range []string{"dist-packages", "site-packages"} {
				programs = append(programs, path.Join(lib, name, packages, "cloudinit/sources/DataSourceEc2.py"))
			}
		}
	}
	return programs, nil
}

// scanWindow is how much of a program is in memory at a time.
const scanWindow = 256 << 10

// knowsToken reads a program, or a script, through.
func (e *ext) knowsToken(ctx context.Context, name string) (Answer, error) {
	f, err := e.open(name)
	if err != nil {
		return "", err
	}
	window := make([]byte, scanWindow)
	for at := int64(0); at < f.Size(); at += scanWindow - int64(len(tokenHeader)) {
		n, err := f.ReadAt(window, at)
		switch {
		case ctx.Err() != nil:
			return "", ctx.Err()
		case err != nil && !errors.Is(err, io.EOF):
			return "", err
		case bytes.Contains(window[:n], []byte(tokenHeader)):
			return Yes, nil
		case at == 0 && bytes.Contains(window[:min(n, packedHead)], []byte(packedProgram)):
			return "", fmt.Errorf("%s is compressed", name)
		}
	}
	return No, nil
}
