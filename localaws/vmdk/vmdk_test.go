package vmdk_test

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/amikit/amikit/localaws/awstest"
	"github.com/amikit/amikit/localaws/vmdk"
)

const grain = awstest.VMDKGrain

const stream = awstest.VMDKStream

func TestGrainsAreReadWithTheirPlaces(t *testing.T) {
	grains := map[int64][]byte{0: bytes.Repeat([]byte("a"), grain), 5 * grain: bytes.Repeat([]byte("xyz!"), grain/4)}
	disk := awstest.VMDK(t, stream, grains, 0, 5*grain)
	r, err := vmdk.NewReader(bytes.NewReader(disk), int64(len(disk)))
	if err != nil {
		t.Fatal(err)
	}
	if r.Capacity != 1<<20 {
		t.Errorf("capacity is %d", r.Capacity)
	}
	for _, want := range []int64{0, 5 * grain} {
		offset, data, err := r.Next()
		if err != nil || offset != want || !bytes.Equal(data, grains[want]) {
			t.Errorf("grain at %d of %d bytes: %v", offset, len(data), err)
		}
	}
	if _, _, err := r.Next(); !errors.Is(err, io.EOF) {
		t.Errorf("at the end: %v", err)
	}
}

func TestDisksThatAreRefused(t *testing.T) {
	tests := map[string][]byte{
		"empty":           nil,
		"not of the kind": awstest.VMDK(t, 1, nil),
		"another format":  make([]byte, 4096),
	}
	for name, disk := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := vmdk.NewReader(bytes.NewReader(disk), int64(len(disk))); !errors.Is(err, vmdk.ErrFormat) {
				t.Errorf("error is %v", err)
			}
		})
	}
}

func TestATruncatedDiskIsNoticed(t *testing.T) {
	disk := awstest.VMDK(t, stream, map[int64][]byte{0: make([]byte, grain)}, 0)
	disk = disk[:len(disk)-512]
	r, err := vmdk.NewReader(bytes.NewReader(disk), int64(len(disk)))
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, _, err = r.Next()
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("error is %v", err)
	}
}
