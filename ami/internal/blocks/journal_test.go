package blocks

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/lock"
)

func open(t *testing.T, name, id string) *journal {
	t.Helper()
	j, err := openJournal(name, id)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// written is the name of a journal of snap-1 with the two blocks of the example.
func written(t *testing.T) (string, disk.Manifest) {
	t.Helper()
	_, m := example()
	name := filepath.Join(t.TempDir(), "journal")
	j := open(t, name, "snap-1")
	if err := errors.Join(j.add(m.Blocks[0]), j.add(m.Blocks[1]), j.close(false)); err != nil {
		t.Fatal(err)
	}
	return name, m
}

func TestAJournalSaysWhatIsInPlace(t *testing.T) {
	name, m := written(t)
	j := open(t, name, "snap-1")
	other := disk.Block{Index: m.Blocks[0].Index, SHA256: m.Blocks[1].SHA256}
	if j.fresh || !j.has(m.Blocks[0]) || !j.has(m.Blocks[1]) || j.has(other) || j.has(Zeroes(1)) {
		t.Fatalf("it holds %v", j.done)
	}
	if err := j.close(false); err != nil {
		t.Fatal(err)
	}
}

func TestAJournalIsOfOneSnapshot(t *testing.T) {
	name, m := written(t)
	j := open(t, name, "snap-2")
	if !j.fresh || j.has(m.Blocks[0]) {
		t.Fatalf("it holds %v", j.done)
	}
	if err := j.close(true); err != nil {
		t.Fatal(err)
	}
}

func TestARecordThatIsCutOffIsLost(t *testing.T) {
	name, m := written(t)
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(name, info.Size()-1); err != nil {
		t.Fatal(err)
	}
	j := open(t, name, "snap-1")
	if !j.has(m.Blocks[0]) || j.has(m.Blocks[1]) {
		t.Fatalf("it holds %v", j.done)
	}
	if err := errors.Join(j.add(m.Blocks[1]), j.close(false)); err != nil {
		t.Fatal(err)
	}
	again := open(t, name, "snap-1")
	if !again.has(m.Blocks[1]) {
		t.Fatal("the next record is lost too")
	}
	if err := again.close(false); err != nil {
		t.Fatal(err)
	}
}

func TestAJournalIsOneRunsOwn(t *testing.T) {
	name, _ := written(t)
	j := open(t, name, "snap-1")
	if _, err := openJournal(name, "snap-1"); !errors.Is(err, lock.ErrBusy) {
		t.Fatalf("a second run got %v", err)
	}
	if err := j.close(false); err != nil {
		t.Fatal(err)
	}
}
