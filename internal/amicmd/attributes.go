package amicmd

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/amikit/amikit/ami"
)

// settingsOf names what an image has, for people.
func settingsOf(a ami.Attributes) string {
	var names []string
	for _, s := range []struct {
		on   bool
		name string
	}{{a.ENA, "ENA"}, {a.IMDSv2, "IMDSv2 required"}, {a.TPM, "TPM 2.0"}, {a.SRIOV, "SR-IOV"}} {
		if s.on {
			names = append(names, s.name)
		}
	}
	return cmp.Or(strings.Join(names, ", "), "none")
}

func volumeText(v ami.ResultVolume) string {
	text := fmt.Sprintf("%s, %d GiB %s", v.Device, v.SizeGiB, v.Type)
	if v.IOPS > 0 {
		text += fmt.Sprintf(", %d IOPS", v.IOPS)
	}
	if v.Throughput > 0 {
		text += fmt.Sprintf(", %d MiB/s", v.Throughput)
	}
	if !v.DeleteOnTermination {
		text += ", kept"
	}
	return text
}
