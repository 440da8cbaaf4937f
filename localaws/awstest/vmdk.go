package awstest

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"testing"
)

const (
	// VMDKGrain is the size of VMDK's grains in bytes.
	VMDKGrain = 64 << 10
	// VMDKStream are the flags of a stream-optimised VMDK.
	VMDKStream = 0x30001
	// VMDKCapacity is the size in bytes of the disks that VMDK makes.
	VMDKCapacity = 1 << 20

	sector = 512
	// tableSectors is the size of the table that lies behind each grain.
	tableSectors = 4
)

// VMDK makes a disk of grains, by their places, in the given order.
func VMDK(t testing.TB, flags uint32, grains map[int64][]byte, order ...int64) []byte {
	t.Helper()
	var out bytes.Buffer
	head := make([]byte, sector)
	copy(head, "KDMV")
	le := binary.LittleEndian
	le.PutUint32(head[4:], 3)
	le.PutUint32(head[8:], flags)
	le.PutUint64(head[12:], VMDKCapacity/sector)
	le.PutUint64(head[20:], VMDKGrain/sector)
	le.PutUint64(head[64:], 1)
	le.PutUint16(head[77:], 1)
	out.Write(head)
	for _, offset := range order {
		out.Write(vmdkGrain(t, offset, grains[offset]))
		out.Write(vmdkMarker(1, tableSectors))
		out.Write(make([]byte, tableSectors*sector))
	}
	out.Write(vmdkMarker(0, 0))
	return out.Bytes()
}

func vmdkGrain(t testing.TB, offset int64, data []byte) []byte {
	t.Helper()
	var body bytes.Buffer
	w := zlib.NewWriter(&body)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	out := binary.LittleEndian.AppendUint64(nil, uint64(offset/sector))
	out = binary.LittleEndian.AppendUint32(out, uint32(body.Len()))
	out = append(out, body.Bytes()...)
	return append(out, make([]byte, (sector-len(out)%sector)%sector)...)
}

func vmdkMarker(kind uint32, sectors uint64) []byte {
	out := make([]byte, sector)
	binary.LittleEndian.PutUint64(out, sectors)
	binary.LittleEndian.PutUint32(out[12:], kind)
	return out
}
