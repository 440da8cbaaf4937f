package s3

import (
	"bytes"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// hide takes checksums out of an answer: servers that do not know one take it all
// the same, and never show it.
func hide(resp *http.Response, call Call, algorithms []string) error {
	if len(algorithms) == 0 {
		return nil
	}
	hidden := slices.Contains(algorithms, strings.ToUpper(resp.Header.Get("X-Amz-Checksum-Algorithm")))
	for _, a := range algorithms {
		name := "X-Amz-Checksum-" + a
		hidden = hidden || resp.Header.Get(name) != ""
		resp.Header.Del(name)
	}
	if hidden {
		resp.Header.Del("X-Amz-Checksum-Algorithm")
		resp.Header.Del("X-Amz-Checksum-Type")
	}
	if call.Operation == "GetObject" || !strings.Contains(resp.Header.Get("Content-Type"), "xml") {
		return nil
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	resp.Body = io.NopCloser(bytes.NewReader(nil))
	return replaceBody(resp, without(body, algorithms))
}

// without takes the elements out that hold one of the checksums, or name it.
func without(body []byte, algorithms []string) []byte {
	either := strings.Join(algorithms, "|")
	for _, element := range []string{
		`<Checksum(` + either + `)>[^<]*</Checksum(` + either + `)>`,
		`<ChecksumAlgorithm>(` + either + `)</ChecksumAlgorithm>`,
		`<ChecksumType>[^<]*</ChecksumType>`,
	} {
		body = regexp.MustCompile(element).ReplaceAll(body, nil)
	}
	return body
}
