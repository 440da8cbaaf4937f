package main

import (
	"cmp"
	"os"

	"github.com/amikit/amikit/internal/userdata"
)

// checkDisk says which disk the settings ask for.
func checkDisk(c *checkout, r *report) {
	if c.settings["IS_UKI"] == "true" {
		r.miss("IS_UKI", "is true, and a trusted-boot system has no raw disk; set IS_UKI=false for the cloud image")
		return
	}
	r.build("cloud-image", "a raw EFI disk for %s", cmp.Or(c.settings["ARCH"], "amd64"))
	for _, name := range []string{"overlay/files", "cloud-images/workaround", "cloudconfigs", "local-ui.tar"} {
		if c.has(name) {
			r.find(name, "is laid over the root filesystem below cloud-image")
		}
	}
}

func checkUserData(c *checkout, r *report) {
	for _, name := range []string{userdata.Path, userdata.Fallback} {
		data, err := os.ReadFile(c.path(name))
		if err != nil {
			continue
		}
		if err := userdata.Validate(data); err != nil {
			r.miss(name, "cannot be used: %v", err)
			return
		}
		r.find(name, "a valid cloud-config of %d bytes; reaches the disk unchanged", len(data))
		return
	}
	r.change("user-data", "is not there: the disk gets an empty cloud-config and cannot register by itself")
}
