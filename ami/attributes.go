package ami

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// attributes are what an image is beside its name and its content.
type attributes struct {
	architecture            types.ArchitectureValues
	bootMode                types.BootModeValues
	ena, imdsv2, tpm, sriov bool
	rootDevice              string
	root                    Volume
	volumes                 []Volume
	uefiData                string // of a found image: empty unless it was asked for
	description             string // of a wanted image: empty for the usual one
	tags                    map[string]string
}

// pairs name them for the image's digest. Those of images from before there were
// settings for them come first, and what is as it was then adds nothing.
func (a attributes) pairs() []string {
	pairs := []string{
		"architecture", string(a.architecture),
		"boot-mode", string(a.bootMode),
		"virtualization", virtualization,
		"root-device", a.rootDevice,
		"volume-type", a.root.Type,
		"ena", strconv.FormatBool(a.ena),
	}
	add := func(name, value string) {
		if value != "" && value != "false" && value != "0" {
			pairs = append(pairs, name, value)
		}
	}
	add("volume-size", fmt.Sprint(a.root.Size))
	add("volume-iops", fmt.Sprint(a.root.IOPS))
	add("volume-throughput", fmt.Sprint(a.root.Throughput))
	add("volume-keep", fmt.Sprint(a.root.Keep))
	add("imdsv2", fmt.Sprint(a.imdsv2))
	add("tpm", fmt.Sprint(a.tpm))
	add("sriov", fmt.Sprint(a.sriov))
	for _, v := range a.volumes {
		add("volume "+v.Device, v.String())
	}
	add("uefi-data", digestOf(a.uefiData))
	add("description", a.description)
	for _, key := range sortedKeys(a.tags) {
		pairs = append(pairs, "tag "+key, a.tags[key])
	}
	return pairs
}

// normal leaves out what EC2 does by itself, so that to say it is to say nothing.
// least is the size in GiB of a volume that just holds the disk.
func (a attributes) normal(least int64) attributes {
	a.root = a.root.normal()
	if a.root.Size == least {
		a.root.Size = 0
	}
	a.volumes = slices.SortedFunc(slices.Values(a.volumes), func(v, w Volume) int { return strings.Compare(v.Device, w.Device) })
	for i, v := range a.volumes {
		a.volumes[i] = v.normal()
	}
	return a
}

// String is the volume for people and for digests.
func (v Volume) String() string {
	text := v.Type
	if v.SnapshotID != "" {
		text += " of " + v.SnapshotID
	}
	for _, member := range []struct {
		value int64
		unit  string
	}{{v.Size, "GiB"}, {v.IOPS, "IOPS"}, {v.Throughput, "MiB/s"}} {
		if member.value != 0 {
			text += fmt.Sprintf(", %d %s", member.value, member.unit)
		}
	}
	if v.Encrypted {
		text += ", encrypted"
	}
	if v.Keep {
		text += ", kept"
	}
	return text
}

func digestOf(text string) string {
	if text == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
