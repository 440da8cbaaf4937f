package llb

import (
	"os"
	"path"

	"github.com/moby/buildkit/client/llb"
)

func overlay(_ llb.State, o CloudOptions) *llb.FileAction {
	return llb.Copy(o.Context, "/overlay/files/", "/", &llb.CopyInfo{CopyDirContentsOnly: true})
}

// placed is where a file of the build context goes.
type placed struct{ from, to string }

func workaroundPlaces() []placed {
	return []placed{
		{"cloud-images/workaround/grubmenu.cfg", "/etc/kairos/branding/grubmenu.cfg"},
		{"cloud-images/workaround/custom-post-reset.yaml", "/system/oem/custom-post-reset.yaml"},
	}
}

func scriptPlaces() []placed {
	return []placed{
		{"cloudconfigs/cloud-content.sh", "/opt/spectrocloud/scripts/cloud-content.sh"},
		{"cloudconfigs/cloud-extend-persistent.sh", "/opt/spectrocloud/scripts/cloud-extend-persistent.sh"},
	}
}

func workaroundFiles() []string { return sources(workaroundPlaces()) }
func scriptFiles() []string     { return sources(scriptPlaces()) }

func sources(places []placed) []string {
	var files []string
	for _, p := range places {
		files = append(files, p.from)
	}
	return files
}

func workaround(_ llb.State, o CloudOptions) *llb.FileAction {
	return o.place(workaroundPlaces(), 0o644)
}

func scripts(_ llb.State, o CloudOptions) *llb.FileAction { return o.place(scriptPlaces(), 0o755) }

// place copies those of the files that are there.
func (o CloudOptions) place(places []placed, mode int) *llb.FileAction {
	var action *llb.FileAction
	for _, p := range places {
		if len(o.present([]string{p.from})) == 0 {
			continue
		}
		info := &llb.CopyInfo{CreateDestPath: true, Mode: &llb.ChmodOpt{Mode: os.FileMode(mode)}}
		if action == nil {
			action = llb.Copy(o.Context, path.Join("/", p.from), p.to, info)
		} else {
			action = action.Copy(o.Context, path.Join("/", p.from), p.to, info)
		}
	}
	return action
}

func localUI(_ llb.State, o CloudOptions) *llb.FileAction {
	return llb.Copy(o.Context, "/local-ui.tar", "/opt/spectrocloud/", &llb.CopyInfo{CreateDestPath: true, AttemptUnpack: true})
}

// logrotate copies the file onto itself: that is how a mode is changed here. A
// folder that may be missing is part of the pattern: BuildKit wants the folder
// before the first wildcard to be there.
func logrotate(root llb.State, _ CloudOptions) *llb.FileAction {
	return llb.Copy(root, "/etc/logrotate.[d]/stylus.conf", "/etc/logrotate.d/",
		&llb.CopyInfo{AllowWildcard: true, AllowEmptyWildcard: true, Mode: &llb.ChmodOpt{Mode: 0o644}})
}

func sshHostKeys(llb.State, CloudOptions) *llb.FileAction {
	return llb.Rm("/etc/ss[h]/ssh_host_*", llb.WithAllowWildcard(true), llb.WithAllowNotFound(true)).
		Rm("/etc/ssh/moduli", llb.WithAllowNotFound(true))
}

// machineID leaves an empty file, for which systemd makes an ID at the first boot
// (machine-id(5)), and removes dbus's copy.
func machineID(_ llb.State, o CloudOptions) *llb.FileAction {
	return llb.Mkdir("/etc", 0o755, llb.WithParents(true)).
		Rm("/etc/machine-id", llb.WithAllowNotFound(true)).
		Rm("/var/lib/dbus/machine-id", llb.WithAllowNotFound(true)).
		Mkfile("/etc/machine-id", 0o444, []byte{}, llb.WithCreatedTime(o.created()))
}
