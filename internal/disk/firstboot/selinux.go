package firstboot

import "golang.org/x/sys/unix"

// checkSELinux warns of an enforcing system without labels: container images lose
// them, and an unlabelled init cannot start services.
func checkSELinux(s System) []Finding {
	if !setsShell(s.Root, "etc/selinux/config", "SELINUX", "enforcing") {
		return nil
	}
	if _, err := s.Root.File(".autorelabel"); err == nil {
		return nil
	}
	init, ok := s.Root.First("usr/lib/systemd/systemd", "sbin/init")
	if !ok {
		return nil
	}
	if size, err := unix.Getxattr(init.Host, "security.selinux", nil); err == nil && size > 0 {
		return nil
	}
	return warning("/etc/selinux/config says enforcing, and the files have no labels; touch /.autorelabel in the image, or say permissive")
}
