package vmdk

import (
	"encoding/binary"
	"io"
)

// stream writes the parts of the file in order and knows where they lie.
type stream struct {
	w         io.Writer
	at        int64 // bytes
	capacity  int64 // sectors
	directory []uint32
	table     [entries]uint32
	open      int64 // number of the table that is being filled; -1 before the first
}

func (s *stream) write(data []byte) error {
	n, err := s.w.Write(data)
	s.at += int64(n)
	return err
}

// sectorsWritten is the place of what comes next; all before it ends on a sector.
func (s *stream) sectorsWritten() uint32 { return uint32(s.at / sector) }

func (s *stream) begin() error {
	head := append(newHeader(s.capacity, atEnd), descriptor(s.capacity)...)
	return s.write(append(head, make([]byte, overhead*sector-len(head))...))
}

// grains appends those of a batch that hold data.
func (s *stream) grains(batch []grain) error {
	for i := range batch {
		if batch[i].zero {
			continue
		}
		if err := s.grain(&batch[i]); err != nil {
			return err
		}
	}
	return nil
}

func (s *stream) grain(g *grain) error {
	if table := g.index / entries; table != s.open {
		if err := s.closeTable(); err != nil {
			return err
		}
		s.open = table
	}
	s.table[g.index%entries] = s.sectorsWritten()
	return s.write(g.packed.Bytes())
}

// closeTable writes the table of the grains before it, if there is one.
func (s *stream) closeTable() error {
	if s.open < 0 {
		return nil
	}
	if err := s.write(marker(tableMarker, entries*entrySize)); err != nil {
		return err
	}
	s.directory[s.open] = s.sectorsWritten()
	err := s.write(encode(s.table[:]))
	s.table, s.open = [entries]uint32{}, -1
	return err
}

// end writes the directory, the footer that leads to it, and the end's marker.
func (s *stream) end() error {
	if err := s.closeTable(); err != nil {
		return err
	}
	directory := padded(encode(s.directory))
	if err := s.write(marker(directoryMarker, len(directory))); err != nil {
		return err
	}
	at := uint64(s.sectorsWritten())
	if err := s.write(directory); err != nil {
		return err
	}
	tail := append(marker(footerMarker, sector), newHeader(s.capacity, at)...)
	return s.write(append(tail, marker(endMarker, 0)...))
}

// Kinds of markers of what is not a grain.
const (
	endMarker       = 0
	tableMarker     = 1
	directoryMarker = 2
	footerMarker    = 3
	markerBytes     = sector
)

// marker announces that many bytes of metadata.
func marker(kind uint32, bytes int) []byte {
	out := make([]byte, markerBytes)
	binary.LittleEndian.PutUint64(out, uint64(sectors(int64(bytes))))
	binary.LittleEndian.PutUint32(out[12:], kind)
	return out
}

func encode(table []uint32) []byte {
	out := make([]byte, 0, len(table)*entrySize)
	for _, entry := range table {
		out = binary.LittleEndian.AppendUint32(out, entry)
	}
	return out
}
