package ami

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func (w *world) preview(d Disk, change ...func(*Options)) *Plan {
	w.t.Helper()
	p, err := Preview(w.t.Context(), d, w.options(change...))
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

// verbs are the first words of the steps.
func verbs(p *Plan) []string {
	var words []string
	for _, s := range p.Steps {
		words = append(words, strings.Fields(s)[0])
	}
	return words
}

func TestAPreviewSaysWhatCreateWouldDoAndChangesNothing(t *testing.T) {
	w := newWorld(t)
	d := w.sparseDisk(2*mib, 8*mib)
	for name, c := range map[string]struct {
		change func(*Options)
		want   []string
	}{
		"s3":  {func(*Options) {}, []string{"upload", "import", "tag", "register"}},
		"ebs": {byEBS, []string{"start", "write", "register"}},
	} {
		if p := w.preview(d, c.change); !slices.Equal(verbs(p), c.want) || p.DataBytes != 2*mib || p.ImageID != "" {
			t.Errorf("%s: %+v", name, p)
		}
	}
	keys, uploads := w.keys()
	if tagged, _ := w.snapshots(d); len(keys) != 0 || uploads != 0 || len(tagged) != 0 || len(w.images()) != 0 {
		t.Fatal("something was made")
	}
}

func TestAPreviewOfWhatIsThereHasNoSteps(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, mib)
	r := w.create(d)
	if p := w.preview(d); len(p.Steps) != 0 || p.ImageID != r.ImageID {
		t.Fatalf("plan is %+v", p)
	}
	w.deregister(r)
	if p := w.preview(d); !slices.Equal(verbs(p), []string{"register"}) {
		t.Fatalf("plan is %+v", p)
	}
}

func TestAPreviewOfAReplacementDeregistersLast(t *testing.T) {
	w := newWorld(t)
	w.create(w.disk(1, mib))
	p := w.preview(w.disk(2, mib), func(o *Options) { o.OnConflict = Replace })
	if !slices.Equal(verbs(p), []string{"upload", "import", "tag", "deregister", "register"}) {
		t.Fatalf("plan is %+v", p)
	}
	_, err := Preview(t.Context(), w.disk(2, mib), w.options())
	var conflict *ConflictError
	if !errors.As(err, &conflict) {
		t.Fatalf("error is %v", err)
	}
}

func TestAPreviewNamesPermissionsThatLack(t *testing.T) {
	w := newWorld(t)
	w.refusing("EC2.ImportSnapshot")
	_, err := Preview(t.Context(), w.disk(1, mib), w.options())
	var denied *DeniedError
	if !errors.As(err, &denied) {
		t.Fatalf("error is %v", err)
	}
}
