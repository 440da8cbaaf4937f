package amicmd

import (
	"errors"
	"io/fs"
	"os"
	"strings"

	"github.com/amikit/amikit/ami"
	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/uefidata"
)

// registrationFrom parses the settings of the image. Its error holds every one
// that does not parse.
func registrationFrom(values option.Values) (ami.Registration, error) {
	p := &parser{values: values}
	r := ami.Registration{
		BootMode:   disk.BootMode(values.Get(option.BootMode)),
		TPM:        p.flag(option.TPM),
		IMDSv2:     p.switched(option.IMDSv2),
		ENA:        p.switched(option.ENA),
		SRIOV:      p.flag(option.SRIOV),
		RootDevice: values.Get(option.RootDevice),
		Root: ami.Volume{
			Type:       values.Get(option.VolumeType),
			Size:       p.gibibytes(option.VolumeSize, values.Get(option.VolumeSize)),
			IOPS:       p.whole(option.VolumeIOPS, values.Get(option.VolumeIOPS)),
			Throughput: p.whole(option.VolumeThroughput, values.Get(option.VolumeThroughput)),
			Keep:       !p.flag(option.DeleteOnTermination),
		},
		Volumes:     p.volumes(),
		UEFIData:    p.uefiData(),
		Description: values.Get(option.Description),
		Tags:        p.tags(),
		Force:       p.flag(option.Force),
	}
	return r, problems(p.bad...)
}

// parser collects what does not parse.
type parser struct {
	values option.Values
	bad    []error
}

func (p *parser) refuse(setting, value, reason string) {
	p.bad = append(p.bad, &ami.InvalidError{Setting: setting, Value: value, Reason: reason})
}

func (p *parser) flag(setting string) bool { return p.truth(setting, p.values.Get(setting)) }

func (p *parser) truth(setting, text string) bool {
	on, ok := truth(text)
	if !ok {
		p.refuse(setting, text, "is neither true nor false")
	}
	return on
}

// switched leaves what is no truth for the check of the options.
func (p *parser) switched(setting string) ami.Switch {
	text := p.values.Get(setting)
	switch on, ok := truth(text); {
	case ok && on:
		return ami.On
	case ok:
		return ami.Off
	}
	return ami.Switch(text)
}

func truth(text string) (on, ok bool) {
	switch strings.ToLower(text) {
	case "true", "1", "yes", "on":
		return true, true
	case "false", "0", "no", "off":
		return false, true
	}
	return false, false
}

// uefiData is a file's content where there is such a file.
func (p *parser) uefiData() string {
	text := p.values.Get(option.UEFIData)
	if text == "" || len(text) > uefidata.MaxPath {
		return text
	}
	data, err := os.ReadFile(text)
	if errors.Is(err, fs.ErrNotExist) {
		return text
	}
	if err != nil {
		p.refuse(option.UEFIData, text, "cannot be read")
	}
	return uefidata.Text(data)
}
