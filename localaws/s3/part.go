package s3

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/versity/versitygw/backend/meta"
	"github.com/versity/versitygw/backend/posix"
	"github.com/versity/versitygw/s3api/utils"
	"github.com/versity/versitygw/s3response"
)

// The file store's names of the metadata of a part.
const (
	etagKey      = "etag"
	checksumsKey = "checksums"
	// crcKey holds the CRC64NVME of a part whose upload names no algorithm.
	crcKey = "part-crc64nvme"
)

// part is one part of an upload, stored as the file store does it.
type part struct {
	store  *store
	bucket string
	upload string // below the bucket
	number int32
}

func (p *part) path() string { return filepath.Join(p.upload, strconv.Itoa(int(p.number))) }

// write stores the part's content, checksums first, and says what AWS would.
func (p *part) write(content io.Reader) (s3response.CopyPartResult, error) {
	algorithm, err := p.algorithm()
	if err != nil {
		return s3response.CopyPartResult{}, err
	}
	crc, err := utils.NewHashReader(content, "", utils.HashTypeCRC64NVME)
	if err != nil {
		return s3response.CopyPartResult{}, err
	}
	sum := crc
	if algorithm != "" && algorithm != types.ChecksumAlgorithmCrc64nvme {
		if sum, err = utils.NewHashReader(crc, "", utils.HashType(strings.ToLower(string(algorithm)))); err != nil {
			return s3response.CopyPartResult{}, err
		}
	}
	file, err := p.stage(sum)
	if err != nil {
		return s3response.CopyPartResult{}, fmt.Errorf("store part %d: %w", p.number, err)
	}
	return p.publish(file, algorithm, crc.Sum(), sum.Sum())
}

// algorithm is the one that the upload was created with, if any.
func (p *part) algorithm() (types.ChecksumAlgorithm, error) {
	data, err := p.store.meta.RetrieveAttribute(nil, p.bucket, p.upload, checksumsKey)
	if errors.Is(err, meta.ErrNoSuchKey) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read the upload's checksum algorithm: %w", err)
	}
	var c s3response.Checksum
	err = json.Unmarshal(data, &c)
	return c.Algorithm, err
}

// stage writes the content to a temporary file.
func (p *part) stage(content io.Reader) (name string, err error) {
	f, err := os.CreateTemp(filepath.Join(p.store.objects, p.bucket, posix.MetaTmpDir), "part-*")
	if err != nil {
		return "", err
	}
	if err = errors.Join(writeSparse(f, content), f.Close()); err != nil {
		return "", errors.Join(err, os.Remove(f.Name()))
	}
	return f.Name(), nil
}

func (p *part) publish(file string, algorithm types.ChecksumAlgorithm, crc, sum string) (s3response.CopyPartResult, error) {
	etag := fmt.Sprintf(`"CRC64NVME-%s"`, crc)
	attributes := map[string]string{etagKey: etag, crcKey: crc}
	checksums := checksumDocument(algorithm, sum)
	if algorithm != "" {
		attributes = map[string]string{etagKey: etag, checksumsKey: checksums}
	}
	for name, value := range attributes {
		if err := p.store.meta.StoreAttribute(nil, p.bucket, p.path(), name, []byte(value)); err != nil {
			return s3response.CopyPartResult{}, errors.Join(err, os.Remove(file))
		}
	}
	if err := os.Rename(file, filepath.Join(p.store.objects, p.bucket, p.path())); err != nil {
		return s3response.CopyPartResult{}, err
	}
	return copied(etag, algorithm, sum)
}

// checksumDocument is how the file store keeps a checksum: its members are
// called as the algorithms.
func checksumDocument(algorithm types.ChecksumAlgorithm, sum string) string {
	text, err := json.Marshal(map[string]string{"Algorithm": string(algorithm), string(algorithm): sum})
	if err != nil {
		panic(err) // strings always marshal
	}
	return string(text)
}

// copied is the answer; it shows the checksum of an upload that names an
// algorithm.
func copied(etag string, algorithm types.ChecksumAlgorithm, sum string) (s3response.CopyPartResult, error) {
	out := s3response.CopyPartResult{ETag: &etag, LastModified: time.Now()}
	if algorithm == "" {
		return out, nil
	}
	text, err := json.Marshal(map[string]string{"Checksum" + string(algorithm): sum})
	if err != nil {
		return out, err
	}
	return out, json.Unmarshal(text, &out)
}
