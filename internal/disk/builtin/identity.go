package builtin

import (
	"encoding/binary"
	"strings"

	"github.com/google/uuid"
	"github.com/opencontainers/go-digest"
)

// identity derives every identifier on a disk from what it is made of, so that
// the same input gives the same bytes and two disks never share one.
type identity struct{ space uuid.UUID }

func newIdentity(inputs digest.Digest) identity {
	return identity{space: uuid.NewSHA1(uuid.NameSpaceOID, []byte(inputs))}
}

// of returns the UUID for a purpose, such as "root".
func (i identity) of(purpose string) uuid.UUID {
	return uuid.NewSHA1(i.space, []byte(purpose))
}

// guid returns the UUID for a purpose as partition tables are written.
func (i identity) guid(purpose string) string {
	return strings.ToUpper(i.of(purpose).String())
}

// serial returns the serial number of a FAT volume.
func (i identity) serial(purpose string) uint32 {
	id := i.of(purpose)
	return binary.BigEndian.Uint32(id[:])
}
