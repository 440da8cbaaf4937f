package ami

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/amikit/amikit/disk"
)

// holding returns what the plan says of a kind; nil where nothing is there.
func (p *Plan) holding(kind string) *Holding {
	i := slices.IndexFunc(p.Exists, func(h Holding) bool { return h.Kind == kind })
	if i < 0 {
		return nil
	}
	return &p.Exists[i]
}

func kinds(p *Plan) []string {
	list := []string{}
	for _, h := range p.Exists {
		list = append(list, h.Kind)
	}
	return list
}

func (w *world) checkPlan(p *Plan) {
	w.t.Helper()
	for _, wrong := range readSchema(w.t, "ami-plan.schema.json").check("plan", asJSON(w.t, p)) {
		w.t.Error(wrong)
	}
}

func TestAPlanSaysWhatIsThereAndWhatWouldBeMade(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, mib)
	p := w.preview(d)
	w.checkPlan(p)
	if len(p.Exists) != 0 || !slices.Equal(p.Makes, []string{KindObject, KindImport, KindSnapshot, KindImage}) || p.SendBytes != mib {
		t.Fatalf("plan is %+v", p)
	}
	r := w.create(d)
	p = w.preview(d)
	w.checkPlan(p)
	if !slices.Equal(kinds(p), []string{KindImage, KindSnapshot, KindImport, KindObject}) || len(p.Makes) != 0 || p.SendBytes != 0 {
		t.Fatalf("plan is %+v", p)
	}
	if got := p.holding(KindSnapshot); got.ID != r.SnapshotID || got.State != "completed" {
		t.Fatalf("snapshot is %+v", got)
	}
	w.deregister(r)
	w.deleteSnapshot(r)
	if p = w.preview(d); !slices.Equal(kinds(p), []string{KindObject}) || !slices.Equal(p.Makes, []string{KindImport, KindSnapshot, KindImage}) || p.holding(KindObject).Bytes != mib {
		t.Fatalf("plan is %+v", p)
	}
}

func TestAPlanHasTheImageAsItWasDecided(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, mib)
	d.System = &disk.System{Family: disk.Kairos, Agent: "kairos-agent v2.1.0", ENA: disk.Yes, IMDSv2: disk.No}
	p := w.preview(d, func(o *Options) { o.Registration.TPM = true })
	w.checkPlan(p)
	i := p.Image
	if i.Architecture != "x86_64" || i.BootMode != "uefi" || !i.Attributes.ENA || i.Attributes.IMDSv2 || !i.Attributes.TPM {
		t.Fatalf("image is %+v", i)
	}
	if v := i.Attributes.Volumes[0]; v.Type != "gp3" || v.SizeGiB != 1 || v.Device != i.RootDevice {
		t.Fatalf("volume is %+v", v)
	}
	if !slices.ContainsFunc(i.Reasons, func(s string) bool { return strings.Contains(s, "kairos-agent v2.1.0 asks") }) {
		t.Fatalf("reasons are %q", i.Reasons)
	}
}

func TestAPlanCountsWhatIsSentAlready(t *testing.T) {
	w, keep := newWorld(t), cached(t.TempDir())
	d := w.disk(1, 20*mib)
	w.stopped(d, 30, w.next("1"), keep, func(o *Options) { o.Concurrency = 1 })
	p := w.preview(d, w.next("1"), keep)
	w.checkPlan(p)
	s := p.holding(KindSnapshot)
	if s == nil || s.State != "pending" || s.Bytes < (30-blockWorkers)*disk.BlockSize || p.SendBytes != 20*mib-s.Bytes || !slices.Equal(p.Makes, []string{KindImage}) {
		t.Fatalf("plan is %+v", p)
	}
	if p = w.preview(d, w.next("1")); p.SendBytes != 20*mib {
		t.Fatalf("without the journal the plan is %+v", p)
	}
}

func TestAPlanCountsThePartsOfAnOpenUpload(t *testing.T) {
	w := newWorld(t)
	d, plain := w.disk(1, 32*mib), w.cfg
	w.stopAfter("S3.UploadPart", 1)
	one := func(o *Options) { o.Concurrency = 1 }
	if _, err := Create(t.Context(), d, w.options(one)); !errors.Is(err, errKilled) {
		t.Fatalf("error is %v", err)
	}
	w.cfg = plain
	p := w.preview(d)
	w.checkPlan(p)
	if u := p.holding(KindUpload); u == nil || u.Parts != 1 || u.Bytes != 16*mib || p.SendBytes != 16*mib {
		t.Fatalf("plan is %+v", p)
	}
}

func TestAPlanNamesTheParentAndSendsWhatDiffers(t *testing.T) {
	w, keep := newWorld(t), cached(t.TempDir())
	first := w.disk(1, 4*mib)
	r := w.create(first, w.next("1"), keep)
	p := w.preview(w.changed(first, 4*mib, generation), w.next("2"), keep)
	w.checkPlan(p)
	if parent := p.holding(KindParent); parent == nil || parent.ID != r.SnapshotID || p.SendBytes != 2*disk.BlockSize {
		t.Fatalf("plan is %+v", p)
	}
}
