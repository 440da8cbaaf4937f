package disk_test

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// vector is one entry of testdata/vectors.json, which docs/digest.md publishes.
type vector struct {
	Name string
	Size int64
	Data []struct {
		Offset int64
		Hex    string
	}
	Canonical, Digest, CRC64NVME string
}

func vectors(t *testing.T) []vector {
	t.Helper()
	text, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []vector
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("there is no test vector")
	}
	return all
}

func (v vector) pieces(t *testing.T) []piece {
	t.Helper()
	var pieces []piece
	for _, d := range v.Data {
		data, err := hex.DecodeString(d.Hex)
		if err != nil {
			t.Fatal(err)
		}
		pieces = append(pieces, piece{d.Offset, data})
	}
	return pieces
}

func TestPublishedVectorsHold(t *testing.T) {
	for _, v := range vectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			got := scan(t, sparse(t, v.Size, v.pieces(t)...), 2)
			form, err := got.Manifest.MarshalBinary()
			if err != nil {
				t.Fatal(err)
			}
			if hex.EncodeToString(form) != v.Canonical {
				t.Errorf("canonical form is %x", form)
			}
			if got.Manifest.Digest().String() != v.Digest {
				t.Errorf("digest is %s", got.Manifest.Digest())
			}
			if got.CRC64NVME.String() != v.CRC64NVME {
				t.Errorf("checksum is %s", got.CRC64NVME)
			}
		})
	}
}

func TestTheDocumentPublishesTheSameVectors(t *testing.T) {
	page, err := os.ReadFile("../docs/digest.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range vectors(t) {
		for _, want := range []string{v.Name, v.Digest, v.CRC64NVME} {
			if !strings.Contains(string(page), want) {
				t.Errorf("docs/digest.md does not have %q of %q", want, v.Name)
			}
		}
	}
}
