package blocks

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/lock"
)

// recordSize is that of one block in a journal: its index and its hash.
const recordSize = 4 + sha256.Size

// journal lists the blocks of a snapshot that are in place already: a line that
// names the snapshot, then a record for each. A record that is damaged names
// another block and so counts for nothing.
type journal struct {
	fresh bool // nothing was in place when it was opened
	file  *os.File

	mu   sync.Mutex
	done map[uint32][sha256.Size]byte
}

// openJournal begins anew where the file is another snapshot's. It is this
// process's own until it is closed.
func openJournal(name, snapshot string) (*journal, error) {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	j := &journal{file: file, done: map[uint32][sha256.Size]byte{}}
	if err = lock.Try(file); err == nil {
		err = j.load(headOf(snapshot))
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open journal %s: %w", name, err), file.Close())
	}
	return j, nil
}

func headOf(snapshot string) []byte { return []byte("amikit-blocks-v1 " + snapshot + "\n") }

// load reads what is there and cuts off a record that was not written whole.
func (j *journal) load(head []byte) error {
	text, err := io.ReadAll(j.file)
	if err != nil {
		return err
	}
	list, same := bytes.CutPrefix(text, head)
	if !same {
		j.fresh = true
		if err := j.file.Truncate(0); err != nil {
			return err
		}
		_, err := j.file.Write(head)
		return err
	}
	return j.file.Truncate(int64(len(head) + j.parse(list)))
}

// parse takes the whole records of a list and returns their length.
func (j *journal) parse(list []byte) int {
	whole := len(list) / recordSize * recordSize
	for at := 0; at < whole; at += recordSize {
		j.done[binary.BigEndian.Uint32(list[at:])] = [sha256.Size]byte(list[at+4 : at+recordSize])
	}
	return whole
}

// Sent returns how many bytes of m a journal says a snapshot holds. A journal that
// cannot be read says nothing, and is left as it is.
func Sent(name, snapshot string, m disk.Manifest) (bytesThere int64) {
	text, err := os.ReadFile(name)
	list, same := bytes.CutPrefix(text, headOf(snapshot))
	if err != nil || !same {
		return 0
	}
	j := &journal{done: map[uint32][sha256.Size]byte{}}
	j.parse(list)
	for _, b := range m.Blocks {
		if j.has(b) {
			bytesThere += disk.BlockSize
		}
	}
	return bytesThere
}

// has reports whether the block is in place with this content.
func (j *journal) has(b disk.Block) bool {
	sum, ok := j.sum(b.Index)
	return ok && sum == b.SHA256
}

// sum is the hash of what is in place.
func (j *journal) sum(index uint32) ([sha256.Size]byte, bool) {
	if j == nil {
		return [sha256.Size]byte{}, false
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	sum, ok := j.done[index]
	return sum, ok
}

func (j *journal) add(b disk.Block) error {
	if j == nil {
		return nil
	}
	record := append(binary.BigEndian.AppendUint32(nil, b.Index), b.SHA256[:]...)
	j.mu.Lock()
	defer j.mu.Unlock()
	_, err := j.file.Write(record)
	return err
}

// close ends the journal; that of a complete snapshot is removed.
func (j *journal) close(complete bool) error {
	if j == nil {
		return nil
	}
	var err error
	if complete {
		err = os.Remove(j.file.Name())
	}
	return errors.Join(err, j.file.Close())
}
