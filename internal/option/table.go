package option

import "slices"

// Names of the settings.
const (
	ISOImage         = "ISO_IMAGE"
	IsCloudImage     = "IS_CLOUD_IMAGE"
	CloudSkip        = "CLOUD_SKIP"
	DiskBuilder      = "DISK_BUILDER"
	AuroraBootImage  = "AURORABOOT_IMAGE"
	DiskToolsImage   = "DISK_TOOLS_IMAGE"
	DiskSize         = "DISK_SIZE"
	StateSize        = "STATE_SIZE"
	RecoverySize     = "RECOVERY_SIZE"
	KernelCmdline    = "KERNEL_CMDLINE"
	OutputFormat     = "OUTPUT_FORMAT"
	Fstab            = "FSTAB"
	ClusterConfig    = "CLUSTERCONFIG"
	EdgeCustomConfig = "EDGE_CUSTOM_CONFIG"
	CacheExport      = "CACHE_EXPORT"
	Region           = "REGION"
	S3Bucket         = "S3_BUCKET"
	S3Key            = "S3_KEY"
	AMIName          = "AMI_NAME"
	Arch             = "ARCH"
	ImportMethod     = "IMPORT_METHOD"
	Parent           = "PARENT"
	Family           = "FAMILY"
	Verify           = "VERIFY"
	UploadFormat     = "UPLOAD_FORMAT"
	BucketOwner      = "BUCKET_OWNER"
	SSE              = "SSE"
	SSEKMSKey        = "SSE_KMS_KEY"
	S3Accelerate     = "S3_ACCELERATE"
	Encrypted        = "ENCRYPTED"
	KMSKey           = "KMS_KEY"
	RoleName         = "ROLE_NAME"
	DeleteObject     = "DELETE_OBJECT"
	KeepOnFailure    = "KEEP_ON_FAILURE"
	OnConflict       = "ON_CONFLICT"
	ImportPoll       = "IMPORT_POLL"
	ImagePoll        = "IMAGE_POLL"
	Timeout          = "TIMEOUT"
	AllowHTTP        = "ALLOW_HTTP"
	UseFIPS          = "AWS_USE_FIPS_ENDPOINT"
	UseDualStack     = "AWS_USE_DUALSTACK_ENDPOINT"
	LogLevel         = "LOG_LEVEL"
	LogFormat        = "LOG_FORMAT"
	Progress         = "PROGRESS"
	EndpointURL      = "AWS_ENDPOINT_URL"
	EndpointURLS3    = "AWS_ENDPOINT_URL_S3"
	EndpointURLEC2   = "AWS_ENDPOINT_URL_EC2"
	EndpointURLEBS   = "AWS_ENDPOINT_URL_EBS"
	EndpointURLSTS   = "AWS_ENDPOINT_URL_STS"
	EndpointURLIAM   = "AWS_ENDPOINT_URL_IAM"
	defaultBootImage = "quay.io/kairos/auroraboot:v0.26.2"
)

// Values of DISK_BUILDER.
const (
	// BuilderAuto takes auroraboot for a Kairos root filesystem where
	// security.insecure is granted, else builtin.
	BuilderAuto = "auto"
	// BuilderAuroraBoot runs auroraboot with security.insecure.
	BuilderAuroraBoot = "auroraboot"
	// BuilderBuiltin needs no privilege.
	BuilderBuiltin = "builtin"
)

// NoCacheExport is the one value of CACHE_EXPORT.
const NoCacheExport = "none"

// Table returns every setting, in the order of the steps.
func Table() []Option {
	return slices.Concat(rootfsTable(), diskTable(), outputTable(), publishTable(), imageTable())
}

func rootfsTable() []Option {
	return []Option{
		{ISOImage, StepRootfs, "", "", "image reference of the root filesystem, in the place of a Dockerfile"},
		{IsCloudImage, StepRootfs, "", "", "make the root filesystem that of a cloud image: true or false; true below cloud-image, false for iso-image alone"},
		{CloudSkip, StepRootfs, "", "", "steps of the cloud image to leave out, such as overlay,ssh-host-keys"},
	}
}

func diskTable() []Option {
	return []Option{
		{DiskBuilder, StepDisk, BuilderAuto, "", "program that makes the disk: auroraboot, builtin or auto"},
		{AuroraBootImage, StepDisk, defaultBootImage, "", "image that holds auroraboot"},
		{DiskToolsImage, StepDisk, "", "", "image that holds mke2fs, where the root filesystem has none that runs here"},
		{DiskSize, StepDisk, "", "MiB", "size of the disk, with or without a unit such as 20G; free space goes to its last partition"},
		{StateSize, StepDisk, "", "MiB", "size of the COS_STATE partition that a Kairos system makes at its first boot"},
		{RecoverySize, StepDisk, "", "MiB", "size of recovery.img on a Kairos disk"},
		{KernelCmdline, StepDisk, "", "", "words added to the kernel command line of a builtin disk"},
		{Fstab, StepDisk, "", "", "lines of /etc/fstab on a builtin disk, with ; between them, in the place of the image's own"},
		{ClusterConfig, StepDisk, "", "", "file of the build context with the cluster's definition, for the content partition"},
		{EdgeCustomConfig, StepDisk, ".edge-custom-config.yaml", "", "file of the build context with the edge host's configuration, for the content partition"},
		{CacheExport, StepDisk, "", "", "none: this build exports no cache; only asked for where one would hold the disk with its cloud-config or content"},
	}
}

func outputTable() []Option {
	return []Option{
		{OutputFormat, StepOutput, "raw", "", "format of the disk that cloud-image gives: raw, raw.zst, qcow2, vmdk or vhd"},
	}
}

func publishTable() []Option {
	return []Option{
		{Region, StepPublish, "", "", "AWS region, such as us-east-1"},
		{S3Bucket, StepPublish, "", "", "S3 bucket that takes the raw disk; in the same region; IMPORT_METHOD=s3 needs it"},
		{S3Key, StepPublish, "", "", "object key in the bucket; the raw file's name where it is not given"},
		{AMIName, StepPublish, "", "", "name of the AMI; made from S3_KEY where it is not given"},
		{Arch, StepPublish, "", "", "architecture that the disk must have: amd64 or arm64; the disk's own where it is not given"},
		{ImportMethod, StepPublish, "auto", "", "how the disk becomes a snapshot: s3, or ebs, which needs neither bucket nor role; auto is s3 where S3_BUCKET is given"},
		{Parent, StepPublish, "auto", "", "snapshot from which only differing blocks are sent, by ebs: auto (the family's newest), none or snap-…"},
		{Family, StepPublish, "", "", "family of images whose snapshots follow each other; AMI_NAME up to its first digit where it is not given"},
		{Verify, StepPublish, "false", "", "read every block back from AWS and compare it with the disk, and the image with what was asked"},
		{UploadFormat, StepPublish, "raw", "", "what is uploaded: raw, or vmdk, which is compressed, for slow uplinks, and always verified"},
		{BucketOwner, StepPublish, "", "", "account that must own the bucket: S3 refuses every call to another's"},
		{SSE, StepPublish, "", "", "encryption of the object: AES256, aws:kms or aws:kms:dsse; the bucket's own where it is not given"},
		{SSEKMSKey, StepPublish, "", "", "KMS key of the object, by ID, ARN or alias; means SSE=aws:kms"},
		{S3Accelerate, StepPublish, "false", "", "send by S3 Transfer Acceleration, which the bucket must have enabled"},
		{Encrypted, StepPublish, "false", "", "encrypt the snapshot"},
		{KMSKey, StepPublish, "", "", "KMS key of the snapshot; means ENCRYPTED, whose key is else the account's default"},
		{RoleName, StepPublish, "vmimport", "", "role by which AWS reads the bucket and makes the snapshot"},
		{OnConflict, StepPublish, "fail", "", "what to do when the key or the name is taken by another disk: fail, reuse, replace or suffix"},
		{DeleteObject, StepPublish, "false", "", "delete the object when the AMI is available; it can hold a registration token"},
		{KeepOnFailure, StepPublish, "false", "", "leave what a run that fails made and no later one can use"},
		{ImportPoll, StepPublish, "30s", "", "time between two looks at the snapshot import"},
		{ImagePoll, StepPublish, "15s", "", "time between two looks at the image"},
		{Timeout, StepPublish, "6h", "", "longest time of a run; a rerun goes on where it ended"},
		{AllowHTTP, StepPublish, "false", "", "allow an http:// endpoint that is not on loopback"},
		{UseFIPS, StepPublish, "false", "", "use AWS's FIPS endpoints"},
		{UseDualStack, StepPublish, "false", "", "use AWS's endpoints for IPv4 and IPv6"},
		{LogLevel, StepPublish, "info", "", "debug names each AWS call with its request ID: debug, info, warn or error"},
		{LogFormat, StepPublish, "text", "", "form of the log: text, or json, an object a line"},
		{Progress, StepPublish, "auto", "", "how far a step is: auto (a bar on a terminal, else plain), plain (whole lines), or json, an object a line of the log"},
		{EndpointURL, StepPublish, "", "", "endpoint of every AWS service, in the place of AWS's own"},
		{EndpointURLS3, StepPublish, "", "", "endpoint of S3"},
		{EndpointURLEC2, StepPublish, "", "", "endpoint of EC2"},
		{EndpointURLEBS, StepPublish, "", "", "endpoint of EBS direct"},
		{EndpointURLSTS, StepPublish, "", "", "endpoint of STS"},
		{EndpointURLIAM, StepPublish, "", "", "endpoint of IAM"},
	}
}
