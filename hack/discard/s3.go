package main

import (
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
)

// s3 takes every object and can tell size and checksum afterwards. It has every
// bucket.
func (s *service) s3(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	bucket := !strings.Contains(strings.Trim(r.URL.Path, "/"), "/")
	switch {
	case r.Method == http.MethodPut:
		s.put(w, r)
	case r.Method == http.MethodPost && query.Has("uploads"):
		s.objects.Delete(r.URL.Path)
		write(w, http.StatusOK, "<InitiateMultipartUploadResult><UploadId>upload</UploadId></InitiateMultipartUploadResult>")
	case r.Method == http.MethodPost:
		s.complete(w, r)
	case r.Method == http.MethodDelete:
		w.WriteHeader(http.StatusNoContent)
	case r.Method == http.MethodHead && s.head(w, r.URL.Path):
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
	s.object(r.URL.Path).size.Add(s.discard(r) + copied(r.Header.Get("x-amz-copy-source-range")))
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
	s.object(r.URL.Path).crc.Store(r.Header.Get("x-amz-checksum-crc64nvme"))
	write(w, http.StatusOK, "<CompleteMultipartUploadResult><ETag>&quot;whole-1&quot;</ETag></CompleteMultipartUploadResult>")
}

// object is what is kept of one: the bytes that came, and the checksum that the
// client said.
type object struct {
	size atomic.Int64
	crc  atomic.Value
}

func (s *service) object(path string) *object {
	o, _ := s.objects.LoadOrStore(path, &object{})
	return o.(*object)
}

// copied is the length of a range such as bytes=0-9.
func copied(span string) int64 {
	var first, last int64
	if _, err := fmt.Sscanf(span, "bytes=%d-%d", &first, &last); err != nil {
		return 0
	}
	return last - first + 1
}

// head tells of an object that came.
func (s *service) head(w http.ResponseWriter, path string) bool {
	found, ok := s.objects.Load(path)
	if !ok {
		return false
	}
	o := found.(*object)
	w.Header().Set("Content-Length", strconv.FormatInt(o.size.Load(), 10))
	w.Header().Set("ETag", `"whole-1"`)
	if crc, ok := o.crc.Load().(string); ok {
		w.Header().Set("x-amz-checksum-crc64nvme", crc)
		w.Header().Set("x-amz-checksum-type", "FULL_OBJECT")
	}
	return true
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
