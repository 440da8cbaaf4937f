package ami

// Method is how a disk becomes a snapshot.
type Method string

// Methods of import.
const (
	// ByAuto is [ByS3] where there is a bucket, else [ByEBS].
	ByAuto Method = "auto"
	// ByS3 uploads the disk to a bucket and lets AWS import it from there, which
	// takes AWS minutes and needs the role vmimport.
	ByS3 Method = "s3"
	// ByEBS writes the snapshot's blocks by the EBS direct APIs, which needs
	// neither bucket nor role.
	ByEBS Method = "ebs"
)

// resolveMethod resolves [ByAuto].
func (o *Options) resolveMethod() Method {
	switch {
	case o.Method != "" && o.Method != ByAuto:
		return o.Method
	case o.Bucket != "":
		return ByS3
	}
	return ByEBS
}
