package earthfile_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// texts are a recipe's commands, each with its keyword.
func texts(t *testing.T, name string) []string {
	t.Helper()
	var found []string
	for _, c := range recipe(t, name).Commands {
		found = append(found, strings.TrimSpace(c.Keyword+" "+c.Text))
	}
	return found
}

func TestNothingRunsInAnOperatingSystemThatIsNoCloudImage(t *testing.T) {
	system, image := texts(t, "os"), texts(t, "iso-image")
	if last := system[len(system)-1]; last != "END" {
		t.Errorf("+os does %q behind its FROM", last)
	}
	other := image[slices.Index(image, "ELSE")+1:]
	if want := []string{"FROM +os", "END", "DO +ROOTFS"}; !slices.Equal(other, want) {
		t.Errorf("+iso-image does %q, want %q", other, want)
	}
	for _, c := range texts(t, "ROOTFS") {
		if c != "FUNCTION" && !strings.HasPrefix(c, "SAVE ARTIFACT ") {
			t.Errorf("ROOTFS does %q", c)
		}
	}
}

func TestPublishFindsTheUEFIVariableStoreOfTheFolder(t *testing.T) {
	const copied = "COPY --if-exists $UEFI_DATA /uefi-data/$UEFI_DATA"
	if !slices.Contains(texts(t, "PUBLISH"), copied) {
		t.Fatalf("PUBLISH has no %q", copied)
	}
	s := newStage(t, "#!/bin/sh\ncat \"$UEFI_DATA\"\n")
	if err := os.Mkdir(filepath.Join(s.dir, "uefi-data"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(s.dir, "uefi-data", "store.b64"), "the store", 0o644)
	s.env = append(s.env, "UEFI_DATA=store.b64")
	if got := s.play(t, recipe(t, "PUBLISH")); got.failed || got.stdout != "the store" {
		t.Fatalf("played %+v", got)
	}
}
