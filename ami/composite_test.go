package ami

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/awstest"
)

// oldRegion is one whose S3 knows no CRC64NVME.
const oldRegion = "sa-east-1"

// oldWorld is a world in that region.
func oldWorld(t *testing.T) *world {
	t.Helper()
	awstest.Steer(t, http.MethodPut, "accounts/123456789012/regions/"+oldRegion+"/settings", map[string]bool{"noCRC64NVME": true})
	return worldIn(t, oldRegion)
}

func inOldRegion(o *Options) { o.Region, o.PartSize, o.Concurrency = oldRegion, 5*mib, 1 }

func TestAnOlderS3TakesTheDiskByCompositeChecksums(t *testing.T) {
	w, heard := oldWorld(t), &events{}
	d := w.sparseDisk(6*mib, 40*mib)
	r := w.create(d, inOldRegion, reporting(heard))
	if !heard.says(Warning, "knows no CRC64NVME") || r.Sent != 6*mib {
		t.Fatalf("sent %d bytes, said %v", r.Sent, heard.list)
	}
	w.deregister(r)
	w.deleteSnapshot(r)
	again := w.create(d, inOldRegion)
	if len(again.Reused) != 1 || again.Reused[0] != reusedObject || again.Sent != 0 {
		t.Fatalf("the second run reused %v", again.Reused)
	}
}

// newIgnoringWorld is a world whose S3 takes checksums and never shows them.
func newIgnoringWorld(t *testing.T, algorithms ...string) *world {
	t.Helper()
	w, account := newAccountWorld(t)
	awstest.Steer(t, http.MethodPut, "accounts/"+account+"/regions/"+awstest.Region+"/settings", map[string][]string{"ignoredChecksums": algorithms})
	return w
}

func TestAnS3ThatIgnoresChecksumsIsNoticedAndItsObjectsAreUsed(t *testing.T) {
	for name, algorithms := range map[string][]string{
		"parts are checked by SHA-256":                             {"CRC64NVME"},
		"the object is read back and compared when it is complete": {"CRC64NVME", "SHA256"},
	} {
		t.Run(name, func(t *testing.T) {
			w, heard := newIgnoringWorld(t, algorithms...), &events{}
			d := w.sparseDisk(6*mib, 40*mib)
			r := w.create(d, reporting(heard))
			if !heard.says(Warning, name) || r.Sent != 6*mib {
				t.Fatalf("sent %d bytes, said %v", r.Sent, heard.list)
			}
			w.deregister(r)
			w.deleteSnapshot(r)
			if again := w.create(d); !slices.Equal(again.Reused, []string{reusedObject}) || again.Sent != 0 {
				t.Fatalf("the second run reused %v", again.Reused)
			}
			_, err := Create(t.Context(), w.sparseDisk(7*mib, 40*mib), w.options(func(o *Options) { o.Name += " 2" }))
			var conflict *ConflictError
			if !errors.As(err, &conflict) || conflict.Kind != "object" {
				t.Fatalf("error is %v", err)
			}
		})
	}
}

func TestZeroesThatTheFileHoldsAsDataAreNotSent(t *testing.T) {
	w := newWorld(t)
	d := w.sparseDisk(6*mib, 40*mib)
	full := filepath.Join(t.TempDir(), "full.raw")
	data, err := os.ReadFile(d.File)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if r := w.create(w.open(full)); r.Sent != 6*mib {
		t.Fatalf("sent %d bytes", r.Sent)
	}
}

func TestAVMDKGoesToAnOlderS3(t *testing.T) {
	w := oldWorld(t)
	d := w.sparseDisk(3*mib, 20*mib)
	r := w.create(d, inOldRegion, func(o *Options) { o.Format = VMDK })
	w.checkSnapshotIs(r.SnapshotID, d)
}

func TestAStoppedUploadToAnOlderS3IsResumed(t *testing.T) {
	w := oldWorld(t)
	d, plain := w.disk(1, 30*mib), w.cfg
	w.stopAfter("S3.UploadPart", 2)
	if _, err := Create(t.Context(), d, w.options(inOldRegion)); !errors.Is(err, errKilled) {
		t.Fatalf("error is %v", err)
	}
	w.cfg = plain
	if p := w.preview(d, inOldRegion); p.SendBytes != 10*mib {
		t.Fatalf("plan is %+v", p)
	}
	if r := w.create(d, inOldRegion); r.Sent != 10*mib {
		t.Fatalf("sent %d bytes", r.Sent)
	}
}

func TestAnObjectOfAnotherDiskInAnOlderS3IsAConflict(t *testing.T) {
	w := oldWorld(t)
	w.create(w.disk(1, 6*mib), inOldRegion)
	_, err := Create(t.Context(), w.disk(2, 6*mib), w.options(inOldRegion, func(o *Options) { o.Name += " 2" }))
	var conflict *ConflictError
	if !errors.As(err, &conflict) || conflict.Kind != "object" || !strings.Contains(err.Error(), "amikit-disk") {
		t.Fatalf("error is %v", err)
	}
}
