package rootfs

// Boot is what a system starts with: a unified kernel image, or a kernel and its
// initrd.
type Boot struct {
	// UKI is the unified kernel image; nil where there is none.
	UKI *UKI
	// Kernel is the kernel beside its initrd; nil where there is a UKI.
	Kernel *Kernel
	// Initrd is the kernel's; its zero value where there is a UKI.
	Initrd File
	// Architecture is "amd64" or "arm64".
	Architecture string
	// Release is the kernel's version, as its modules' folder has it; it may be empty.
	Release string
}

// Boot finds what the system starts with. A unified kernel image wins over a
// kernel: whoever put one in place wants it. Kairos disks start by a kernel.
func (r *Root) Boot(release *Release) (*Boot, error) {
	if err := r.checkImageMode(); err != nil {
		return nil, err
	}
	uki, err := r.UKI()
	if err != nil {
		return nil, err
	}
	if uki != nil && !release.IsKairos() {
		return &Boot{UKI: uki, Architecture: uki.Architecture, Release: uki.Version}, nil
	}
	kernel, err := r.Kernel()
	if err != nil {
		return nil, err
	}
	initrd, err := r.Initrd(kernel)
	if err != nil {
		return nil, err
	}
	return &Boot{Kernel: kernel, Initrd: initrd, Architecture: kernel.Architecture, Release: kernel.Release}, nil
}
