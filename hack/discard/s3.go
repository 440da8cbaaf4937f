package main

import (
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// s3 takes every object and has none but buckets, as for a first upload.
func (s *service) s3(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	bucket := !strings.Contains(strings.Trim(r.URL.Path, "/"), "/")
	switch {
	case r.Method == http.MethodPut:
		s.put(w, r)
	case r.Method == http.MethodPost && query.Has("uploads"):
		write(w, http.StatusOK, "<InitiateMultipartUploadResult><UploadId>upload</UploadId></InitiateMultipartUploadResult>")
	case r.Method == http.MethodPost:
		s.complete(w, r)
	case r.Method == http.MethodDelete:
		w.WriteHeader(http.StatusNoContent)
	case bucket && r.Method == http.MethodHead:
		w.Header().Set("x-amz-bucket-region", "us-east-1")
	case bucket:
		write(w, http.StatusOK, "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>")
	default:
		write(w, http.StatusNotFound, "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>")
	}
}

// put gives back the checksum that came with the body: the client's is taken.
func (s *service) put(w http.ResponseWriter, r *http.Request) {
	s.discard(r)
	w.Header().Set("ETag", `"discarded"`)
	if sum := r.Header.Get("x-amz-checksum-crc64nvme"); sum != "" {
		w.Header().Set("x-amz-checksum-crc64nvme", sum)
	}
	if r.Header.Get("x-amz-copy-source") != "" {
		write(w, http.StatusOK, "<CopyPartResult><ETag>&quot;copied&quot;</ETag></CopyPartResult>")
	}
}

func (s *service) complete(w http.ResponseWriter, r *http.Request) {
	s.discard(r)
	write(w, http.StatusOK, "<CompleteMultipartUploadResult><ETag>&quot;whole-1&quot;</ETag></CompleteMultipartUploadResult>")
}

func write(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, xml.Header+body) // as discard
}

// element writes a name and its text.
func element(name, text string) string {
	var escaped strings.Builder
	_ = xml.EscapeText(&escaped, []byte(text)) // a builder takes everything
	return fmt.Sprintf("<%s>%s</%s>", name, escaped.String(), name)
}
