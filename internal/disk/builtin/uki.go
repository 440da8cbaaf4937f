package builtin

import (
	"fmt"
	"path"
	"strings"

	"github.com/google/uuid"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/disk/rootfs"
	"github.com/amikit/amikit/internal/option"
)

// ukiFiles put the unified kernel image where systemd-boot finds it without an
// entry (Boot Loader Specification, type 2); where there is no loader the image
// itself is on the fallback path.
func ukiFiles(uki *rootfs.UKI, loader rootfs.File) []espFile {
	fallback := disk.FallbackPath(uki.Architecture)
	if loader.Host == "" {
		return []espFile{{path: fallback, host: uki.Host}}
	}
	name := path.Base(uki.Path)
	return []espFile{
		{path: fallback, host: loader.Host},
		{path: path.Join("EFI/systemd", loader.InstalledName()), host: loader.Host},
		{path: "loader/loader.conf", data: []byte("timeout 0\ndefault " + name + "\n")},
		{path: path.Join("EFI/Linux", name), host: uki.Host},
	}
}

// SealedError is a command line inside a unified kernel image that cannot serve.
type SealedError struct {
	// Path is the image's path in the root filesystem.
	Path string
	// Reason says what is wrong.
	Reason string
}

// Error says what to do, on one line.
func (e *SealedError) Error() string {
	return fmt.Sprintf("the command line inside the unified kernel image /%s %s; build it again with another --cmdline of ukify", e.Path, e.Reason)
}

// adopt gives the root the identifiers by which a unified kernel image looks for
// it, since its command line cannot be written anew.
func (r *rootNames) adopt(uki *rootfs.UKI, extra string) error {
	if extra != "" {
		return &SealedError{Path: uki.Path, Reason: "cannot take " + option.KernelCmdline}
	}
	root := kernelWord(uki.CommandLine, "root")
	key, value, _ := strings.Cut(root, "=")
	switch key {
	case "", "gpt-auto": // systemd-gpt-auto-generator(8)
		return nil // the initrd finds the root by its partition's type
	case "LABEL":
		r.label = value
	case "PARTLABEL":
		r.partLabel = value
	case "PARTUUID":
		r.partUUID = strings.ToUpper(value)
	case "UUID":
		id, err := uuid.Parse(value)
		if err != nil {
			return &SealedError{Path: uki.Path, Reason: fmt.Sprintf("has %q, which is no UUID", "root="+root)}
		}
		r.id = id
	default:
		return &SealedError{Path: uki.Path, Reason: fmt.Sprintf("has %q, which names no filesystem of this disk; LABEL=root does", "root="+root)}
	}
	return nil
}

// kernelWord returns the value of the last word of that name; as the kernel does
// it takes the last one.
func kernelWord(commandLine, name string) string {
	value := ""
	for _, word := range strings.Fields(commandLine) {
		if text, ok := strings.CutPrefix(word, name+"="); ok {
			value = strings.Trim(text, `"`)
		}
	}
	return value
}
