package firstboot

import (
	"os"
	"path/filepath"
	"strings"
)

// checkConsole looks for the one port that EC2's serial console shows (EC2 user
// guide, EC2 Serial Console).
func checkConsole(s System) []Finding {
	var found []Finding
	if s.CommandLine != "" && !strings.Contains(s.CommandLine, "console=ttyS0") {
		found = append(found, warning("the kernel command line has no console=ttyS0: EC2's console output and serial console stay empty")...)
	}
	const getty = "etc/systemd/system/serial-getty@ttyS0.service"
	if target, err := os.Readlink(filepath.Join(s.Root.Dir(), getty)); err == nil && target == "/dev/null" {
		found = append(found, warning("serial-getty@ttyS0.service is masked: nobody can log in on EC2's serial console")...)
	}
	return found
}
