package index_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/google/go-cmp/cmp"
	"github.com/opencontainers/go-digest"

	"github.com/amikit/amikit/ami/internal/index"
	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/awstest"
)

func manifest(seed byte) disk.Manifest {
	return disk.Manifest{Size: 4 * disk.BlockSize, Blocks: []disk.Block{{Index: 1, SHA256: [32]byte{seed}}, {Index: 3, SHA256: [32]byte{seed, 1}}}}
}

// place is a store and how somebody else writes to it and sees what is there.
type place struct {
	index.Store
	forge func(of digest.Digest, text string)
	count func() int
}

func places(t *testing.T) map[string]place {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "index")
	bucket, client := awstest.Bucket(t), awstest.S3(awstest.Config(t))
	return map[string]place{
		"folder": {index.Folder(dir), func(of digest.Digest, text string) {
			if err := os.WriteFile(filepath.Join(dir, of.Encoded()), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}, func() int {
			entries, err := os.ReadDir(dir)
			if err != nil {
				t.Fatal(err)
			}
			return len(entries) - 1 // without the lock
		}},
		"bucket": {index.Bucket{Client: client, Name: bucket, Folder: "images/"}, func(of digest.Digest, text string) {
			put(t, client, bucket, "images/"+index.Name+of.Encoded(), text)
		}, func() int {
			out, err := client.ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: aws.String(bucket)})
			if err != nil {
				t.Fatal(err)
			}
			return len(out.Contents)
		}},
	}
}

func TestWhatIsKeptIsFoundByItsDigest(t *testing.T) {
	for name, p := range places(t) {
		t.Run(name, func(t *testing.T) {
			want := manifest(1)
			if err := errors.Join(p.Put(t.Context(), want), p.Put(t.Context(), manifest(2)), p.Put(t.Context(), want)); err != nil {
				t.Fatal(err)
			}
			got, err := p.Get(t.Context(), want.Digest())
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Fatal(err, diff)
			}
			if _, err := p.Get(t.Context(), manifest(3).Digest()); !errors.Is(err, index.ErrNone) {
				t.Fatalf("what is not kept gives %v", err)
			}
			if _, err := p.Get(t.Context(), "sha256:../../etc/passwd"); !errors.Is(err, index.ErrNone) {
				t.Fatalf("what is no digest gives %v", err)
			}
		})
	}
}

func TestWhatDoesNotProveItselfIsNotUsed(t *testing.T) {
	for name, p := range places(t) {
		t.Run(name, func(t *testing.T) {
			want := manifest(1)
			if err := p.Put(t.Context(), want); err != nil {
				t.Fatal(err)
			}
			other, err := manifest(2).MarshalBinary()
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range []string{"", "garbage", string(other)} {
				p.forge(want.Digest(), text)
				if _, err := p.Get(t.Context(), want.Digest()); !errors.Is(err, index.ErrNone) {
					t.Errorf("%.10q gives %v", text, err)
				}
			}
			text := "a text whose digest is right"
			p.forge(digest.FromString(text), text)
			if _, err := p.Get(t.Context(), digest.FromString(text)); !errors.Is(err, index.ErrNone) {
				t.Errorf("what is no manifest gives %v", err)
			}
		})
	}
}

func TestThereIsABoundToWhatIsKept(t *testing.T) {
	for name, p := range places(t) {
		t.Run(name, func(t *testing.T) {
			last := manifest(200)
			for seed := range byte(40) {
				if err := p.Put(t.Context(), manifest(seed)); err != nil {
					t.Fatal(err)
				}
			}
			if err := p.Put(t.Context(), last); err != nil {
				t.Fatal(err)
			}
			if got := p.count(); got != 32 {
				t.Errorf("%d are kept", got)
			}
			if _, err := p.Get(t.Context(), last.Digest()); err != nil {
				t.Errorf("the youngest is gone: %v", err)
			}
		})
	}
}
