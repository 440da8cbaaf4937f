package upload

import (
	"crypto/sha256"
	"testing"

	"github.com/aws/smithy-go"

	"github.com/amikit/amikit/disk"
)

// sumOf is the composite of an object whose parts end at these places.
func sumOf(t *testing.T, s sparse, ends ...int64) string {
	t.Helper()
	var sums []sha256Sum
	at := int64(0)
	for _, end := range ends {
		data := make([]byte, end-at)
		if _, err := s.ReadAt(data, at); err != nil {
			t.Fatal(err)
		}
		sums, at = append(sums, sha256.Sum256(data)), end
	}
	return compose(sums)
}

func TestACompositeIsTheSumOfThePartsSums(t *testing.T) {
	s := oneExtent(1, 3*mib, 13*mib)
	holes := oneExtent(1, 6*mib, 26*mib)
	for name, c := range map[string]struct {
		disk   sparse
		labels map[string]string
		want   string
	}{
		"of equal parts":                 {s, map[string]string{PartSizeLabel: "10485760"}, sumOf(t, s, 13*mib/2, 13*mib)},
		"of parts cut at the holes":      {holes, map[string]string{PartSizeLabel: "10485760", ZeroSizeLabel: "10485760"}, sumOf(t, holes, 6*mib, 16*mib, 26*mib)},
		"of nobody knows which parts":    {s, nil, ""},
		"of parts of a senseless length": {s, map[string]string{PartSizeLabel: "-1"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := (&Uploader{}).composite(t.Context(), c.disk, c.labels); err != nil || got != c.want {
				t.Fatalf("composite is %q, %v, want %q", got, err, c.want)
			}
		})
	}
}

func TestACompositeDoesNotDependOnTheFilesHoles(t *testing.T) {
	s := oneExtent(1, 6*mib, 80*mib)
	full := s
	full.extents = append([]disk.Extent{}, disk.Extent{Length: 6 * mib}, disk.Extent{Offset: 40 * mib, Length: 512}, disk.Extent{Offset: 70 * mib, Length: 10 * mib})
	u := &Uploader{Data: s.extents}
	labels := map[string]string{PartSizeLabel: "10485760", ZeroSizeLabel: "10485760"}
	first, err := u.composite(t.Context(), s, labels)
	if err != nil {
		t.Fatal(err)
	}
	second, err := u.composite(t.Context(), zeroed{full, s}, labels)
	if err != nil || first != second || first == "" {
		t.Fatalf("composites are %q and %q, %v", first, second, err)
	}
}

// zeroed has the extents of one disk and the bytes of another.
type zeroed struct {
	sparse
	bytes sparse
}

func (z zeroed) ReadAt(p []byte, off int64) (int, error) { return z.bytes.ReadAt(p, off) }

func TestSumsOfZeroesAreThoseOfSHA256(t *testing.T) {
	known := sumZeroes(3*chunk+7, 1, chunk, 3*chunk+7)
	for _, length := range []int{1, chunk, 3*chunk + 7} {
		if known[int64(length)] != sha256.Sum256(make([]byte, length)) {
			t.Errorf("%d zeroes have another sum", length)
		}
	}
}

func TestARefusalWithoutAStatusIsNoWordOnChecksums(t *testing.T) {
	if noSum(&smithy.GenericAPIError{Code: "InvalidArgument"}) {
		t.Fatal("it counts as one")
	}
}

func TestDataIsWhereBothTheFileAndItsContentHaveSome(t *testing.T) {
	file := []disk.Extent{{Offset: 0, Length: 10}, {Offset: 20, Length: 10}, {Offset: 40, Length: 5}}
	content := []disk.Extent{{Offset: 5, Length: 20}, {Offset: 28, Length: 1}, {Offset: 50, Length: 9}}
	got := overlap(file, content)
	want := []disk.Extent{{Offset: 5, Length: 5}, {Offset: 20, Length: 5}, {Offset: 28, Length: 1}}
	if len(got) != len(want) {
		t.Fatalf("data is %v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("extent %d is %v", i, got[i])
		}
	}
}
