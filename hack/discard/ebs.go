package main

import (
	"io"
	"net/http"
	"strings"
)

// snapshotID is the only snapshot.
const snapshotID = "snap-0123456789abcdef0"

// ebs starts, fills and completes the snapshot.
func (s *service) ebs(w http.ResponseWriter, r *http.Request) {
	s.discard(r)
	w.Header().Set("Content-Type", "application/json")
	switch {
	case r.Method == http.MethodPost && r.URL.Path == "/snapshots":
		s.images.fill(true)
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, `{"SnapshotId": "`+snapshotID+`", "BlockSize": 524288, "VolumeSize": 1, "Status": "pending"}`)
	case strings.HasPrefix(r.URL.Path, "/snapshots/completion/"):
		s.images.fill(false)
		w.WriteHeader(http.StatusAccepted)
		_, _ = io.WriteString(w, `{"Status": "completed"}`)
	case r.Method == http.MethodPut:
		w.Header().Set("x-amz-Checksum", r.Header.Get("x-amz-Checksum"))
		w.Header().Set("x-amz-Checksum-Algorithm", "SHA256")
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, "{}")
	default:
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, `{"Message": "there is nothing to read", "Reason": "SNAPSHOT_NOT_FOUND"}`)
	}
}
