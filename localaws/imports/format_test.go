package imports

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestWhichDisksCanBeConverted(t *testing.T) {
	raw := bytes.Repeat([]byte("disk"), 1000)
	vhd := append(bytes.Clone(raw), append([]byte(vhdFooter), make([]byte, sector-len(vhdFooter))...)...)
	tests := map[string]struct {
		disk   []byte
		format string
		want   bool
	}{
		"raw":                {raw, "RAW", true},
		"raw, unsaid":        {raw, "", true},
		"raw, said VMDK":     {raw, "VMDK", false},
		"raw, said VHD":      {raw, "VHD", false},
		"VMDK":               {[]byte("KDMV...."), "VMDK", true},
		"VMDK, said raw":     {[]byte("KDMV...."), "RAW", false},
		"qcow2":              {[]byte("QFI\xfb...."), "RAW", false},
		"gzip":               {[]byte("\x1f\x8b......"), "RAW", false},
		"zstd":               {[]byte("\x28\xb5\x2f\xfd...."), "RAW", false},
		"VHD, called raw":    {vhd, "RAW", false},
		"VHDX":               {[]byte("vhdxfile"), "", false},
		"nothing":            {nil, "RAW", false},
		"less than a header": {[]byte("abc"), "RAW", true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "disk")
			if err := os.WriteFile(path, test.disk, 0o600); err != nil {
				t.Fatal(err)
			}
			file, err := os.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = file.Close() }()
			object := Object{File: file, Size: int64(len(test.disk))}
			if got := new(Importer).converter(object, test.format) != nil; got != test.want {
				t.Errorf("convertible is %v", got)
			}
		})
	}
}
