// Command kairosroot writes a root filesystem for measurements: what both disk
// builders look for in a Kairos image, and files of about the sizes that an
// operating system has. The same size gives the same bytes. It does not boot.
//
//	kairosroot DIR MIB
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"

	"github.com/amikit/amikit/internal/testroot"
)

// Of a Debian system's bytes, about two thirds lie in small files of 24 KiB on the
// average, and the rest in a few large ones.
const (
	smallFile  = 24 << 10
	largeFile  = 64 << 20
	smallShare = 2.0 / 3
	filesInDir = 200
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return errors.New("usage: kairosroot DIR MIB")
	}
	mib, err := strconv.ParseInt(args[1], 10, 64)
	if err != nil || mib < 1 {
		return fmt.Errorf("%q is no size in MiB; give 1 or more", args[1])
	}
	if err := testroot.Kairos("amd64").Write(args[0]); err != nil {
		return err
	}
	return fill(args[0], mib<<20)
}

// fill writes size bytes into files below dir/usr/share.
func fill(dir string, size int64) error {
	random := rand.NewChaCha8([32]byte{})
	small := int64(float64(size) * smallShare)
	if err := writeFiles(filepath.Join(dir, "usr/share/small"), random, small, smallFile); err != nil {
		return err
	}
	return writeFiles(filepath.Join(dir, "usr/share/large"), random, size-small, largeFile)
}

// writeFiles writes total bytes into files of that size each.
func writeFiles(dir string, content io.Reader, total, each int64) error {
	for i := int64(0); i*each < total; i++ {
		name := filepath.Join(dir, strconv.FormatInt(i/filesInDir, 10), strconv.FormatInt(i, 10))
		if err := write(name, io.LimitReader(content, min(each, total-i*each))); err != nil {
			return fmt.Errorf("fill the root filesystem: %w", err)
		}
	}
	return nil
}

func write(name string, content io.Reader) (err error) {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	buffered := bufio.NewWriterSize(f, 1<<20)
	if _, err := io.Copy(buffered, content); err != nil {
		return err
	}
	return buffered.Flush()
}
