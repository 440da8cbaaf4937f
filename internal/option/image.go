package option

// Names of the settings of the image itself.
const (
	BootMode            = "BOOT_MODE"
	TPM                 = "TPM"
	IMDSv2              = "IMDSV2"
	ENA                 = "ENA"
	SRIOV               = "SRIOV"
	UEFIData            = "UEFI_DATA"
	RootDevice          = "ROOT_DEVICE"
	VolumeType          = "VOLUME_TYPE"
	VolumeSize          = "VOLUME_SIZE"
	VolumeIOPS          = "VOLUME_IOPS"
	VolumeThroughput    = "VOLUME_THROUGHPUT"
	DeleteOnTermination = "DELETE_ON_TERMINATION"
	Volumes             = "VOLUMES"
	Description         = "DESCRIPTION"
	Tags                = "TAGS"
	Force               = "FORCE"
)

// imageTable are the settings of the registration.
func imageTable() []Option {
	return []Option{
		{BootMode, StepPublish, "", "", "boot mode: uefi, legacy-bios or uefi-preferred; what the disk boots by where it is not given"},
		{TPM, StepPublish, "false", "", "give instances a TPM 2.0; needs amd64 and the boot mode uefi"},
		{IMDSv2, StepPublish, "auto", "", "require tokens of the metadata service: true, false or auto (where the disk's system is known to ask with one)"},
		{ENA, StepPublish, "auto", "", "enhanced networking: true, false or auto (unless the disk's kernel is known to lack the driver)"},
		{SRIOV, StepPublish, "false", "", "enhanced networking of older instances (sriovNetSupport), amd64 only"},
		{UEFIData, StepPublish, "", "", "UEFI variable store: a file, in a build one of the context, or its text in base64"},
		{RootDevice, StepPublish, "/dev/xvda", "", "device name of the root volume"},
		{VolumeType, StepPublish, "gp3", "", "type of the root volume: gp3, gp2, io1, io2 or standard"},
		{VolumeSize, StepPublish, "", "GiB", "size of the root volume; the disk's, or what a Kairos disk's first boot needs, where it is not given"},
		{VolumeIOPS, StepPublish, "", "", "IOPS of the root volume, for gp3, io1 and io2"},
		{VolumeThroughput, StepPublish, "", "MiB/s", "throughput of the root volume, for gp3"},
		{DeleteOnTermination, StepPublish, "true", "", "delete the root volume with its instance"},
		{Volumes, StepPublish, "", "", "further volumes, each device=/dev/sdf,size=GIB with type, iops, throughput, snapshot, encrypted, delete; blanks between them"},
		{Description, StepPublish, "", "", "description of the AMI; it names the disk where it is not given"},
		{Tags, StepPublish, "", "", "tags of the AMI and its snapshot, as key=value,key=value"},
		{Force, StepPublish, "false", "", "take a boot mode, IMDSv2 or ENA that the disk contradicts"},
	}
}
