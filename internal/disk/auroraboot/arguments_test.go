package auroraboot

import (
	"slices"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/option"
)

func TestTheArgumentsAreTheContracts(t *testing.T) {
	o := Options{Rootfs: "/rootfs", DiskSize: 20480, RecoverySize: 900}
	got := strings.Join(o.arguments("/out/x", "/scratch/c.yaml"), " ")
	want := "--set container_image=dir:/rootfs --set disk.efi=true --set state_dir=/out/x " +
		"--set disable_http_server=true --set disable_netboot=true " +
		"--set disk.size=20480 --set disk.recovery_image_size=900 --cloud-config /scratch/c.yaml"
	if got != want {
		t.Fatalf("got  %s\nwant %s", got, want)
	}
}

func TestNothingOfTheEnvironmentReachesAuroraBootButItsPath(t *testing.T) {
	env := environment(func(name string) string { return "outer-" + name }, "/scratch/x")
	for _, want := range []string{"TMPDIR=/scratch/x", "NO_COLOR=1"} {
		if !slices.Contains(env, want) {
			t.Errorf("%s is not in %q", want, env)
		}
	}
	for _, variable := range env {
		if strings.Contains(variable, "outer-") && !strings.HasPrefix(variable, "PATH=outer-PATH:") {
			t.Errorf("%s is passed on", variable)
		}
	}
}

func TestSizesAreReadFromTheEnvironment(t *testing.T) {
	var o Options
	if err := o.readSizes(func(name string) string { return map[string]string{option.DiskSize: "20G"}[name] }); err != nil || o.DiskSize != 20480 {
		t.Fatalf("got %+v, %v", o, err)
	}
	err := o.readSizes(func(name string) string { return map[string]string{option.StateSize: "much"}[name] })
	if err == nil || !strings.Contains(err.Error(), "STATE_SIZE") || !strings.Contains(err.Error(), `"much"`) {
		t.Fatalf("got %v", err)
	}
}
