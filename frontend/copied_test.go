package frontend

import (
	"strings"
	"testing"
)

func TestCopiesOfTheCloudConfig(t *testing.T) {
	for instruction, want := range map[string]bool{
		"COPY . /":                             true,
		"COPY / /":                             true,
		"ADD ./ /":                             true,
		"COPY cloud-images /":                  true,
		"COPY a cloud-images/config/ /":        true,
		"COPY /" + UserDataPath + " /":         true,
		"COPY * /":                             true,
		"COPY cloud-images/*/user-data.* /":    true,
		"COPY --exclude=cloud-images . /":      false,
		"COPY --from=other . /":                false,
		"COPY rootfs /":                        false,
		"COPY cloud-image /":                   false,
		"COPY cloud-images/config/other /":     false,
		"COPY *.yaml /":                        false,
		"ADD https://example.com/user-data /a": false,
		"RUN cat " + UserDataPath:              false,
	} {
		p := parseDockerfile([]byte("FROM scratch AS other\nFROM scratch\n" + instruction + "\n"))
		if p.stages == nil {
			t.Fatalf("%s is no instruction", instruction)
		}
		if got := len(p.copies(UserDataPath)) > 0; got != want {
			t.Errorf("%s copies it: %v, want %v", instruction, got, want)
		}
	}
}

func TestACopiedCloudConfigIsAWarning(t *testing.T) {
	for name, c := range map[string]struct {
		ignore string
		lines  int
	}{
		"without .dockerignore":       {"", 1},
		"with its folder ignored":     {"cloud-images\n", 0},
		"with other things ignored":   {"*.iso\n", 1},
		"with an exception to ignore": {"cloud-images\n!" + UserDataPath + "\n", 1},
	} {
		t.Run(name, func(t *testing.T) {
			g := newGateway(map[string]string{keyTarget: TargetDisk}).withUserData("#cloud-config\n").withDockerfile("FROM scratch\nCOPY . /\n")
			g.files["load .dockerignore"] = map[string]string{".dockerignore": c.ignore}
			if _, err := g.build(t); err != nil {
				t.Fatal(err)
			}
			if len(g.lines) != c.lines || c.lines > 0 && !strings.Contains(g.warnings[0], ".dockerignore") {
				t.Errorf("warnings are %v on lines %v", g.warnings, g.lines)
			}
		})
	}
}
