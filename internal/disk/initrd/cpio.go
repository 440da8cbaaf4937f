package initrd

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// A header of the newc format: "070701" and 13 numbers of 8 hexadecimal digits.
const (
	cpioHeader   = 110
	cpioSizeAt   = 54
	cpioNameAt   = 94
	cpioNumber   = 8
	cpioLongName = 1 << 16
	cpioTrailer  = "TRAILER!!!"
)

// appendNames reads one archive up to its last record.
func appendNames(names []string, in *bufio.Reader) ([]string, error) {
	for {
		name, err := nextName(in)
		if err != nil {
			return nil, fmt.Errorf("read initrd: %w", err)
		}
		if name == cpioTrailer {
			return names, nil
		}
		names = append(names, strings.TrimPrefix(path.Clean("/"+name), "/"))
	}
}

// nextName reads one record and skips its content.
func nextName(in *bufio.Reader) (string, error) {
	header := make([]byte, cpioHeader)
	if _, err := io.ReadFull(in, header); err != nil {
		return "", err
	}
	if !isCPIO(header[:6]) {
		return "", ErrFormat
	}
	size, sizeErr := strconv.ParseInt(string(header[cpioSizeAt:][:cpioNumber]), 16, 64)
	length, lengthErr := strconv.ParseInt(string(header[cpioNameAt:][:cpioNumber]), 16, 64)
	if sizeErr != nil || lengthErr != nil || length < 1 || length > cpioLongName {
		return "", ErrFormat
	}
	name := make([]byte, length+padding(cpioHeader+length))
	if _, err := io.ReadFull(in, name); err != nil {
		return "", err
	}
	_, err := io.CopyN(io.Discard, in, size+padding(size))
	return string(name[:length-1]), err
}

// padding is what names and contents are filled up with, to a multiple of four.
func padding(n int64) int64 { return (4 - n%4) % 4 }
