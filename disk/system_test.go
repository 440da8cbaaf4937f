package disk

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const modules = "usr/lib/modules/6.1.0-44-cloud"

// debian returns a folder with the files that say what a system is.
func debian(t *testing.T, change ...func(dir string)) string {
	t.Helper()
	dir := t.TempDir()
	put(t, dir, "usr/lib/os-release", []byte("ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n"))
	link(t, dir, "etc/os-release", "../usr/lib/os-release")
	link(t, dir, "lib", "usr/lib")
	link(t, dir, "boot/vmlinuz", "vmlinuz-6.1.0-44-cloud")
	put(t, dir, modules+"/modules.builtin", []byte("kernel/drivers/nvme/host/nvme.ko\n"))
	for _, c := range change {
		c(dir)
	}
	return dir
}

func with(t *testing.T, name, content string) func(string) {
	return func(dir string) { put(t, dir, name, []byte(content)) }
}

// rawOf is a disk of partitions that hold the folders' files.
type rawOf struct {
	t      *testing.T
	name   string
	layout *Layout
}

func (r *rawOf) partition(label, dir string, arguments ...string) *rawOf {
	r.t.Helper()
	const size = 32 << 20
	n := len(r.layout.Partitions)
	start := int64(1<<20 + n*size)
	r.layout.Partitions = append(r.layout.Partitions, Partition{Number: n + 1, Label: label, Start: start, Size: size})
	if err := os.Truncate(r.name, start+size+1<<20); err != nil {
		r.t.Fatal(err)
	}
	arguments = append([]string{"-b", "4096", "-E", fmt.Sprintf("offset=%d", start)}, arguments...)
	mke2fs(r.t, dir, r.name, append(arguments, "-L", label)...)
	return r
}

func newRaw(t *testing.T) *rawOf {
	t.Helper()
	name := filepath.Join(t.TempDir(), "disk.raw")
	put(t, filepath.Dir(name), "disk.raw", nil)
	return &rawOf{t: t, name: name, layout: &Layout{Table: TableGPT}}
}

func (r *rawOf) read() *System {
	r.t.Helper()
	s, _ := r.readBoth()
	return s
}

func (r *rawOf) readBoth() (*System, *FirstBoot) {
	r.t.Helper()
	f, err := Open(r.name)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() {
		if err := f.Close(); err != nil {
			r.t.Error(err)
		}
	}()
	s, err := ReadSystem(r.t.Context(), f, r.layout)
	if err != nil {
		r.t.Fatal(err)
	}
	return s, readFirstBoot(f, r.layout)
}

func TestASystemSaysWhatItCan(t *testing.T) {
	const python = "usr/lib/python3/dist-packages/cloudinit/sources/DataSourceEc2.py"
	const bookworm = "Debian GNU/Linux 12 (bookworm)"
	for name, c := range map[string]struct {
		change func(dir string)
		want   System
	}{
		"no driver, no agent":            {with(t, "etc/motd", ""), System{ENA: No, IMDSv2: No}},
		"the driver is a module":         {with(t, modules+"/kernel/drivers/net/ethernet/amazon/ena/ena.ko.xz", ""), System{ENA: Yes, IMDSv2: No}},
		"the driver is built in":         {with(t, modules+"/modules.builtin", "kernel/drivers/net/ethernet/amazon/ena/ena.ko\n"), System{ENA: Yes, IMDSv2: No}},
		"the driver is listed":           {with(t, modules+"/modules.dep", "updates/dkms/ena.ko.zst:\n"), System{ENA: Yes, IMDSv2: No}},
		"only another kernel has it":     {with(t, "usr/lib/modules/5.0/modules.dep", "kernel/ena.ko:\n"), System{ENA: No, IMDSv2: No}},
		"cloud-init that knows tokens":   {with(t, python, "header = '"+tokenHeader+"'\n"), System{ENA: No, IMDSv2: Yes, Agent: python}},
		"cloud-init from before":         {with(t, python, "class DataSourceEc2:\n"), System{ENA: No, IMDSv2: No, Agent: python}},
		"a long program that knows them": {with(t, "usr/bin/ignition", strings.Repeat("x", scanWindow-5)+tokenHeader), System{ENA: No, IMDSv2: Yes, Agent: "usr/bin/ignition"}},
	} {
		t.Run(name, func(t *testing.T) {
			c.want.Family, c.want.Name = OtherFamily, bookworm
			for _, kind := range []string{"ext2", "ext4"} {
				got := newRaw(t).partition("", debian(t, c.change), "-t", kind).read()
				if diff := cmp.Diff(&c.want, got); diff != "" {
					t.Errorf("%s: %s", kind, diff)
				}
			}
		})
	}
}

// kairosRaw is the disk of a Kairos system that is not installed yet.
func kairosRaw(t *testing.T, agent, reset string) *rawOf {
	t.Helper()
	oem, recovery := t.TempDir(), t.TempDir()
	if reset != "" {
		put(t, oem, resetConfig, []byte(reset))
	}
	image := filepath.Join(recovery, recoveryImage)
	put(t, recovery, recoveryImage, nil)
	if err := os.Truncate(image, 16<<20); err != nil {
		t.Fatal(err)
	}
	root := debian(t)
	if agent != "" {
		put(t, root, "usr/bin/kairos-agent", []byte(agent))
	}
	mke2fs(t, root, image, "-t", "ext2", "-L", "COS_SYSTEM")
	return newRaw(t).partition(labelOEM, oem, "-t", "ext2").partition(labelRecovery, recovery, "-t", "ext2")
}

func TestAKairosDiskIsReadThroughItsRecoveryImage(t *testing.T) {
	const agent = "usr/bin/kairos-agent"
	whole := System{Family: Kairos, Name: "Debian GNU/Linux 12 (bookworm)", ENA: No, IMDSv2: No, Agent: agent}
	change := func(f func(*System)) System {
		s := whole
		f(&s)
		return s
	}
	for name, c := range map[string]struct {
		agent string
		want  System
	}{
		"its agent knows no token": {"ELF", whole},
		"its agent knows tokens":   {"ELF" + tokenHeader, change(func(s *System) { s.IMDSv2 = Yes })},
		"its agent is compressed": {"\x7fELF" + packedProgram, change(func(s *System) {
			s.IMDSv2, s.Unread = "", []string{"what asks the metadata service: usr/bin/kairos-agent is compressed"}
		})},
		"it has no agent": {"", change(func(s *System) {
			s.IMDSv2, s.Agent, s.Unread = "", "", []string{"what asks the metadata service: there is no kairos-agent"}
		})},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(&c.want, kairosRaw(t, c.agent, "").read()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAKairosDiskTellsWhatItsFirstBootAdds(t *testing.T) {
	reset := "stages:\n  rootfs.before:\n    - layout:\n        add_partitions:\n          - fsLabel: COS_STATE\n            size: 300\n          - fsLabel: COS_PERSISTENT\n"
	for name, c := range map[string]struct {
		reset string
		state int64 // MiB
	}{
		"three times the recovery partition":    {"", 3*32 + 100},
		"its own state size":                    {reset, 300},
		"a file that is no YAML leaves the sum": {"\t{", 3*32 + 100},
	} {
		t.Run(name, func(t *testing.T) {
			_, first := kairosRaw(t, "ELF", c.reset).readBoth()
			want := FirstBoot{RecoveryImage: 16 << 20, StateSize: c.state << 20, VolumeSize: (1 + 32 + 32 + c.state + 1) << 20}
			if *first != want {
				t.Errorf("it says %+v, not %+v", *first, want)
			}
		})
	}
}

func TestADiskThatAddsNothingSaysNothing(t *testing.T) {
	for name, raw := range map[string]*rawOf{
		"an installed Kairos": kairosRaw(t, "ELF", "").partition(labelState, t.TempDir(), "-t", "ext2"),
		"another system":      newRaw(t).partition("", debian(t), "-t", "ext4"),
	} {
		if _, first := raw.readBoth(); first != nil {
			t.Errorf("%s says %+v", name, first)
		}
	}
}

func TestWhatCannotBeReadIsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		raw  *rawOf
		want string
	}{
		"no partition":          {newRaw(t), "no root filesystem that can be read (no partition)"},
		"no system":             {newRaw(t).partition("data", t.TempDir(), "-t", "ext4"), "partition 1: no os-release"},
		"no recovery image":     {newRaw(t).partition(labelRecovery, t.TempDir(), "-t", "ext2"), "cOS/recovery.img"},
		"another filesystem":    {&rawOf{t: t, name: newRaw(t).name, layout: &Layout{Partitions: []Partition{{Number: 1, Size: 1 << 20}}}}, "partition 1: no ext filesystem"},
		"modules are not there": {newRaw(t).partition("", bare(t), "-t", "ext4"), "the kernel's modules: there are none"},
	} {
		t.Run(name, func(t *testing.T) {
			s := c.raw.read()
			if got := strings.Join(s.Unread, "\n"); !strings.Contains(got, c.want) || s.ENA != "" {
				t.Errorf("it says %+v", s)
			}
		})
	}
}

func bare(t *testing.T) string {
	dir := t.TempDir()
	put(t, dir, "etc/os-release", []byte("ID=x\n"))
	return dir
}

func TestReadingASystemEndsWithItsContext(t *testing.T) {
	raw := newRaw(t).partition("", debian(t), "-t", "ext4")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	f, err := Open(raw.name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}()
	if _, err := ReadSystem(ctx, f, raw.layout); !errors.Is(err, context.Canceled) {
		t.Fatalf("error is %v", err)
	}
}
