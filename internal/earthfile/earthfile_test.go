package earthfile_test

import (
	"reflect"
	"testing"

	"github.com/amikit/amikit/internal/earthfile"
)

const sample = `VERSION 0.8
# not a target's
ARG --global A=x

# disk makes a disk.
# In /out.
disk:
    FROM +ubuntu
    ARG SIZE=""
    IF [ -n "$SIZE" ]
        RUN echo a \
            # why
            b
    ELSE IF true
        RUN --no-cache --secret K=$k --mount=$m make it
    END
    SAVE ARTIFACT /out/* AS LOCAL build/
`

func TestParseFindsRecipesWithTheirDocumentation(t *testing.T) {
	recipes := parse(t, sample)
	disk, ok := earthfile.Find(recipes, "disk")
	if !ok || disk.Doc != "disk makes a disk. In /out." {
		t.Fatalf("found %+v", disk)
	}
	if _, ok := earthfile.Find(recipes, "other"); ok {
		t.Fatal("found a recipe that is not there")
	}
	base, _ := earthfile.Find(recipes, earthfile.Base)
	if got := base.Args(); !reflect.DeepEqual(got, map[string]string{"A": "x"}) {
		t.Fatalf("the base's ARGs are %v", got)
	}
}

func TestParsePutsContinuedLinesTogether(t *testing.T) {
	disk, _ := earthfile.Find(parse(t, sample), "disk")
	runs := disk.Of("RUN")
	if len(runs) != 2 || runs[0].Text != "echo a b" || runs[0].Line != 11 {
		t.Fatalf("commands are %+v", runs)
	}
	flags, text := runs[1].Flags()
	if want := []string{"--no-cache", "--secret=K=$k", "--mount=$m"}; !reflect.DeepEqual(flags, want) || text != "make it" {
		t.Fatalf("split into %q and %q", flags, text)
	}
}

func TestParseRefusesWhatIsNoEarthfile(t *testing.T) {
	for name, text := range map[string]string{
		"a file that ends in a continued line": "RUN a \\",
		"a word that is no command":            "run a",
	} {
		if _, err := earthfile.Parse(text); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}

func parse(t *testing.T, text string) []earthfile.Recipe {
	t.Helper()
	recipes, err := earthfile.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return recipes
}
