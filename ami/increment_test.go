package ami

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/amikit/amikit/disk"
)

// changed is a copy of the disk, changed and of that size.
func (w *world) changed(d Disk, size int64, change func(data []byte)) Disk {
	w.t.Helper()
	data := make([]byte, size)
	if _, err := d.Source.ReadAt(data[:min(size, d.Source.Size())], 0); err != nil {
		w.t.Fatal(err)
	}
	change(data)
	name := filepath.Join(w.t.TempDir(), "changed.raw")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		w.t.Fatal(err)
	}
	return w.open(name)
}

// next is a run of the family's next version.
func (w *world) next(version string) func(*Options) {
	return func(o *Options) {
		byEBS(o)
		o.Name, o.Family = w.name+" "+version, w.bucket
	}
}

// cached makes runs keep indexes in a folder.
func cached(dir string) func(*Options) { return func(o *Options) { o.CacheDir = dir } }

func inBucket(w *world) func(*Options) { return func(o *Options) { o.Bucket = w.bucket } }

func reporting(to *events) func(*Options) { return func(o *Options) { o.Reporter = to } }

// generation changes one block of many, and makes another one zeroes.
func generation(data []byte) {
	data[3*disk.BlockSize+7]++
	clear(data[5*disk.BlockSize : 6*disk.BlockSize])
}

func TestARebuildSendsOnlyWhatChanged(t *testing.T) {
	for name, keep := range map[string]func(*testing.T, *world) func(*Options){
		"its index in a folder": func(t *testing.T, _ *world) func(*Options) { return cached(t.TempDir()) },
		"its index in s3":       func(_ *testing.T, w *world) func(*Options) { return inBucket(w) },
		"reading it back":       func(*testing.T, *world) func(*Options) { return func(*Options) {} },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			first := w.disk(1, 34*mib)
			second := w.changed(first, 34*mib, generation)
			keeping, told := keep(t, w), &events{}
			parent := w.create(first, w.next("1"), keeping)
			child := w.create(second, w.next("2"), keeping, reporting(told))
			if how, _, _ := strings.Cut(name, " in a folder"); !told.says(Info, how) {
				t.Errorf("told %v", told.list)
			}
			if child.Parent != parent.SnapshotID || child.Sent != 2*disk.BlockSize {
				t.Fatalf("sent %d blocks on %q", child.Sent/disk.BlockSize, child.Parent)
			}
			w.checkSnapshotIs(child.SnapshotID, second)
			w.checkTags(child.SnapshotID, map[string]string{TagFamily: w.bucket, TagParent: parent.SnapshotID, TagParentDisk: first.Digest.String(), TagDisk: second.Digest.String()})
		})
	}
}

func (w *world) checkTags(id string, want map[string]string) {
	w.t.Helper()
	out, err := w.ec2().DescribeSnapshots(w.t.Context(), &ec2.DescribeSnapshotsInput{SnapshotIds: []string{id}})
	if err != nil {
		w.t.Fatal(err)
	}
	got := fromTags(out.Snapshots[0].Tags)
	for key, value := range want {
		if got[key] != value {
			w.t.Errorf("tag %s is %q instead of %q", key, got[key], value)
		}
	}
}

func TestAChainOfSnapshotsHoldsEachDisk(t *testing.T) {
	w, dir := newWorld(t), t.TempDir()
	d := w.disk(1, 16*mib)
	w.create(d, w.next("1"), cached(dir))
	for i, size := range []int64{16 * mib, 16*mib + 512, 12 * mib, 20 * mib} {
		d = w.changed(d, size, func(data []byte) {
			data[i*disk.BlockSize]++
			clear(data[(10+i)*disk.BlockSize : (11+i)*disk.BlockSize])
		})
		r := w.create(d, w.next(string(rune('2'+i))), cached(dir), func(o *Options) { o.Verify = true })
		if r.Parent == "" || r.Verified == 0 {
			t.Fatalf("result is %+v", r)
		}
		w.checkSnapshotIs(r.SnapshotID, d)
		file := filepath.Join(t.TempDir(), "back.raw")
		if _, err := Download(t.Context(), r.SnapshotID, file, w.options()); err != nil {
			t.Fatal(err)
		}
		w.checkFileIs(file, d)
	}
}

func TestThreePercentOfChangeCostAtMostFourPercentOfTheBytes(t *testing.T) {
	w, dir := newWorld(t), t.TempDir()
	const blocks = 200
	first := w.disk(1, blocks*disk.BlockSize)
	second := w.changed(first, blocks*disk.BlockSize, func(data []byte) {
		for i := range blocks * 3 / 100 {
			data[i*33*disk.BlockSize]++
		}
	})
	w.create(first, w.next("1"), cached(dir))
	counted := w.counting()
	r := w.create(second, w.next("2"), cached(dir))
	if limit := int64(blocks * disk.BlockSize * 4 / 100); r.Sent > limit || int64(counted.calls["EBS.PutSnapshotBlock"])*disk.BlockSize > limit {
		t.Fatalf("sent %d bytes in %d calls", r.Sent, counted.calls["EBS.PutSnapshotBlock"])
	}
}

func TestWhyAllBlocksAreSent(t *testing.T) {
	for name, c := range map[string]struct {
		change func(w *world) func(*Options)
		second func(w *world, first Disk) Disk
		says   string
	}{
		"the index is lost and reading denied": {
			func(w *world) func(*Options) { w.refusing("EBS.ListSnapshotBlocks"); return func(*Options) {} }, nil, "ebs:ListSnapshotBlocks",
		},
		"AWS refuses the parent": {
			func(w *world) func(*Options) {
				return func(o *Options) { o.Services.EBS = orphaning{o.Services.EBS} }
			}, nil, "AWS does not take snap-",
		},
		"reading costs more than it saves": {
			nil, func(w *world, _ Disk) Disk { return w.disk(9, 10*mib) }, "costs more than sending all",
		},
		"no parent is wanted": {
			func(*world) func(*Options) { return func(o *Options) { o.Parent = ParentNone } }, nil, "PARENT is none",
		},
		"another family": {
			func(w *world) func(*Options) { return func(o *Options) { o.Family = "new " + w.bucket } }, nil, "has no completed snapshot",
		},
	} {
		t.Run(name, func(t *testing.T) {
			w, told := newWorld(t), &events{}
			first := w.disk(1, 10*mib)
			w.create(first, w.next("1"))
			second := w.changed(first, 10*mib, generation)
			if c.second != nil {
				second = c.second(w, first)
			}
			change := func(*Options) {}
			if c.change != nil {
				change = c.change(w)
			}
			r := w.create(second, w.next("2"), reporting(told), change)
			if r.Parent != "" || r.Sent != int64(len(second.Manifest.Blocks))*disk.BlockSize || !told.says(Info, c.says) {
				t.Fatalf("sent %d bytes on %q, told %v", r.Sent, r.Parent, told.list)
			}
		})
	}
}

func TestAParentThatIsNamed(t *testing.T) {
	w := newWorld(t)
	first := w.disk(1, 4*mib)
	parent := w.create(first, w.next("1"))
	second := w.changed(first, 4*mib, generation)
	named := func(id string) func(*Options) {
		return func(o *Options) { o.Parent, o.Family = id, "another" }
	}
	for id, says := range map[string]string{"snap-0ffffffffffffffff": "no snapshot of your own", "snap": "it must be auto, none"} {
		_, err := Create(t.Context(), second, w.options(w.next("2"), named(id)))
		var invalid *InvalidError
		if !errors.As(err, &invalid) || invalid.Setting != "PARENT" || !contains(err, says) {
			t.Errorf("%s: %v", id, err)
		}
	}
	if r := w.create(second, w.next("2"), named(parent.SnapshotID)); r.Parent != parent.SnapshotID || r.Sent != 2*disk.BlockSize {
		t.Fatalf("sent %d bytes on %q", r.Sent, r.Parent)
	}
}

func TestWhatCanBeTheParent(t *testing.T) {
	plain := &run{target: wanted(t, nil)}
	secret := &run{target: wanted(t, func(_ *Disk, o *Options) { o.Encrypted, o.KMSKey = true, "arn:aws:kms:eu-west-1:1:key/a" })}
	byDefault := &run{target: wanted(t, func(_ *Disk, o *Options) { o.Encrypted = true })}
	gibs := func(size int32) ec2types.Snapshot { return ec2types.Snapshot{VolumeSize: aws.Int32(size)} }
	encrypted := func(key string, tags map[string]string) ec2types.Snapshot {
		return ec2types.Snapshot{VolumeSize: aws.Int32(1), Encrypted: aws.Bool(true), KmsKeyId: aws.String(key), Tags: toTags(tags)}
	}
	for name, c := range map[string]struct {
		want *run
		of   ec2types.Snapshot
		fit  bool
	}{
		"a plain one":                                {plain, gibs(1), true},
		"a larger volume":                            {plain, gibs(2), false},
		"an archived one":                            {plain, ec2types.Snapshot{VolumeSize: aws.Int32(1), StorageTier: ec2types.StorageTierArchive}, false},
		"an encrypted one for a plain one":           {plain, encrypted("k", nil), false},
		"a plain one for an encrypted one":           {secret, gibs(1), false},
		"one of the same key":                        {secret, encrypted("arn:aws:kms:eu-west-1:1:key/a", nil), true},
		"one of another key":                         {secret, encrypted("arn:aws:kms:eu-west-1:1:key/b", nil), false},
		"one that the account encrypts by default":   {plain, encrypted("k", plain.contentTags()), true},
		"one by the account's key":                   {byDefault, encrypted("k", byDefault.contentTags()), true},
		"one by some key, for that of the account's": {byDefault, encrypted("k", secret.contentTags()), false},
	} {
		if reason := c.want.unfit(c.of); (reason == "") != c.fit {
			t.Errorf("%s: %q", name, reason)
		}
	}
}

func TestAPreviewNamesTheParentAndTheBytesToSend(t *testing.T) {
	w, dir := newWorld(t), t.TempDir()
	first := w.disk(1, 10*mib)
	if p := w.preview(first, w.next("1"), cached(dir)); p.Parent != "" || p.SendBytes != 10*mib || p.Family != w.bucket {
		t.Fatalf("plan is %+v", p)
	}
	parent := w.create(first, w.next("1"), cached(dir))
	p := w.preview(w.changed(first, 10*mib, generation), w.next("2"), cached(dir))
	if p.Parent != parent.SnapshotID || p.SendBytes != 2*disk.BlockSize || p.Steps[0] != "start a snapshot on "+parent.SnapshotID {
		t.Fatalf("plan is %+v", p)
	}
}
