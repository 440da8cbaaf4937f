package tree_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/opencontainers/go-digest"
	"golang.org/x/sys/unix"

	"github.com/amikit/amikit/internal/disk/tree"
)

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// sample makes a tree with one of each thing that any user can make.
func sample(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	must(t,
		os.Chmod(dir, 0o755),
		os.Mkdir(at("etc"), 0o755),
		os.WriteFile(at("etc/file"), []byte("content"), 0o644),
		os.WriteFile(at("etc/other"), []byte("content"), 0o644),
		os.WriteFile(at("etc/alone"), []byte("content"), 0o644),
		os.Link(at("etc/file"), at("etc/linked")),
		os.Symlink("etc/file", at("symlink")),
		unix.Mkfifo(at("fifo"), 0o600),
	)
	return dir
}

func sum(t *testing.T, dir string) digest.Digest {
	t.Helper()
	d, err := tree.Digest(t.Context(), dir)
	must(t, err)
	return d
}

func TestTheSameTreeElsewhereHasTheSameDigest(t *testing.T) {
	if a, b := sum(t, sample(t)), sum(t, sample(t)); a != b {
		t.Fatalf("%s and %s", a, b)
	}
}

func TestTimesMakeNoDifference(t *testing.T) {
	dir := sample(t)
	before := sum(t, dir)
	must(t, os.Chtimes(filepath.Join(dir, "etc/file"), time.Unix(1, 0), time.Unix(2, 0)))
	if sum(t, dir) != before {
		t.Fatal("a time changed the digest")
	}
}

func TestEveryPropertyMakesADifference(t *testing.T) {
	for name, change := range map[string]func(dir string) error{
		"content":       func(dir string) error { return os.WriteFile(filepath.Join(dir, "etc/file"), []byte("CONTENT"), 0o644) },
		"name":          func(dir string) error { return os.Rename(filepath.Join(dir, "fifo"), filepath.Join(dir, "pipe")) },
		"mode":          func(dir string) error { return os.Chmod(filepath.Join(dir, "etc/alone"), 0o755) },
		"setuid bit":    func(dir string) error { return os.Chmod(filepath.Join(dir, "etc/alone"), 0o644|os.ModeSetuid) },
		"mode of a dir": func(dir string) error { return os.Chmod(filepath.Join(dir, "etc"), 0o700) },
		"mode of root":  func(dir string) error { return os.Chmod(dir, 0o700) },
		"a file more":   func(dir string) error { return os.WriteFile(filepath.Join(dir, "more"), nil, 0o644) },
		"a file less":   func(dir string) error { return os.Remove(filepath.Join(dir, "fifo")) },
		"link target":   func(dir string) error { return relink(filepath.Join(dir, "symlink"), "etc/other") },
		"hard link":     func(dir string) error { return copyOver(filepath.Join(dir, "etc/linked")) },
		"xattr":         func(dir string) error { return unix.Setxattr(filepath.Join(dir, "etc/file"), "user.a", []byte("b"), 0) },
		"type":          func(dir string) error { return toFolder(filepath.Join(dir, "fifo")) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := sample(t)
			before := sum(t, dir)
			must(t, change(dir))
			if sum(t, dir) == before {
				t.Fatal("the digest is the same")
			}
		})
	}
}

func relink(name, target string) error { return errors.Join(os.Remove(name), os.Symlink(target, name)) }

func copyOver(name string) error {
	return errors.Join(os.Remove(name), os.WriteFile(name, []byte("content"), 0o644))
}

func toFolder(name string) error { return errors.Join(os.Remove(name), os.Mkdir(name, 0o600)) }

func TestDigestStopsWhenItIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := tree.Digest(ctx, sample(t)); !errors.Is(err, context.Canceled) {
		t.Fatalf("it ended with %v", err)
	}
}

func TestEveryInputMakesADifference(t *testing.T) {
	base := tree.Inputs{Root: "sha256:a", Builder: "builtin", Version: "1"}
	seen := map[digest.Digest]string{base.Digest(): "the base"}
	for name, i := range map[string]tree.Inputs{
		"root":            {Root: "sha256:b", Builder: "builtin", Version: "1"},
		"builder":         {Root: "sha256:a", Builder: "auroraboot", Version: "1"},
		"version":         {Root: "sha256:a", Builder: "builtin", Version: "2"},
		"user-data":       {Root: "sha256:a", Builder: "builtin", Version: "1", UserData: []byte("#cloud-config")},
		"empty user-data": {Root: "sha256:a", Builder: "builtin", Version: "1", UserData: []byte{}},
		"a setting":       {Root: "sha256:a", Builder: "builtin", Version: "1", Settings: map[string]string{"DISK_SIZE": "20G"}},
		"another setting": {Root: "sha256:a", Builder: "builtin", Version: "1", Settings: map[string]string{"STATE_SIZE": "20G"}},
	} {
		if other, same := seen[i.Digest()]; same {
			t.Errorf("%s has the digest of %s", name, other)
		}
		seen[i.Digest()] = name
	}
	unset := base
	unset.Settings = map[string]string{"DISK_SIZE": ""}
	if unset.Digest() != base.Digest() {
		t.Error("a setting that is empty counts")
	}
}
