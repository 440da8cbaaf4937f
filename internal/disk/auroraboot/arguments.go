package auroraboot

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// arguments is auroraboot's command line. The netboot and HTTP servers are
// switched off by name: else it would start them after the disk and never exit.
func (o Options) arguments(stateDir, cloudConfig string) []string {
	settings := []string{
		"container_image=dir:" + o.Rootfs,
		"disk.efi=true",
		"state_dir=" + stateDir,
		"disable_http_server=true",
		"disable_netboot=true",
	}
	for _, s := range []struct {
		name string
		mib  int64
	}{
		{"disk.size", o.DiskSize}, {"disk.state_size", o.StateSize}, {"disk.recovery_image_size", o.RecoverySize},
	} {
		if s.mib > 0 {
			settings = append(settings, s.name+"="+strconv.FormatInt(s.mib, 10))
		}
	}
	var args []string
	for _, setting := range settings {
		args = append(args, "--set", setting)
	}
	return append(args, "--cloud-config", cloudConfig)
}

// environment is all that auroraboot gets to see. KUBERNETES_SERVICE_HOST,
// HOST_DIR and DOCKER_* would change what it does, and colours hide the fields
// of its log.
func environment(getenv func(string) string, tmp string) []string {
	path := strings.TrimPrefix(getenv("PATH")+":"+systemPath, ":")
	return []string{"PATH=" + path, "TMPDIR=" + tmp, "NO_COLOR=1", "LC_ALL=C", "HOME=" + tmp}
}

// systemPath is where its programs are, some of which only root has on its PATH.
const systemPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// find looks for a program along a PATH that is not this process's own.
func find(env []string, program string) (string, bool) {
	for _, variable := range env {
		list, isPath := strings.CutPrefix(variable, "PATH=")
		if !isPath {
			continue
		}
		for _, dir := range filepath.SplitList(list) {
			name := filepath.Join(dir, program)
			if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0 {
				return name, true
			}
		}
	}
	return "", false
}
