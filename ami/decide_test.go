package ami

import (
	"strings"
	"testing"

	"github.com/amikit/amikit/disk"
)

// decided runs decide on a disk of 1 MiB, and returns all that it said.
func decided(t *testing.T, change func(*Disk, *Options)) (*decision, string) {
	t.Helper()
	d, o := wantedDisk(), Options{}
	change(&d, &o)
	c, err := decide(d, o)
	var said strings.Builder
	for _, note := range c.notes {
		said.WriteString(note.Message + "\n")
	}
	if err != nil {
		said.WriteString("refused: " + err.Error())
	}
	return c, said.String()
}

func kairos(answer disk.Answer) *disk.System {
	return &disk.System{Family: disk.Kairos, ENA: disk.Yes, IMDSv2: answer, Agent: "usr/bin/kairos-agent"}
}

func other(answer disk.Answer) *disk.System {
	return &disk.System{Family: disk.OtherFamily, ENA: disk.Yes, IMDSv2: answer, Agent: "cloudinit"}
}

func TestTokensAreRequiredWhereTheSystemAsksWithOne(t *testing.T) {
	for name, c := range map[string]struct {
		system  *disk.System
		setting Switch
		force   bool
		want    bool
		says    string
	}{
		"a Kairos that can":                  {kairos(disk.Yes), "", false, true, "is required: usr/bin/kairos-agent"},
		"a Kairos that cannot":               {kairos(disk.No), "", false, false, "would get no user-data"},
		"a Kairos that cannot, asked for":    {kairos(disk.No), On, false, true, "refused: IMDSV2"},
		"a Kairos that cannot, forced":       {kairos(disk.No), On, true, true, "it is forced"},
		"a Kairos that cannot, off":          {kairos(disk.No), Off, false, false, ""},
		"a Kairos that can, off":             {kairos(disk.Yes), Off, false, false, ""},
		"cloud-init that can":                {other(disk.Yes), Auto, false, true, "is required: cloudinit"},
		"cloud-init that cannot":             {other(disk.No), Auto, false, false, "without a token"},
		"cloud-init that cannot, asked for":  {other(disk.No), On, false, true, ""},
		"a system without an agent":          {&disk.System{Family: disk.OtherFamily, ENA: disk.Yes, IMDSv2: disk.No}, Auto, false, false, "set IMDSV2=true where yours does"},
		"a system that was not read":         {&disk.System{ENA: disk.Yes, Unread: []string{"btrfs"}}, Auto, false, false, "does not tell whether its system asks with a token (btrfs)"},
		"a disk of which nothing is known":   {nil, Auto, false, false, "the disk was not read"},
		"one that was not read, asked for":   {&disk.System{ENA: disk.Yes}, On, false, true, ""},
		"a Kairos that was not read, forced": {kairos(""), On, true, true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, said := decided(t, func(d *Disk, o *Options) {
				d.System, o.Registration.IMDSv2, o.Registration.Force = c.system, c.setting, c.force
			})
			if got.imdsv2 != c.want || !strings.Contains(said, c.says) || c.says == "" && said != "" {
				t.Fatalf("required is %v, said %q", got.imdsv2, said)
			}
		})
	}
}

func TestENAIsOnUnlessTheKernelLacksTheDriver(t *testing.T) {
	for name, c := range map[string]struct {
		has     disk.Answer
		setting Switch
		force   bool
		want    bool
		says    string
	}{
		"the driver is there":             {disk.Yes, Auto, false, true, ""},
		"the driver is missing":           {disk.No, Auto, false, false, "ENA is off: the disk's kernel has no ena driver"},
		"it is not known":                 {"", Auto, false, true, "ENA is on, though the disk does not tell"},
		"the driver is missing, asked":    {disk.No, On, false, true, "refused: ENA"},
		"the driver is missing, forced":   {disk.No, On, true, true, "it is forced"},
		"the driver is there, off":        {disk.Yes, Off, false, false, ""},
		"it is not known, and asked for":  {"", On, false, true, ""},
		"it is not known, and turned off": {"", Off, false, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, said := decided(t, func(d *Disk, o *Options) {
				d.System = &disk.System{ENA: c.has}
				o.Registration = Registration{ENA: c.setting, Force: c.force, IMDSv2: Off}
			})
			if got.ena != c.want || !strings.Contains(said, c.says) || c.says == "" && said != "" {
				t.Fatalf("ENA is %v, said %q", got.ena, said)
			}
		})
	}
}

func TestAnArm64ImageWithoutENAIsWarnedOf(t *testing.T) {
	_, said := decided(t, func(d *Disk, o *Options) {
		d.Architecture, o.Registration.ENA = "arm64", Off
	})
	if !strings.Contains(said, "no instance of arm64 has a network") {
		t.Fatalf("said %q", said)
	}
}

func TestContradictionsAreRefusedAllAtOnce(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Disk, *Options)
		want   []string // of the refusal; none where it is taken
	}{
		"nothing":                  {func(*Disk, *Options) {}, nil},
		"TPM with uefi":            {func(_ *Disk, o *Options) { o.Registration.TPM = true }, nil},
		"TPM on arm64":             {func(d *Disk, o *Options) { d.Architecture, o.Registration.TPM = "arm64", true }, []string{"TPM", "arm64 with uefi"}},
		"TPM with uefi-preferred":  {func(d *Disk, o *Options) { d.BootMode, o.Registration.TPM = disk.BootUEFIPreferred, true }, []string{"TPM", "uefi-preferred"}},
		"SR-IOV on arm64":          {func(d *Disk, o *Options) { d.Architecture, o.Registration.SRIOV = "arm64", true }, []string{"SRIOV"}},
		"SR-IOV on amd64":          {func(_ *Disk, o *Options) { o.Registration.SRIOV = true }, nil},
		"UEFI data with a BIOS":    {func(d *Disk, o *Options) { d.BootMode, o.Registration.UEFIData = disk.BootLegacyBIOS, "QUJD" }, []string{"UEFI_DATA"}},
		"a BIOS on arm64":          {func(d *Disk, o *Options) { d.Architecture, o.Registration.BootMode = "arm64", disk.BootLegacyBIOS }, []string{"BOOT_MODE", "arm64"}},
		"a BIOS without boot code": {func(_ *Disk, o *Options) { o.Registration.BootMode = disk.BootLegacyBIOS }, []string{"BOOT_MODE", "boots by uefi alone", "--force"}},
		"both without boot code":   {func(_ *Disk, o *Options) { o.Registration.BootMode = disk.BootUEFIPreferred }, []string{"BOOT_MODE"}},
		"that, forced": {func(_ *Disk, o *Options) {
			o.Registration = Registration{BootMode: disk.BootUEFIPreferred, Force: true}
		}, nil},
		"one of two that can": {func(d *Disk, o *Options) {
			d.BootMode, o.Registration.BootMode = disk.BootUEFIPreferred, disk.BootLegacyBIOS
		}, nil},
		"a disk that does not say":     {func(d *Disk, o *Options) { d.BootMode, o.Registration.BootMode = "", disk.BootLegacyBIOS }, nil},
		"another architecture and TPM": {func(_ *Disk, o *Options) { o.Architecture, o.Registration.TPM = "arm64", true }, []string{"ARCH", "TPM", "arm64 with uefi"}},
		"no architecture":              {func(d *Disk, _ *Options) { d.Architecture = "" }, []string{"ARCH", "give amd64 or arm64"}},
		"a volume below the disk": {func(d *Disk, o *Options) { d.Source, o.Registration.Root.Size = content(3<<30+1), 3 }, []string{
			"VOLUME_SIZE", "give 4 or more",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			_, said := decided(t, c.change)
			refused := strings.Contains(said, "refused: ")
			if refused != (c.want != nil) {
				t.Fatalf("said %q", said)
			}
			for _, want := range c.want {
				if !strings.Contains(said, want) {
					t.Errorf("%q is not in %q", want, said)
				}
			}
		})
	}
}

func TestAKairosVolumeHasRoomForTheFirstBoot(t *testing.T) {
	first := &disk.FirstBoot{StateSize: 20 << 30, VolumeSize: 27<<30 + 1}
	for name, c := range map[string]struct {
		size  int64 // given, GiB
		disk  int64 // bytes
		first *disk.FirstBoot
		want  int64
		says  string
	}{
		"by itself":                     {0, 7 << 30, first, 32, "the root volume has 32 GiB: the first boot needs 27.0 GiB"},
		"more than that is given":       {40, 7 << 30, first, 40, ""},
		"less than that is given":       {27, 7 << 30, first, 27, "no room for the first boot"},
		"the disk is large enough":      {0, 64 << 30, first, 0, ""},
		"a disk that is just too small": {0, 31 << 30, first, 32, "has 32 GiB"},
		"a disk that adds nothing":      {0, 7 << 30, nil, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, said := decided(t, func(d *Disk, o *Options) {
				d.Source, d.FirstBoot, d.System = content(c.disk), c.first, kairos(disk.Yes)
				o.Registration.Root.Size, o.Registration.IMDSv2 = c.size, Off
			})
			if got.root.Size != c.want || !strings.Contains(said, c.says) || c.says == "" && said != "" {
				t.Fatalf("%d GiB, said %q", got.root.Size, said)
			}
		})
	}
}

func TestRatesThatTheDecidedSizeDoesNotAllowAreRefused(t *testing.T) {
	_, said := decided(t, func(d *Disk, o *Options) {
		d.FirstBoot = &disk.FirstBoot{VolumeSize: 5 << 30}
		o.Registration.Root = Volume{Type: "io1", IOPS: 1000}
	})
	if !strings.Contains(said, "VOLUME_IOPS") || !strings.Contains(said, "9 GiB") {
		t.Fatalf("said %q", said)
	}
}
