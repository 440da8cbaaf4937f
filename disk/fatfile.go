package disk

import (
	"errors"
	"io"
)

// fatFile reads one file. It is not for several goroutines.
type fatFile struct {
	fs       *fat
	clusters []uint32
	size     int64
}

func (f *fat) file(e dirEntry) (*fatFile, error) {
	need := (e.size + f.clusterSize - 1) / f.clusterSize
	clusters, err := f.chain(e.cluster, int(min(need, int64(f.clusterCount))))
	if err == nil && int64(len(clusters)) < need {
		err = errors.New("a file ends before its size")
	}
	return &fatFile{fs: f, clusters: clusters, size: e.size}, err
}

// ReadAt reads as [io.ReaderAt] says.
func (f *fatFile) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 {
		return 0, errors.New("negative offset")
	}
	done, size := 0, f.fs.clusterSize
	for done < len(p) && off < f.size {
		within := off % size
		part := p[done:][:min(int64(len(p)-done), size-within, f.size-off)]
		at := f.fs.dataAt + int64(f.clusters[off/size]-2)*size + within
		if n, err := f.fs.r.ReadAt(part, at); n < len(part) {
			return done + n, orUnexpected(err)
		}
		done, off = done+len(part), off+int64(len(part))
	}
	if done < len(p) {
		return done, io.EOF
	}
	return done, nil
}
