// Command migratecheck reads a checkout of CanvOS and says what amikit would build
// of it, what it found there and what it misses. It builds nothing, starts nothing
// and sends nothing.
//
//	migratecheck DIR
//
// It ends with 1 where something is missing that a build needs. Values of secrets
// and of the cloud-config are never printed.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	if len(args) != 1 {
		return errors.New("usage: hack/migrate-check DIR, the folder of a CanvOS checkout")
	}
	c, err := open(args[0])
	if err != nil {
		return err
	}
	r := check(c)
	if err := r.write(out); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	if n := len(r.missing); n > 0 {
		return fmt.Errorf("%d missing in %s; see above", n, c.dir)
	}
	return nil
}

// check looks at everything that docs/migration.md has a row for.
func check(c *checkout) *report {
	r := &report{}
	for _, look := range []func(*checkout, *report){
		checkTargets, checkArguments, checkDisk, checkUserData, checkContent, checkPublish, checkSecrets, checkIgnores,
	} {
		look(c, r)
	}
	return r
}
