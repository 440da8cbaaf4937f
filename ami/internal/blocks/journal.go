package blocks

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"sync"
)

// journal lists the blocks that a download has in place: the snapshot's ID, a
// newline, then each block's index in four bytes.
type journal struct {
	fresh bool // nothing was in place when it was opened
	file  *os.File

	mu   sync.Mutex
	done map[uint32]bool
}

// openJournal begins anew where the file is another snapshot's.
func openJournal(name, snapshot string) (*journal, error) {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(file)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	j := &journal{file: file, done: map[uint32]bool{}}
	head := []byte(snapshot + "\n")
	list, ok := bytes.CutPrefix(text, head)
	if !ok {
		j.fresh, list = true, nil
	}
	for ; len(list) >= 4; list = list[4:] {
		j.done[binary.BigEndian.Uint32(list)] = true
	}
	if err := j.rewrite(head); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return j, nil
}

// rewrite puts the file into the form that add continues: a record that was cut
// off is gone.
func (j *journal) rewrite(head []byte) error {
	text := bytes.Clone(head)
	for index := range j.done {
		text = binary.BigEndian.AppendUint32(text, index)
	}
	if _, err := j.file.WriteAt(text, 0); err != nil {
		return err
	}
	if err := j.file.Truncate(int64(len(text))); err != nil {
		return err
	}
	_, err := j.file.Seek(0, io.SeekEnd)
	return err
}

func (j *journal) has(index uint32) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.done[index]
}

func (j *journal) add(index uint32) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	_, err := j.file.Write(binary.BigEndian.AppendUint32(nil, index))
	return err
}

// close ends the journal; that of a complete download is removed.
func (j *journal) close(complete bool) error {
	err := j.file.Close()
	if complete {
		err = errors.Join(err, os.Remove(j.file.Name()))
	}
	return err
}
