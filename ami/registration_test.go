package ami

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/ec2"
)

func TestSettingsThatAWSWouldRefuseAreToldAtOnce(t *testing.T) {
	many := map[string]string{}
	for i := range 41 {
		many[fmt.Sprint("tag", i)] = ""
	}
	for name, c := range map[string]struct {
		settings Registration
		want     []string
	}{
		"an unknown boot mode":         {Registration{BootMode: "bios"}, []string{"BOOT_MODE"}},
		"unknown switches":             {Registration{ENA: "maybe", IMDSv2: "perhaps"}, []string{"ENA", "IMDSV2"}},
		"a device of another system":   {Registration{RootDevice: "C:"}, []string{"ROOT_DEVICE"}},
		"a name of NVMe":               {Registration{RootDevice: "/dev/nvme0n1"}, []string{"ROOT_DEVICE"}},
		"an unknown type":              {Registration{Root: Volume{Type: "gp9"}}, []string{"VOLUME_TYPE", "gp3, gp2"}},
		"a type that does not boot":    {Registration{Root: Volume{Type: "st1", Size: 125}}, []string{"VOLUME_TYPE"}},
		"size, IOPS and throughput":    {Registration{Root: Volume{Size: 65537, IOPS: 2999, Throughput: 100}}, []string{"VOLUME_SIZE", "VOLUME_IOPS", "VOLUME_THROUGHPUT"}},
		"IOPS of gp2":                  {Registration{Root: Volume{Type: "gp2", IOPS: 3000}}, []string{"VOLUME_IOPS", "cannot be given"}},
		"throughput of io2":            {Registration{Root: Volume{Type: "io2", IOPS: 100, Throughput: 125}}, []string{"VOLUME_THROUGHPUT"}},
		"io1 without IOPS":             {Registration{Root: Volume{Type: "io1"}}, []string{"VOLUME_IOPS", "is needed"}},
		"IOPS for a small volume":      {Registration{Root: Volume{Size: 8, IOPS: 5000}}, []string{"at most 500 for each GiB"}},
		"throughput without IOPS":      {Registration{Root: Volume{Size: 100, Throughput: 1000}}, []string{"needs 4000 IOPS"}},
		"a large old volume":           {Registration{Root: Volume{Type: "standard", Size: 1025}}, []string{"1 to 1024"}},
		"a second root":                {Registration{Volumes: []Volume{{Device: "/dev/xvda", Size: 1}}}, []string{"VOLUMES", "twice"}},
		"a volume of nothing":          {Registration{Volumes: []Volume{{Device: "/dev/sdf"}}}, []string{"neither size nor snapshot"}},
		"a volume of no snapshot":      {Registration{Volumes: []Volume{{Device: "/dev/sdf", SnapshotID: "vol-1"}}}, []string{"no ID of a snapshot"}},
		"a snapshot to encrypt":        {Registration{Volumes: []Volume{{Device: "/dev/sdf", SnapshotID: "snap-12345678", Encrypted: true}}}, []string{"its encryption is that of the snapshot"}},
		"a further volume's size":      {Registration{Volumes: []Volume{{Device: "/dev/sdf", Type: "st1", Size: 10}}}, []string{`has size "10", which is not a size of st1`}},
		"a variable store of nothing":  {Registration{UEFIData: "no base64!"}, []string{"UEFI_DATA"}},
		"a long variable store":        {Registration{UEFIData: strings.Repeat("A", 64004)}, []string{"64004 characters"}},
		"a long description":           {Registration{Description: strings.Repeat("ä", 256)}, []string{"256 characters"}},
		"too many tags":                {Registration{Tags: many}, []string{"41 tags"}},
		"reserved tags":                {Registration{Tags: map[string]string{"AWS:x": "", "amikit:disk": ""}}, []string{`"AWS:x"`, `"amikit:disk"`}},
		"texts that are not printable": {Registration{Description: "a\nb", Tags: map[string]string{"k\x01": "v", "v": "\x00", "u": "\xff"}}, []string{`DESCRIPTION "a\nb" holds`, `TAGS "k\x01" holds`, `TAGS "u" holds`, `TAGS "v" holds`}},
		"tags without key, too long":   {Registration{Tags: map[string]string{"": "", strings.Repeat("k", 128): "", "v": strings.Repeat("v", 256)}}, []string{`TAGS ""`, "kkk…", "256 characters"}},
	} {
		t.Run(name, func(t *testing.T) {
			err := (&Options{Region: "eu-west-1", Registration: c.settings}).Validate()
			for _, want := range c.want {
				if !contains(err, want) {
					t.Errorf("%q is not in %v", want, err)
				}
			}
			if contains(err, "\n") {
				t.Errorf("several lines: %v", err)
			}
		})
	}
}

func TestSettingsWithinTheLimitsAreTaken(t *testing.T) {
	for name, s := range map[string]Registration{
		"nothing":                  {},
		"the largest gp3":          {Root: Volume{Size: 65536, IOPS: 80000, Throughput: 2000}},
		"the smallest gp3":         {Root: Volume{Size: 1, IOPS: 3000, Throughput: 125}},
		"io2":                      {Root: Volume{Type: "io2", Size: 256, IOPS: 256000}},
		"magnetic":                 {Root: Volume{Type: "standard", Size: 1024}},
		"other names":              {RootDevice: "/dev/sda1", Volumes: []Volume{{Device: "/dev/xvdba", Size: 1}, {Device: "/dev/sdf2", SnapshotID: "snap-0123456789abcdef0"}}},
		"st1 beside the root":      {Volumes: []Volume{{Device: "/dev/sdf", Type: "st1", Size: 125, Encrypted: true}}},
		"texts of full length":     {UEFIData: strings.Repeat("A", 64000), Description: strings.Repeat("x", 255), Tags: map[string]string{strings.Repeat("k", 127): strings.Repeat("v", 255)}},
		"a Name of the user's own": {Tags: map[string]string{"Name": "edge"}},
	} {
		if err := (&Options{Region: "eu-west-1", Registration: s}).Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// everySetting returns one change for each setting that the image has.
func everySetting() map[string]Registration {
	return map[string]Registration{
		"boot mode": {BootMode: "uefi-preferred", Force: true}, "TPM": {TPM: true}, "IMDSv2": {IMDSv2: On}, "ENA": {ENA: Off}, "SR-IOV": {SRIOV: true},
		"root device": {RootDevice: "/dev/sda1"}, "type": {Root: Volume{Type: "gp2"}}, "size": {Root: Volume{Size: 9}},
		"IOPS": {Root: Volume{Size: 10, IOPS: 4000}}, "throughput": {Root: Volume{Size: 10, Throughput: 200}}, "deletion": {Root: Volume{Keep: true}},
		"a volume": {Volumes: []Volume{{Device: "/dev/sdf", Size: 1}}}, "its encryption": {Volumes: []Volume{{Device: "/dev/sdf", Size: 1, Encrypted: true}}},
		"UEFI data": {UEFIData: "QUJD"}, "description": {Description: "text"}, "tags": {Tags: map[string]string{"team": "edge"}},
	}
}

func TestEverySettingIsInTheImagesDigest(t *testing.T) {
	seen := map[string]string{wanted(t, nil).id.image.String(): "the defaults"}
	for name, s := range everySetting() {
		got := wanted(t, func(_ *Disk, o *Options) { o.Registration = s }).id
		if same, ok := seen[got.image.String()]; ok {
			t.Errorf("%s is the same image as %s", name, same)
		}
		if seen[got.image.String()] = name; got.snapshot != wanted(t, nil).id.snapshot {
			t.Errorf("%s makes another snapshot", name)
		}
	}
}

func TestTheDefaultsAreTheImageOfOlderVersions(t *testing.T) {
	want := wanted(t, nil)
	older := canonical("amikit-image-v1", "snapshot", want.id.snapshot.String(), "name", "image", "architecture", "x86_64", "boot-mode", "uefi",
		"virtualization", "hvm", "root-device", "/dev/xvda", "volume-type", "gp3", "ena", "true")
	if want.id.image != older {
		t.Fatalf("the digest is %s", want.id.image)
	}
}

func TestTheUsersTagsAreOnImageAndSnapshot(t *testing.T) {
	for name, method := range map[string]func(*Options){"s3": func(*Options) {}, "ebs": byEBS} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			r := w.create(w.disk(1, mib), method, func(o *Options) { o.Registration.Tags = map[string]string{"team": "edge", "Name": "mine"} })
			out, err := w.ec2().DescribeSnapshots(t.Context(), &ec2.DescribeSnapshotsInput{SnapshotIds: []string{r.SnapshotID}})
			if err != nil {
				t.Fatal(err)
			}
			for what, tags := range map[string]map[string]string{"image": r.Attributes.Tags, "snapshot": fromTags(out.Snapshots[0].Tags)} {
				if tags["team"] != "edge" || tags[TagName] != "mine" || tags[TagDisk] != r.Digest.String() {
					t.Errorf("%s has the tags %v", what, tags)
				}
			}
		})
	}
}

func TestEverySettingReachesTheImageAndIsReadBack(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, mib)
	first := w.create(d)
	for name, s := range everySetting() {
		t.Run(name, func(t *testing.T) {
			change := func(o *Options) { o.Name, o.Registration = w.name+" with "+strings.ReplaceAll(name, ",", ""), s }
			r := w.create(d, change)
			if r.ImageID == first.ImageID || len(r.Differences) != 0 {
				t.Fatalf("result is %+v", r)
			}
			if _, err := Verify(t.Context(), r.ImageID, d, w.options(change)); err != nil {
				t.Error(err)
			}
			_, err := Verify(t.Context(), first.ImageID, d, w.options(change))
			if err == nil {
				t.Error("the image without the setting passes for it")
			}
		})
	}
}
