package ami

import (
	"cmp"
	"fmt"
	"slices"
)

// differences compares an image that was found with the wanted one, attribute by
// attribute. What was not asked for is compared with its default.
func (t target) differences(found attributes) []string {
	c := &comparison{}
	want := t.attributes
	c.text("architecture", string(found.architecture), string(want.architecture))
	c.text("boot mode", string(found.bootMode), string(want.bootMode))
	c.flag("ENA", found.ena, want.ena)
	c.flag("IMDSv2", found.imdsv2, want.imdsv2)
	c.flag("TPM", found.tpm, want.tpm)
	c.flag("SR-IOV", found.sriov, want.sriov)
	c.text("root device", found.rootDevice, want.rootDevice)
	root := want.root
	root.Size = cmp.Or(root.Size, t.leastVolume())
	c.volume("root volume", found.root, root)
	c.volumes(found.volumes, want.volumes)
	if want.description != "" {
		c.text("description", quoted(found.description), quoted(want.description))
	}
	for _, key := range sortedKeys(want.tags) {
		c.text("tag "+key, quoted(found.tags[key]), quoted(want.tags[key]))
	}
	return c.found
}

// leastVolume is the size in GiB of a volume that just holds the disk.
func (t target) leastVolume() int64 { return wholeGiB(t.disk.Source.Size()) }

func wholeGiB(bytes int64) int64 { return (bytes + gib - 1) / gib }

// comparison collects differences.
type comparison struct{ found []string }

func (c *comparison) text(what, has, want string) {
	if has != want {
		c.found = append(c.found, fmt.Sprintf("%s is %s instead of %s", what, orText(has, "not set"), orText(want, "not set")))
	}
}

func (c *comparison) flag(what string, has, want bool) {
	words := map[bool]string{true: "on", false: "off"}
	c.text(what, words[has], words[want])
}

func (c *comparison) volume(what string, has, want Volume) {
	c.text("type of the "+what, has.Type, want.Type)
	c.text("size of the "+what, gibibytes(has.Size), gibibytes(cmp.Or(want.Size, has.Size)))
	c.rate("IOPS of the "+what, has.rates().IOPS, want.rates().IOPS)
	c.rate("throughput of the "+what, has.rates().Throughput, want.rates().Throughput)
	c.flag("deletion on termination of the "+what, !has.Keep, !want.Keep)
	if want.SnapshotID != "" {
		c.text("snapshot of the "+what, has.SnapshotID, want.SnapshotID)
	}
	c.flag("encryption of the "+what, has.Encrypted, has.Encrypted || want.Encrypted)
}

// rate compares with what was asked for; what is not, and EBS has no fixed rate for, is not compared.
func (c *comparison) rate(what string, has, want int64) {
	c.text(what, number(has), number(cmp.Or(want, has)))
}

func (c *comparison) volumes(has, want []Volume) {
	for _, w := range want {
		i := slices.IndexFunc(has, func(v Volume) bool { return v.Device == w.Device })
		if i < 0 {
			c.text("volume "+w.Device, "", w.String())
			continue
		}
		c.volume("volume "+w.Device, has[i], w)
	}
	for _, h := range has {
		if !slices.ContainsFunc(want, func(v Volume) bool { return v.Device == h.Device }) {
			c.text("volume "+h.Device, h.String(), "")
		}
	}
}

func gibibytes(n int64) string { return fmt.Sprintf("%d GiB", n) }

func quoted(text string) string {
	if text == "" {
		return ""
	}
	return fmt.Sprintf("%q", text)
}

// inGiB is a number of bytes for people.
func inGiB(bytes int64) string { return fmt.Sprintf("%.1f GiB", float64(bytes)/gib) }
