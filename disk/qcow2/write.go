// Package qcow2 writes raw disks as QEMU's copy-on-write images, version 3, which
// hold the clusters that are not all zero. The format is described in QEMU's
// docs/interop/qcow2.rst.
package qcow2

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/disk/internal/chunk"
)

// Write writes the disk to out, from its first byte on. Each cluster is read once
// and written at once; only the image's tables are kept in memory: 8 bytes for
// each 64 KiB of data.
func Write(ctx context.Context, out io.WriterAt, f *disk.File) error {
	w := newWriter(f.Size(), out)
	if err := chunk.Each(ctx, f, clusterSize, w.data); err != nil {
		return fmt.Errorf("write qcow2: %w", err)
	}
	if err := w.finish(); err != nil {
		return fmt.Errorf("write qcow2: %w", err)
	}
	return nil
}

// writer fills an image cluster by cluster. The header and the first table have
// their places before the data, everything else follows it.
type writer struct {
	out  io.WriterAt
	size int64
	next int64              // cluster of the image that is written next
	l2   map[int64][]uint64 // offsets of the disk's clusters, by table
	l1   []uint64           // offsets of those tables
}

const perTable = clusterSize / entrySize

func newWriter(size int64, out io.WriterAt) *writer {
	l1 := make([]uint64, ceil(size, perTable*clusterSize))
	return &writer{out: out, size: size, next: 1 + clusters(int64(len(l1))*entrySize), l2: map[int64][]uint64{}, l1: l1}
}

func (w *writer) data(index int64, data []byte) error {
	offset, err := w.append(data)
	if err != nil {
		return err
	}
	table := w.l2[index/perTable]
	if table == nil {
		table = make([]uint64, perTable)
		w.l2[index/perTable] = table
	}
	table[index%perTable] = uint64(offset) | copied
	return nil
}

// append writes whole clusters behind the last one and returns their offset.
func (w *writer) append(data []byte) (int64, error) {
	offset := w.next * clusterSize
	w.next += clusters(int64(len(data)))
	_, err := w.out.WriteAt(data, offset)
	return offset, err
}

// finish writes the tables, and the header at the very end: an image that was
// not finished has none.
func (w *writer) finish() error {
	for i := range w.l1 {
		table := w.l2[int64(i)]
		if table == nil {
			continue
		}
		offset, err := w.append(encode(table))
		if err != nil {
			return err
		}
		w.l1[i] = uint64(offset) | copied
	}
	if _, err := w.out.WriteAt(encode(w.l1), clusterSize); err != nil {
		return err
	}
	return w.finishHeader()
}

func (w *writer) finishHeader() error {
	table, length, err := w.refcounts()
	if err != nil {
		return err
	}
	first, err := header{
		Magic: [4]byte{'Q', 'F', 'I', 0xfb}, Version: 3, ClusterBits: clusterBits, Size: uint64(w.size),
		L1Size: uint32(len(w.l1)), L1TableOffset: clusterSize,
		RefcountTableOffset: uint64(table), RefcountTableClusters: uint32(length),
		RefcountOrder: refcountOrder, HeaderLength: headerSize,
	}.encode()
	if err != nil {
		return err
	}
	_, err = w.out.WriteAt(first, 0)
	return err
}

// encode returns entries in whole clusters.
func encode[T uint16 | uint64](entries []T) []byte {
	size := clusters(int64(binary.Size(entries))) * clusterSize
	data, _ := binary.Append(make([]byte, 0, size), binary.BigEndian, entries)
	return data[:size]
}

// clusters is how many clusters a number of bytes takes.
func clusters(n int64) int64 { return ceil(n, clusterSize) }

func ceil(n, unit int64) int64 { return (n + unit - 1) / unit }
