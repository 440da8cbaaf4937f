package query_test

import (
	"net/url"
	"slices"
	"testing"

	"github.com/amikit/amikit/localaws/wire/query"
)

func TestParameters(t *testing.T) {
	form, err := url.ParseQuery("Owner.2=b&Owner.1=a&Owner.10=c&Empty=&DryRun=TRUE" +
		"&Filter.1.Name=state&Filter.1.Value.1=x&Filter.1.Value.2=y&Filter.2.Name=tag:k")
	if err != nil {
		t.Fatal(err)
	}
	p := query.Parse(form)

	if got := p.List("Owner"); !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("owners are %q", got)
	}
	if !p.Has("Empty") || p.Has("Missing") {
		t.Error("an empty parameter is not the same as none")
	}
	if !p.Flag("DryRun") || p.Flag("Empty") {
		t.Error("a flag is true for true alone")
	}
	if !p.HasAny("Filter") || p.HasAny("Filt") {
		t.Error("HasAny goes by whole names")
	}
	filters := p.Items("Filter")
	if len(filters) != 2 || filters[1]["Name"] != "tag:k" {
		t.Fatalf("filters are %q", filters)
	}
	if got := filters[0].List("Value"); !slices.Equal(got, []string{"x", "y"}) {
		t.Errorf("values are %q", got)
	}
}
