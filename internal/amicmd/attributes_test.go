package amicmd

import (
	"strings"
	"testing"

	"github.com/amikit/amikit/ami"
)

func TestTheResultNamesSettingsAndVolumes(t *testing.T) {
	text := describe(&ami.Result{Attributes: ami.Attributes{ENA: true, IMDSv2: true, TPM: true, SRIOV: true, Volumes: []ami.ResultVolume{
		{Device: "/dev/xvda", SizeGiB: 32, Type: "gp3", DeleteOnTermination: true},
		{Device: "/dev/sdf", SizeGiB: 8, Type: "gp3", IOPS: 4000, Throughput: 250},
	}}})
	for _, want := range []string{
		"settings       ENA, IMDSv2 required, TPM 2.0, SR-IOV\n", "volume         /dev/xvda, 32 GiB gp3\n",
		"volume         /dev/sdf, 8 GiB gp3, 4000 IOPS, 250 MiB/s, kept\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	if text := describe(&ami.Result{}); !strings.Contains(text, "settings       none\n") {
		t.Errorf("without any it says\n%s", text)
	}
}
