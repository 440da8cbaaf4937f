package part

import (
	"math/rand/v2"
	"testing"

	"github.com/amikit/amikit/disk"
)

const mib = 1 << 20

func TestCut(t *testing.T) {
	both := Sizes{Data: 16 * mib, Zero: 64 * mib}
	for name, c := range map[string]struct {
		extents []disk.Extent
		size    int64
		aim     Sizes
		want    []Part
	}{
		"a small disk is one part": {
			[]disk.Extent{{Length: mib}}, mib, both,
			[]Part{{1, 0, mib, false}},
		},
		"a disk without data is zeroes": {
			nil, 10 * mib, both,
			[]Part{{1, 0, 10 * mib, true}},
		},
		"data and hole are parts of their own": {
			[]disk.Extent{{Length: 10 * mib}}, 70 * mib, both,
			[]Part{{1, 0, 10 * mib, false}, {2, 10 * mib, 60 * mib, true}},
		},
		"short data takes zeroes along": {
			[]disk.Extent{{Offset: 20 * mib, Length: mib}}, 60 * mib, both,
			[]Part{{1, 0, 20 * mib, true}, {2, 20 * mib, 5 * mib, false}, {3, 25 * mib, 35 * mib, true}},
		},
		"a short hole counts as data": {
			[]disk.Extent{{Length: 5 * mib}, {Offset: 9 * mib, Length: mib}}, 10 * mib, both,
			[]Part{{1, 0, 10 * mib, false}},
		},
		"a short hole at the start counts as data": {
			[]disk.Extent{{Offset: 2 * mib, Length: 8 * mib}}, 10 * mib, both,
			[]Part{{1, 0, 10 * mib, false}},
		},
		"long runs are split evenly": {
			[]disk.Extent{{Length: 20 * mib}}, 20 * mib, both,
			[]Part{{1, 0, 10 * mib, false}, {2, 10 * mib, 10 * mib, false}},
		},
		"where nothing is copied a hole is sent like data": {
			[]disk.Extent{{Length: 8 * mib}}, 16 * mib, Sizes{Data: 16 * mib},
			[]Part{{1, 0, 16 * mib, false}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Cut(c.extents, c.size, c.aim, S3())
			if err != nil {
				t.Fatal(err)
			}
			if len(got) != len(c.want) {
				t.Fatalf("cut %v, want %v", got, c.want)
			}
			for i := range got {
				if got[i] != c.want[i] {
					t.Fatalf("part %d is %v, want %v", i+1, got[i], c.want[i])
				}
			}
		})
	}
}

func TestCutKeepsS3sLimitsForAnyDisk(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		size := random.Int64N(300<<30) + 1
		extents := scatter(random, size)
		parts, err := Cut(extents, size, Sizes{Data: 16 * mib, Zero: 64 * mib}, S3())
		if err != nil {
			t.Fatal(err)
		}
		checkLimits(t, parts, size)
		checkCover(t, parts, extents)
	}
}

func scatter(random *rand.Rand, size int64) []disk.Extent {
	var extents []disk.Extent
	for at := int64(0); len(extents) < 5000; {
		at += random.Int64N(40*mib) / 4096 * 4096
		length := random.Int64N(4*mib)/4096*4096 + 4096
		if at+length > size {
			return extents
		}
		extents = append(extents, disk.Extent{Offset: at, Length: length})
		at += length + 4096
	}
	return extents
}

func checkLimits(t *testing.T, parts []Part, size int64) {
	t.Helper()
	if len(parts) > S3().MaxParts {
		t.Fatalf("%d parts", len(parts))
	}
	end := int64(0)
	for i, p := range parts {
		if p.Offset != end || int(p.Number) != i+1 {
			t.Fatalf("part %v does not follow %d", p, end)
		}
		if p.Length > S3().MaxPart || p.Length < S3().MinPart && i < len(parts)-1 || p.Length <= 0 {
			t.Fatalf("part %v of %d has a length that S3 refuses", p, len(parts))
		}
		end += p.Length
	}
	if end != size {
		t.Fatalf("parts end at %d of %d", end, size)
	}
}

func checkCover(t *testing.T, parts []Part, extents []disk.Extent) {
	t.Helper()
	i := 0
	for _, e := range extents {
		for parts[i].Offset+parts[i].Length <= e.Offset {
			i++
		}
		for j := i; j < len(parts) && parts[j].Offset < e.End(); j++ {
			if parts[j].Zero {
				t.Fatalf("part %v counts as zeroes, but %v lies in it", parts[j], e)
			}
		}
	}
}

func TestCutRefusesWhatNoObjectCanHold(t *testing.T) {
	for name, size := range map[string]int64{"nothing": 0, "more than S3 takes": S3().MaxObject + 1} {
		if _, err := Cut(nil, size, Sizes{Data: 16 * mib}, S3()); err == nil {
			t.Errorf("%s was cut", name)
		}
	}
}

func TestPartsOfAStreamGrowWithItsBound(t *testing.T) {
	for name, c := range map[string]struct{ bound, aim, want int64 }{
		"as it was asked for":        {1 << 30, 8 << 20, 8 << 20},
		"not below the smallest":     {1 << 20, 1 << 20, 5 << 20},
		"as large as ten thousand":   {10_000 * (8 << 20), 8 << 20, 8 << 20},
		"larger where there is more": {10_000*(8<<20) + 1, 8 << 20, 8<<20 + 1},
	} {
		if got, err := StreamSize(c.bound, c.aim, S3()); err != nil || got != c.want {
			t.Errorf("%s: %d, %v, want %d", name, got, err, c.want)
		}
	}
	if _, err := StreamSize(S3().MaxObject+1, 8<<20, S3()); err == nil {
		t.Error("an object that is too large was taken")
	}
}
