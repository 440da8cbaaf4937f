package disk

import (
	"encoding/binary"
	"errors"
)

// Extended attributes (kernel documentation, filesystems/ext4/attributes.rst): some
// stand behind the inode's fields, the others in a block of their own.
const (
	attrMagic     = 0xea020000
	attrHead      = 16 // of an entry
	attrBlockHead = 32
	maxAttrValue  = 64 << 10
)

// attrPrefixes are the first parts of names, which entries have as a number.
var attrPrefixes = map[byte]string{
	1: "user.", 2: "system.posix_acl_access", 3: "system.posix_acl_default",
	4: "trusted.", 6: "security.", 7: "system.", 8: "system.richacl",
}

var errAttributes = errors.New("a file's extended attributes make no sense")

// attributes reads those of an inode, by their full names.
func (e *ext) attributes(i *inode) (map[string]string, error) {
	found := map[string]string{}
	if len(i.tail) > 4 && binary.LittleEndian.Uint32(i.tail) == attrMagic {
		if err := e.readAttributes(found, i.tail[4:], i.tail[4:]); err != nil {
			return nil, err
		}
	}
	if i.attrs == 0 {
		return found, nil
	}
	block := make([]byte, e.blockSize)
	if err := e.read(block, min(i.attrs, maxExtBlock)*e.blockSize); err != nil {
		return nil, err
	}
	if binary.LittleEndian.Uint32(block) != attrMagic {
		return nil, errAttributes
	}
	return found, e.readAttributes(found, block[attrBlockHead:], block)
}

// readAttributes reads entries, whose values lie in the area.
func (e *ext) readAttributes(into map[string]string, entries, area []byte) error {
	le := binary.LittleEndian
	for len(entries) >= 4 && le.Uint32(entries) != 0 {
		if len(entries) < attrHead || len(entries) < attrHead+int(entries[0]) {
			return errAttributes
		}
		name := attrPrefixes[entries[1]] + string(entries[attrHead:attrHead+int(entries[0])])
		value, err := e.attributeValue(entries, area)
		if err != nil {
			return err
		}
		into[name] = value
		entries = entries[min(len(entries), attrHead+(int(entries[0])+3)/4*4):]
	}
	return nil
}

// attributeValue reads a value, which may be the content of another inode.
func (e *ext) attributeValue(entry, area []byte) (string, error) {
	le := binary.LittleEndian
	at, number, size := int64(le.Uint16(entry[2:])), le.Uint32(entry[4:]), int64(le.Uint32(entry[8:]))
	switch {
	case size > maxAttrValue, number == 0 && at+size > int64(len(area)):
		return "", errAttributes
	case number == 0:
		return string(area[at : at+size]), nil
	}
	holder, err := e.inode(number)
	if err != nil {
		return "", err
	}
	f, err := e.file(holder)
	if err != nil {
		return "", err
	}
	value := make([]byte, size)
	if n, err := f.ReadAt(value, 0); n < len(value) {
		return "", orUnexpected(err)
	}
	return string(value), nil
}
