package imports

import "testing"

func TestFailuresAreTakenInTheirOrderAndNumber(t *testing.T) {
	var f Failures
	f.Add(Failure{Bucket: "b", Key: "*.raw", Message: "twice", Times: 2})
	f.Add(Failure{Message: "always"})
	for i, want := range []string{"twice", "twice", "always", "always"} {
		if got := f.take("b", "disk.raw"); got != want {
			t.Errorf("import %d fails with %q, want %q", i, got, want)
		}
	}
	f.Clear()
	f.Add(Failure{Bucket: "b", Message: "elsewhere"})
	if got := f.take("other", "disk.raw"); got != "" {
		t.Errorf("an import from another bucket fails with %q", got)
	}
}
