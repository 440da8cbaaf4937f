package firstboot

import (
	"strings"

	"github.com/amikit/amikit/internal/disk/rootfs"
)

// checkIdentity warns of what every instance of the AMI would share.
func checkIdentity(s System) []Finding {
	var found []Finding
	if id := machineID(s.Root); id != "" {
		found = append(found, warning("/%s is not empty: all instances would have one machine ID, and with it one DHCP identity; empty it in the image", id)...)
	}
	if keys := s.Root.Glob("etc/ssh", "ssh_host_*_key"); len(keys) > 0 {
		found = append(found, warning("/%s: all instances would have the same ssh host keys, known to everyone who has the image; remove /etc/ssh/ssh_host_* in the image", keys[0].Path)...)
	}
	if user := withoutPassword(s.Root); user != "" {
		found = append(found, warning("/etc/shadow lets %s in with no password; lock it by passwd -l in the image", user)...)
	}
	return found
}

// withoutPassword returns the first user whose password is empty (shadow(5)).
func withoutPassword(root *rootfs.Root) string {
	text, err := root.Read("etc/shadow")
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		if fields := strings.Split(line, ":"); len(fields) > 1 && fields[0] != "" && fields[1] == "" {
			return fields[0]
		}
	}
	return ""
}

// machineID returns the file that holds an ID (machine-id(5)).
func machineID(root *rootfs.Root) string {
	for _, name := range []string{"etc/machine-id", "var/lib/dbus/machine-id"} {
		text, err := root.Read(name)
		if id := strings.TrimSpace(string(text)); err == nil && id != "" && id != "uninitialized" {
			return name
		}
	}
	return ""
}

// checkLeftovers warns of what the machine or container that made the image left.
func checkLeftovers(s System) []Finding {
	var found []Finding
	for _, left := range []struct{ path, means string }{
		{".dockerenv", "systemd takes the instance for a container"},
		{"etc/udev/rules.d/70-persistent-net.rules", "network interfaces keep the names of another machine"},
		{"var/lib/cloud/instances", "cloud-init takes the first boot for a later one"},
		{"root/.aws/credentials", "everyone who has the image has the keys"},
		{"root/.ssh/authorized_keys", "its owner can log in to every instance"},
		{"root/.bash_history", "it can hold what was typed in secret"},
	} {
		if _, err := s.Root.File(left.path); err == nil || s.Root.IsDir(left.path) {
			found = append(found, warning("/%s is left over: %s; remove it in the image", left.path, left.means)...)
		}
	}
	return found
}
