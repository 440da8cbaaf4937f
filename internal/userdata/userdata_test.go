package userdata_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/userdata"
)

const example = `#cloud-config
install:
  device: /dev/nvme0n1
  reboot: true
stylus:
  site:
    paletteEndpoint: api.spectrocloud.com
    edgeHostToken: aUoeTr7qn2bL
`

func TestValidateTakes(t *testing.T) {
	tests := map[string]string{
		"the minimal document":            string(userdata.Minimal()),
		"a header without a newline":      "#cloud-config",
		"a header with blanks behind it":  "#cloud-config  \r\nhostname: a\r\n",
		"comments alone":                  "#cloud-config\n# nothing yet\n",
		"a real document":                 example,
		"a template's brackets":           "#cloud-config\nruncmd:\n- '[[[ if ]]] && echo \"x\"'\n",
		"a token of digits":               "#cloud-config\nstylus: {site: {edgeHostToken: 123456}}\n",
		"a setting that is null":          "#cloud-config\nstylus:\n",
		"an anchor and its alias":         "#cloud-config\na: &x {b: 1}\nc: *x\n",
		"an endpoint that begins with x":  "#cloud-config\nstylus: {site: {paletteEndpoint: xenon.example.com}}\n",
		"a placeholder in another field":  "#cloud-config\nname: xxxx\n",
		"fields that amikit doesn't know": "#cloud-config\nusers: [{name: a, groups: [admin]}]\n",
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			if err := userdata.Validate([]byte(text)); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestValidateRefuses(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"nothing":                   {"", "is empty"},
		"no header":                 {"users: []\n", "line 1: the first line must be #cloud-config"},
		"a header after a blank":    {"\n#cloud-config\n", "line 1: the first line must be"},
		"a byte order mark":         {"\ufeff#cloud-config\n", "line 1: begins with a byte order mark"},
		"another header":            {"#cloud-config-archive\n- x\n", "line 1: the first line must be"},
		"bytes that are no text":    {"#cloud-config\na: \xff\n", "is not UTF-8"},
		"a script":                  {"#cloud-config\n#!/bin/sh\necho hi\n", "is no mapping"},
		"a list":                    {"#cloud-config\n- a\n", "line 2: is no mapping"},
		"a broken line":             {"#cloud-config\na: [1\nb: 2\n", "is not valid YAML"},
		"a tab":                     {"#cloud-config\na:\n\tb: 1\n", "cannot start any token"},
		"a name given twice":        {"#cloud-config\na: 1\na: 2\n", "line 3: is not valid YAML: a name is given twice"},
		"an alias of nothing":       {"#cloud-config\na: *hidden\n", "an alias names an anchor"},
		"two documents":             {"#cloud-config\na: 1\n---\nb: 2\n", "more than one YAML document"},
		"install that is a text":    {"#cloud-config\ninstall: yes please\n", "line 2: install: must be a mapping"},
		"reboot in quotes":          {"#cloud-config\ninstall:\n  reboot: \"true\"\n", "line 3: install.reboot: must be true or false"},
		"a device that is a list":   {"#cloud-config\ninstall: {device: [a]}\n", "install.device: must be a text"},
		"the example's endpoint":    {"#cloud-config\nstylus:\n  site:\n    paletteEndpoint: xxxx.spectrocloud.com\n", "line 4: stylus.site.paletteEndpoint: is still the example's placeholder"},
		"the endpoint as address":   {"#cloud-config\nstylus: {site: {paletteEndpoint: 'https://xxxx.spectrocloud.com'}}\n", "placeholder"},
		"the example's token":       {"#cloud-config\nstylus: {site: {edgeHostToken: xxxxxxxxxxx}}\n", "stylus.site.edgeHostToken: is still the example's placeholder"},
		"a placeholder in an alias": {"#cloud-config\nt: &t xxxxx\nstylus: {site: {edgeHostToken: *t}}\n", "placeholder"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := userdata.Validate([]byte(test.text))
			var typed *userdata.Error
			if !errors.As(err, &typed) || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %v; want %q", err, test.want)
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("more than one line: %q", err)
			}
		})
	}
}

func TestNoErrorHoldsAValue(t *testing.T) {
	const secret = "hunter2hunter2"
	for _, text := range []string{
		"token: " + secret + "\n",
		"#cloud-config\n" + secret + ": 1\n" + secret + ": 2\n",
		"#cloud-config\na: *" + secret + "\n",
		"#cloud-config\n" + secret + "\n",
		"#cloud-config\ninstall: " + secret + "\n",
		"#cloud-config\na: !!int " + secret + "\n",
		"#cloud-config\na: \"\\q" + secret + "\n",
		"#cloud-config\n%" + secret + "\n---\n",
		"#cloud-config\na: !!binary " + secret + "!\n",
		"#cloud-config\n<<: " + secret + "\n",
	} {
		err := userdata.Validate([]byte(text))
		if err == nil {
			continue // what is no error quotes nothing
		}
		if strings.Contains(err.Error(), secret) {
			t.Errorf("the error for %q quotes it: %v", text, err)
		}
	}
}
