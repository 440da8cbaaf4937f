package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// snapshotID is the only snapshot.
const snapshotID = "snap-0123456789abcdef0"

// ebs starts, fills and completes the snapshot.
func (s *service) ebs(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost && r.URL.Path == "/snapshots" {
		s.start(w, r)
		return
	}
	s.discard(r)
	w.Header().Set("Content-Type", "application/json")
	switch {
	case strings.HasPrefix(r.URL.Path, "/snapshots/completion/"):
		s.images.seal()
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

func (s *service) start(w http.ResponseWriter, r *http.Request) {
	var in struct{ VolumeSize int64 }
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.images.fill(true, in.VolumeSize)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	_, _ = fmt.Fprintf(w, `{"SnapshotId": "%s", "BlockSize": 524288, "VolumeSize": %d, "Status": "pending"}`, snapshotID, in.VolumeSize)
}
