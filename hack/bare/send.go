package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"

	"github.com/minio/crc64nvme"

	"github.com/amikit/amikit/disk"
)

const (
	partSize    = 16 << 20
	partWorkers = 8
	minPart     = 5 << 20
)

// section is a stretch of the disk.
type section struct{ offset, length int64 }

// parts cuts what lies in extents into parts of S3: gaps below the shortest part,
// and the rest of shorter extents, count as data.
func (s *sender) parts(ctx context.Context) error {
	extents, err := s.file.Extents(ctx)
	if err != nil {
		return err
	}
	sections := cut(widen(extents, s.file.Size()))
	return each(ctx, len(sections), partWorkers, func(ctx context.Context, i int, buffer []byte) error {
		p := sections[i]
		hash := crc64nvme.New()
		if _, err := io.CopyBuffer(struct{ io.Writer }{hash}, struct{ io.Reader }{io.NewSectionReader(s.file, p.offset, p.length)}, buffer); err != nil {
			return err
		}
		url := fmt.Sprintf("%s/bench/bare.raw?partNumber=%d&uploadId=upload", s.url, i+1)
		return s.put(ctx, url, io.NewSectionReader(s.file, p.offset, p.length), p.length, "x-amz-checksum-crc64nvme", base64.StdEncoding.EncodeToString(hash.Sum(nil)))
	})
}

func widen(extents []disk.Extent, size int64) (wide []section) {
	for _, e := range extents {
		start, end := e.Offset, min(max(e.End(), e.Offset+minPart), size)
		if n := len(wide) - 1; n >= 0 && start-wide[n].offset-wide[n].length < minPart {
			wide[n].length = max(end-wide[n].offset, wide[n].length)
			continue
		}
		wide = append(wide, section{start, end - start})
	}
	return wide
}

func cut(wide []section) (parts []section) {
	for _, w := range wide {
		count := (w.length + partSize - 1) / partSize
		for i := range count {
			start, end := w.length*i/count, w.length*(i+1)/count
			parts = append(parts, section{w.offset + start, end - start})
		}
	}
	return parts
}

// blocks sends each block that is in an extent and not all zero.
func (s *sender) blocks(ctx context.Context) error {
	extents, err := s.file.Extents(ctx)
	if err != nil {
		return err
	}
	indexes := indexesOf(extents)
	zeroes := make([]byte, disk.BlockSize)
	return each(ctx, len(indexes), workers, func(ctx context.Context, i int, buffer []byte) error {
		clear(buffer)
		if _, err := s.file.ReadAt(buffer, indexes[i]*disk.BlockSize); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if bytes.Equal(buffer, zeroes) {
			return nil
		}
		sum := sha256.Sum256(buffer)
		url := fmt.Sprintf("%s/snapshots/snap-0123456789abcdef0/blocks/%d", s.url, indexes[i])
		return s.put(ctx, url, bytes.NewReader(buffer), disk.BlockSize, "x-amz-Checksum", base64.StdEncoding.EncodeToString(sum[:]))
	})
}

func indexesOf(extents []disk.Extent) (indexes []int64) {
	last := int64(-1)
	for _, e := range extents {
		for i := max(e.Offset/disk.BlockSize, last+1); i*disk.BlockSize < e.End(); i++ {
			indexes, last = append(indexes, i), i
		}
	}
	return indexes
}
