package query

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"time"
)

// Set is a list in EC2's XML: its element is there even when it is empty.
type Set[T any] struct {
	Items []T `xml:"item"`
}

// Time writes a moment as EC2 does: UTC with milliseconds.
func Time(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// WholeSecond writes a moment cut to the second, still with milliseconds.
func WholeSecond(t time.Time) string { return Time(t.Truncate(time.Second)) }

// members writes a structure's members without an element around them.
func members(body any) (string, error) {
	if body == nil {
		return "", nil
	}
	var buffer bytes.Buffer
	encoder := xml.NewEncoder(&buffer)
	const wrapper = "x"
	if err := encoder.EncodeElement(body, xml.StartElement{Name: xml.Name{Local: wrapper}}); err != nil {
		return "", fmt.Errorf("write %T as XML: %w", body, err)
	}
	text := buffer.Bytes()
	return string(text[len("<x>") : len(text)-len("</x>")]), nil
}

type innerXML struct {
	Text string `xml:",innerxml"`
}
