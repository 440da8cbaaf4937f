package rootfs

import "fmt"

// TrustedBootError is a Kairos system that starts by signed unified kernel images
// alone. Its installer writes them to the EFI system partition of a machine and
// encrypts the rest with the machine's own TPM, so that no disk for many machines
// can be made of it beforehand.
type TrustedBootError struct {
	// Sign is the path by which it was recognised.
	Sign string
}

// Error says what to do, on one line.
func (e *TrustedBootError) Error() string {
	return fmt.Sprintf("the root filesystem is a trusted boot (UKI) image of Kairos, as /%s shows: it is installed on each machine with that machine's TPM, "+
		"and no raw disk can be made of it; build the image without trusted boot (KAIROS_TRUSTED_BOOT, in CanvOS IS_UKI=false)", e.Sign)
}

// TrustedBoot returns a [*TrustedBootError] for a root filesystem that Kairos'
// tools made for trusted boot, or that is what auroraboot's build-uki makes.
func (r *Root) TrustedBoot(release *Release) error {
	if release.IsTrustedBoot() {
		return &TrustedBootError{Sign: release.File}
	}
	if r.IsDir("trusted-boot") {
		return &TrustedBootError{Sign: "trusted-boot"}
	}
	for _, dir := range []string{"EFI/kairos", "boot/efi/EFI/kairos", "efi/EFI/kairos", "."} {
		if found := r.Glob(dir, "*.efi"); len(found) > 0 {
			return &TrustedBootError{Sign: found[0].Path}
		}
	}
	return nil
}
