package ami

import (
	"context"
	"errors"
	"testing"

	"github.com/opencontainers/go-digest"

	"github.com/amikit/amikit/disk"
)

// content is a source whose bytes nobody reads.
type content int64

func (c content) Size() int64 { return int64(c) }

func (content) Extents(context.Context) ([]disk.Extent, error) { return nil, nil }

func (content) ReadAt(p []byte, _ int64) (int, error) { return len(p), nil }

func wantedDisk() Disk {
	return Disk{
		Source: content(1 << 20), File: "disk.raw", Digest: digest.FromString("disk"), CRC64NVME: 42,
		Inputs: digest.FromString("inputs"), Architecture: "amd64", BootMode: disk.BootUEFI,
	}
}

func wanted(t *testing.T, change func(*Disk, *Options)) target {
	t.Helper()
	d, o := wantedDisk(), Options{Region: "eu-west-1", Bucket: "b", Name: "image"}
	if change != nil {
		change(&d, &o)
	}
	want, err := newTarget(d, o.withDefaults(d.File))
	if err != nil {
		t.Fatal(err)
	}
	return want
}

func TestNext(t *testing.T) {
	want := wanted(t, nil)
	replacing := wanted(t, func(_ *Disk, o *Options) { o.OnConflict = Replace })
	reusing := wanted(t, func(_ *Disk, o *Options) { o.OnConflict = Reuse })
	suffixing := wanted(t, func(_ *Disk, o *Options) { o.OnConflict = Suffix })
	sibling := wanted(t, func(d *Disk, _ *Options) { d.Digest, d.CRC64NVME = digest.FromString("sibling"), 43 })
	stranger := wanted(t, func(d *Disk, _ *Options) { d.Digest, d.Inputs = digest.FromString("stranger"), "" })
	ours := func(state string) *image {
		return &image{id: "ami-1", state: state, attributes: attributes{tags: want.imageTags()}}
	}
	theirs := &image{id: "ami-2", state: "available", attributes: attributes{tags: stranger.imageTags()}}
	complete := &snapshot{id: "snap-1", state: "completed", tagged: true}
	same := &object{size: 1 << 20, crc: want.disk.CRC64NVME.String()}
	other := &object{size: 1 << 20, crc: "AAAAAAAAAAE="}
	ofSibling := &object{size: 1 << 20, crc: sibling.disk.CRC64NVME.String(), metadata: sibling.metadata()}

	for name, c := range map[string]struct {
		found found
		want  target
		next  action
	}{
		"the image is available: done":                        {found{image: ours("available")}, want, actDone},
		"the image is pending: wait for it":                   {found{image: ours("pending")}, want, actAwaitImage},
		"the image failed: say why":                           {found{image: ours("failed")}, want, actFail},
		"the image is in an unknown state: say so":            {found{image: ours("melted")}, want, actFail},
		"the name is another disk's: conflict":                {found{image: theirs}, want, actFail},
		"the image of the same inputs counts":                 {found{image: &image{state: "available", attributes: attributes{tags: sibling.imageTags()}}}, want, actDone},
		"replacing makes the snapshot first":                  {found{image: theirs}, replacing, actUpload},
		"replacing frees the name when the snapshot is there": {found{image: theirs, snapshot: complete}, replacing, actDeregister},
		"reusing takes another disk's image":                  {found{image: theirs}, reusing, actDone},
		"reusing waits for it":                                {found{image: &image{state: "pending"}}, reusing, actAwaitImage},
		"reusing takes none that failed":                      {found{image: &image{state: "failed"}}, reusing, actFail},
		"reusing does not overwrite an object":                {found{object: other}, reusing, actFail},
		"suffixing takes another name":                        {found{image: theirs}, suffixing, actRename},
		"a name with suffix that is taken: conflict":          {found{image: theirs}, suffixing.renamed(), actFail},
		"suffixing takes another key":                         {found{object: other}, suffixing, actRekey},
		"a key with suffix that is taken: conflict":           {found{object: other}, suffixing.rekeyed(), actFail},
		"a completed snapshot is registered":                  {found{snapshot: complete}, want, actRegister},
		"an untagged snapshot is tagged first":                {found{snapshot: &snapshot{state: "completed"}}, want, actTagSnapshot},
		"a pending snapshot is waited for":                    {found{snapshot: &snapshot{state: "pending"}}, want, actAwaitSnapshot},
		"a broken snapshot is reported":                       {found{snapshot: &snapshot{state: "error"}}, want, actFail},
		"a running import is waited for":                      {found{task: &task{status: "active"}, object: other}, want, actAwaitImport},
		"the object is the disk: import it":                   {found{object: same}, want, actImport},
		"the object is of the same inputs: adopt it":          {found{object: ofSibling}, want, actAdopt},
		"the key holds something else: conflict":              {found{object: other}, want, actFail},
		"replacing overwrites the object":                     {found{object: other}, replacing, actUpload},
		"nothing is there: upload":                            {found{}, want, actUpload},
	} {
		t.Run(name, func(t *testing.T) {
			if got := next(c.found, c.want); got.action != c.next {
				t.Fatalf("next is %d (%v), want %d", got.action, got.err, c.next)
			}
		})
	}
}

func TestAnObjectIsTheDiskOnlyBySizeAndChecksum(t *testing.T) {
	want := wanted(t, nil)
	for name, o := range map[string]*object{
		"only its metadata says so":         {size: 1 << 20, crc: "AAAAAAAAAAE=", metadata: want.metadata()},
		"S3 has no checksum of the whole":   {size: 1 << 20, metadata: want.metadata()},
		"the checksum agrees, the size not": {size: 2 << 20, crc: want.disk.CRC64NVME.String()},
	} {
		if next(found{object: o}, want).action == actImport {
			t.Errorf("%s: it was imported", name)
		}
	}
}

func TestMetadataThatItsChecksumContradictsIsNoSibling(t *testing.T) {
	sibling := wanted(t, func(d *Disk, _ *Options) { d.Digest, d.CRC64NVME = digest.FromString("sibling"), 43 })
	forged := &object{size: 1 << 20, crc: "AAAAAAAAAAE=", metadata: sibling.metadata()}
	if got := next(found{object: forged}, wanted(t, nil)); got.action != actFail {
		t.Fatalf("next is %d", got.action)
	}
}

func TestAnotherSettingIsAnotherImage(t *testing.T) {
	base := wanted(t, nil)
	for name, change := range map[string]func(*Disk, *Options){
		"name":      func(_ *Disk, o *Options) { o.Name = "other" },
		"boot mode": func(d *Disk, _ *Options) { d.BootMode = disk.BootLegacyBIOS },
		"architecture": func(d *Disk, o *Options) {
			d.Architecture = "arm64"
		},
	} {
		other := wanted(t, change)
		if other.id.image == base.id.image {
			t.Errorf("another %s is the same image", name)
		}
		if other.id.snapshot != base.id.snapshot {
			t.Errorf("another %s is another snapshot", name)
		}
	}
}

func TestAConflictNamesHolderDifferenceAndFlag(t *testing.T) {
	stranger := wanted(t, func(d *Disk, _ *Options) {
		d.Digest, d.Inputs, d.Architecture = digest.FromString("stranger"), "", "arm64"
	})
	err := next(found{image: &image{id: "ami-2", attributes: attributes{architecture: "arm64", tags: stranger.imageTags()}}}, wanted(t, nil)).err
	var conflict *ConflictError
	if !errors.As(err, &conflict) {
		t.Fatalf("error is %v", err)
	}
	for _, want := range []string{"ami-2", stranger.id.disk.String(), "architecture is arm64 instead of x86_64", "--on-conflict=replace"} {
		if !contains(err, want) {
			t.Errorf("%q does not name %q", err, want)
		}
	}
}
