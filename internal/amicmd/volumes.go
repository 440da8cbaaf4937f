package amicmd

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"github.com/tonistiigi/go-csvvalue"

	"github.com/amikit/amikit/ami"
	"github.com/amikit/amikit/internal/option"
)

// volumes parses volumes with blanks between them, each of key=value fields with
// commas between them.
func (p *parser) volumes() []ami.Volume {
	var volumes []ami.Volume
	for _, text := range strings.Fields(p.values.Get(option.Volumes)) {
		v := ami.Volume{}
		for field := range strings.SplitSeq(text, ",") {
			key, value, ok := strings.Cut(field, "=")
			if !ok || value == "" {
				p.refuse(option.Volumes, field, "is not key=value")
				continue
			}
			p.member(&v, key, value)
		}
		volumes = append(volumes, v)
	}
	return volumes
}

func (p *parser) member(v *ami.Volume, key, value string) {
	switch key {
	case "device":
		v.Device = value
	case "snapshot":
		v.SnapshotID = value
	case "type":
		v.Type = value
	case "size":
		v.Size = p.gibibytes(option.Volumes, value)
	case "iops":
		v.IOPS = p.whole(option.Volumes, value)
	case "throughput":
		v.Throughput = p.whole(option.Volumes, value)
	case "encrypted":
		v.Encrypted = p.truth(option.Volumes, value)
	case "delete":
		v.Keep = !p.truth(option.Volumes, value)
	default:
		p.refuse(option.Volumes, key, "is no part of a volume: it has device, size, type, iops, throughput, snapshot, encrypted and delete")
	}
}

// whole parses a whole number; empty is 0.
func (p *parser) whole(setting, text string) int64 {
	n, err := parseWhole(text)
	if err != nil {
		p.refuse(setting, text, "is no whole number above 0")
	}
	return n
}

var errNotWhole = errors.New("no whole number above 0")

func parseWhole(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 || n > math.MaxInt32 {
		return 0, errNotWhole
	}
	return n, nil
}

// gibibytes parses a size with or without a unit of GiB or TiB.
func (p *parser) gibibytes(setting, text string) int64 {
	bare, factor := text, int64(1)
	for unit, n := range map[string]int64{"TiB": 1024, "T": 1024, "GiB": 1, "G": 1} {
		if before, ok := strings.CutSuffix(text, unit); ok {
			bare, factor = before, n
			break
		}
	}
	n, err := parseWhole(bare)
	if err != nil || bare == "" && text != "" || n > math.MaxInt32/factor {
		p.refuse(setting, text, "is no size: give a whole number of GiB, such as 40, 40G or 1T")
		return 0
	}
	return n * factor
}

// tags parses key=value fields with commas between them; a field with a comma
// stands in double quotes, as in CSV.
func (p *parser) tags() map[string]string {
	text := p.values.Get(option.Tags)
	if text == "" {
		return nil
	}
	fields, err := csvvalue.Fields(text, nil)
	if err != nil {
		p.refuse(option.Tags, text, "has a quote that does not end")
		return nil
	}
	tags := map[string]string{}
	for _, field := range fields {
		key, value, ok := strings.Cut(field, "=")
		if _, twice := tags[key]; !ok || twice {
			p.refuse(option.Tags, field, "is not key=value, or stands there twice")
			continue
		}
		tags[key] = value
	}
	return tags
}
