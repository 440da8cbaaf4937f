package disk_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/amikit/amikit/disk"
)

// A disk of 1 GiB that is all hole is identified without reading a byte of it.
func ExampleScan() {
	dir, err := os.MkdirTemp("", "amikit")
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	name := filepath.Join(dir, "empty.raw")
	if err := errors.Join(os.WriteFile(name, nil, 0o600), os.Truncate(name, 1<<30)); err != nil {
		log.Fatal(err)
	}
	file, err := disk.Open(name)
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	scanned, err := disk.Scan(context.Background(), file, 2)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(scanned.Manifest.Blocks), "blocks of data,", scanned.Manifest.Digest())
	// Output: 0 blocks of data, sha256:cf7e67d249cd00bfc7826e742d48962696264ba8a28072f1f6d6fbd7e3d50407
}

// What is not a raw disk is named, with the command that makes one of it.
func ExampleInspect() {
	image := []byte("QFI\xfb\x00\x00\x00\x03 and the rest of a qcow2 image")
	reader, size := bytes.NewReader(image), int64(len(image))
	_, err := disk.Inspect(reader, size)
	var refused *disk.NotADiskError
	if errors.As(err, &refused) {
		fmt.Println(refused.Convert)
	}
	// Output: qemu-img convert -f qcow2 -O raw DISK DISK.raw
}
