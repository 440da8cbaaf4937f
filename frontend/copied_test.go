package frontend

import (
	"strings"
	"testing"
)

func TestCopiesOfTheCloudConfig(t *testing.T) {
	for instruction, want := range map[string]bool{
		"COPY . /":                                                   true,
		"COPY / /":                                                   true,
		"ADD ./ /":                                                   true,
		"COPY cloud-images /":                                        true,
		"COPY a cloud-images/config/ /":                              true,
		"COPY /" + UserDataPath + " /":                               true,
		"COPY * /":                                                   true,
		"COPY cloud-images/*/user-data.* /":                          true,
		"COPY --exclude=cloud-images . /":                            false,
		"COPY --from=other . /":                                      false,
		"COPY rootfs /":                                              false,
		"COPY cloud-image /":                                         false,
		"COPY cloud-images/config/other /":                           false,
		"COPY *.yaml /":                                              false,
		"ADD https://example.com/user-data /a":                       false,
		"RUN cat " + UserDataPath:                                    false,
		"COPY --parents **/*.yaml /":                                 true,
		"COPY --parents ./cloud-images/./config /":                   true,
		"COPY <<EOF /\n" + UserDataPath + "\nEOF":                    false,
		"COPY [\"cloud-images\", \"/\"]":                             true,
		"RUN --mount=target=/src make":                               true,
		"RUN --mount=type=bind,source=rootfs,target=/src make":       false,
		"RUN --mount=type=bind,from=other,target=/src make":          false,
		"RUN --mount=type=cache,target=/src make":                    false,
		"RUN --mount=type=bind,source=cloud-images,target=/src make": true,
		"ONBUILD COPY . /":                                           true,
		"ONBUILD RUN make":                                           false,
	} {
		p := parseDockerfile([]byte("FROM scratch AS other\nFROM scratch\n" + instruction + "\n"))
		if p.stages == nil {
			t.Fatalf("%s is no instruction", instruction)
		}
		if got := len(p.copies(UserDataPath, "")) > 0; got != want {
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

func TestOnlyTheStagesOfTheRootFilesystemCount(t *testing.T) {
	const takes = "\nCOPY . /\n"
	for name, c := range map[string]struct {
		dockerfile, target string
		want               bool
	}{
		"the last":                     {"FROM scratch AS a\nFROM scratch" + takes, "", true},
		"another":                      {"FROM scratch AS a" + takes + "FROM scratch\n", "", false},
		"its base":                     {"FROM scratch AS A" + takes + "FROM a\n", "", true},
		"what it copies from":          {"FROM scratch AS a" + takes + "FROM scratch\nCOPY --from=a /x /\n", "", true},
		"what it copies from, counted": {"FROM scratch" + takes + "FROM scratch\nCOPY --from=0 /x /\n", "", true},
		"what it mounts":               {"FROM scratch AS a" + takes + "FROM scratch\nRUN --mount=from=a,target=/a make\n", "", true},
		"what its base copies from":    {"FROM scratch AS a" + takes + "FROM scratch AS b\nCOPY --from=a /x /\nFROM b\n", "", true},
		"a variable's":                 {"ARG BASE=a\nFROM scratch AS a" + takes + "FROM $BASE\n", "", true},
		"behind the target":            {"FROM scratch AS iso-image\nFROM iso-image" + takes, TargetRootfs, false},
		"an image of a later name":     {"FROM a\nFROM scratch AS a" + takes + "FROM scratch\n", "", false},
		"a text that is no Dockerfile": {"COPY", "", false},
	} {
		if got := len(parseDockerfile([]byte(c.dockerfile)).copies(UserDataPath, c.target)) > 0; got != c.want {
			t.Errorf("%s: it is copied %v, want %v", name, got, c.want)
		}
	}
}

func TestADockerfileIsReadWhateverItsLineEnds(t *testing.T) {
	for name, text := range map[string]string{
		"CRLF":        "FROM scratch\r\nARG MINE\r\nCOPY . /\r\n",
		"a BOM":       "\ufeffFROM scratch\nARG MINE\nCOPY . /\n",
		"no last end": "FROM scratch\nARG MINE\nCOPY . /",
		"a heredoc":   "FROM scratch\nARG MINE\nCOPY . /\nCOPY <<EOF /x\nCOPY . /\nEOF\n",
	} {
		p := parseDockerfile([]byte(text))
		args := p.args()
		if lines := p.copies(UserDataPath, ""); len(lines) != 1 || lines[0].Start.Line != 3 || len(args) != 1 || args[0].name != "MINE" {
			t.Errorf("%s: copies are %v, args %v", name, lines, args)
		}
	}
}
