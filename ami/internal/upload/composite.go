package upload

import (
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strconv"

	"github.com/amikit/amikit/ami/internal/part"
)

type sha256Sum = [sha256.Size]byte

func encode(sum sha256Sum) string { return base64.StdEncoding.EncodeToString(sum[:]) }

// compose joins the sums of parts as S3 does (Amazon S3 User Guide, "Checking object
// integrity", composite checksums).
func compose(sums []sha256Sum) string {
	whole := sha256.New()
	for _, sum := range sums {
		_, _ = whole.Write(sum[:]) // a hash takes everything
	}
	return encode(sha256Sum(whole.Sum(nil))) + "-" + strconv.Itoa(len(sums))
}

// zeroSums are SHA-256 sums of zeroes, by their number.
type zeroSums map[int64]sha256Sum

// sumZeroes sums the parts that hold zeroes, where SHA-256 is asked for. Each longer one goes on
// where the one before it ended, so that all take no more than the longest.
func (u *Uploader) sumZeroes(parts []part.Part) zeroSums {
	if u.sums != sha256Sums {
		return nil
	}
	var lengths []int64
	for _, p := range parts {
		if p.Zero {
			lengths = append(lengths, p.Length)
		}
	}
	return sumZeroes(lengths...)
}

func sumZeroes(lengths ...int64) zeroSums {
	slices.Sort(lengths)
	known, hash, at := zeroSums{}, sha256.New(), int64(0)
	zeroes := make([]byte, chunk)
	for _, length := range lengths {
		for at < length {
			n, _ := hash.Write(zeroes[:min(chunk, length-at)]) // a hash takes everything
			at += int64(n)
		}
		known[length] = sha256Sum(hash.Sum(nil))
	}
	return known
}
