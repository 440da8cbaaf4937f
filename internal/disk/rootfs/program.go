package rootfs

import (
	"debug/elf"
	"errors"
	"fmt"
	"path"
	"strings"
)

// Program is a program of the root filesystem with what starts it from outside:
// its own dynamic loader and libraries, so that nothing of the host's is used.
type Program struct {
	File
	// Architecture is that of the ELF header: "amd64", "arm64" or the machine's own name.
	Architecture string
	// Loader is the dynamic loader; its zero value for a static program.
	Loader File
	// Libraries are the host's paths of the folders with its libraries.
	Libraries []string
}

// Program reads the first of the named programs that exists.
func (r *Root) Program(names ...string) (p *Program, err error) {
	file, ok := r.First(names...)
	if !ok {
		return nil, &MissingError{Part: path.Base(names[0]), Looked: []string{"/" + names[0]}, Hint: "install its package in the image"}
	}
	binary, err := elf.Open(file.Host)
	if err != nil {
		return nil, fmt.Errorf("read program /%s: %w", file.Path, err)
	}
	defer func() { err = errors.Join(err, binary.Close()) }()
	p = &Program{File: file, Architecture: elfArchitecture(binary.Machine)}
	interpreter := interpreterOf(binary)
	if interpreter == "" {
		return p, nil
	}
	if p.Loader, err = r.File(interpreter); err != nil {
		return nil, fmt.Errorf("find the loader of /%s: %w", file.Path, err)
	}
	p.Libraries = r.libraryDirs(elfMachine(p.Architecture))
	return p, nil
}

func elfArchitecture(machine elf.Machine) string {
	switch machine {
	case elf.EM_X86_64:
		return "amd64"
	case elf.EM_AARCH64:
		return "arm64"
	}
	return strings.ToLower(strings.TrimPrefix(machine.String(), "EM_"))
}

// elfMachine is the architecture's part of a multiarch folder's name.
func elfMachine(arch string) string { return namesOf(arch).uname }

func interpreterOf(binary *elf.File) string {
	for _, segment := range binary.Progs {
		if segment.Type != elf.PT_INTERP {
			continue
		}
		name := make([]byte, segment.Filesz)
		if _, err := segment.ReadAt(name, 0); err != nil {
			return ""
		}
		return strings.TrimRight(string(name), "\x00")
	}
	return ""
}

// libraryDirs returns the folders that distributions keep libraries in.
func (r *Root) libraryDirs(machine string) []string {
	var dirs []string
	for _, name := range []string{
		"usr/lib/" + machine + "-linux-gnu", "lib/" + machine + "-linux-gnu", "usr/lib64", "lib64", "usr/lib", "lib",
	} {
		if host, err := r.Resolve(name); err == nil && r.IsDir(name) {
			dirs = append(dirs, host)
		}
	}
	return dirs
}

// Command returns the words that start the program with the arguments.
func (p *Program) Command(args ...string) []string {
	if p.Loader.Host == "" {
		return append([]string{p.Host}, args...)
	}
	return append([]string{p.Loader.Host, "--library-path", strings.Join(p.Libraries, ":"), p.Host}, args...)
}
