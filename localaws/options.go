package main

import (
	"errors"
	"flag"
	"io"
	"path/filepath"
	"strings"

	"github.com/amikit/amikit/localaws/identity"
	"github.com/amikit/amikit/localaws/server"
	"github.com/amikit/amikit/localaws/timing"
)

// options are what the command line says.
type options struct {
	listen string
	tls    bool
	config server.Config
}

// credential flags, for the one key that needs no file.
type keyFlags struct {
	credential identity.Credential
	file       string
}

func parse(args []string, stderr io.Writer) (options, error) {
	o := options{config: server.Config{Durations: timing.Defaults()}}
	var keys keyFlags
	var regions string
	f := flag.NewFlagSet("localaws", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&o.listen, "listen", "127.0.0.1:4566", "address to listen on; port 0 takes a free one")
	f.BoolVar(&o.tls, "tls", false, "speak https, with a certificate whose authority is written to DIR/ca.pem")
	f.StringVar(&o.config.Dir, "data", "", "folder of all data (required)")
	f.StringVar(&regions, "regions", "", "regions that exist, comma-separated (default: the larger ones of AWS)")
	d := &o.config.Durations
	f.DurationVar(&d.Import, "import-duration", d.Import, "how long a snapshot import takes")
	f.DurationVar(&d.Image, "image-duration", d.Image, "how long an image stays pending")
	f.DurationVar(&d.Snapshot, "snapshot-duration", d.Snapshot, "how long a completed or copied snapshot stays pending")
	f.DurationVar(&d.Readable, "readable-after", d.Readable, "how long a completed snapshot cannot be listed yet")
	f.StringVar(&keys.credential.AccessKey, "access-key", "localaws", "access key that exists")
	f.StringVar(&keys.credential.SecretKey, "secret-key", "localaws-secret", "its secret key")
	f.StringVar(&keys.credential.AccountID, "account", "123456789012", "its account")
	f.StringVar(&keys.file, "credentials", "", "JSON file of access keys instead (see README.md)")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if o.config.Dir == "" || f.NArg() > 0 {
		return o, errors.New("usage: localaws --data DIR [--listen ADDRESS] (localaws -h lists all flags)")
	}
	if regions != "" {
		o.config.Regions = strings.Split(regions, ",")
	}
	var err error
	// The S3 server changes the current directory.
	if o.config.Dir, err = filepath.Abs(o.config.Dir); err != nil {
		return o, err
	}
	o.config.Credentials, err = keys.credentials()
	return o, err
}

func (k keyFlags) credentials() ([]identity.Credential, error) {
	if k.file != "" {
		return identity.ReadFile(k.file)
	}
	return []identity.Credential{k.credential}, nil
}
