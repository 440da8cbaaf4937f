package s3

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"strconv"
)

// polish makes an answer of the gateway one of AWS.
func (s *Service) polish(resp *http.Response, call Call) error {
	resp.Header.Set("Server", "AmazonS3")
	switch {
	case call.Operation == "HeadBucket":
		s.polishHeadBucket(resp, call)
	case call.Operation == "GetBucketLocation" && resp.StatusCode == http.StatusOK:
		return replaceBody(resp, location{Region: s.store.region(call.Bucket)}.document())
	}
	if s.config.Ignored == nil {
		return nil
	}
	return hide(resp, call, s.config.Ignored(call.AccessKey, call.Region))
}

// polishHeadBucket names the region of a bucket that exists, whoever asks.
func (s *Service) polishHeadBucket(resp *http.Response, call Call) {
	region := s.store.region(call.Bucket)
	if region == "" {
		resp.Header.Del("X-Amz-Bucket-Region")
		return
	}
	resp.Header.Set("X-Amz-Bucket-Region", region)
	if resp.StatusCode == http.StatusOK {
		resp.Header.Set("X-Amz-Bucket-Arn", "arn:aws:s3:::"+call.Bucket)
	}
}

// location is the answer of GetBucketLocation, which is empty for us-east-1.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
type location struct {
	XMLName xml.Name `xml:"http://s3.amazonaws.com/doc/2006-03-01/ LocationConstraint"`
	Region  string   `xml:",chardata"`
}

func (l location) document() []byte {
	if l.Region == defaultRegion {
		l.Region = ""
	}
	body, err := xml.Marshal(l)
	if err != nil {
		panic(err) // a string always marshals
	}
	return append([]byte(xml.Header), body...)
}

func replaceBody(resp *http.Response, body []byte) error {
	_, err := io.Copy(io.Discard, resp.Body)
	err = errors.Join(err, resp.Body.Close())
	resp.Body = io.NopCloser(bytes.NewReader(body))
	resp.ContentLength = int64(len(body))
	resp.Header.Set("Content-Length", strconv.Itoa(len(body)))
	return err
}
