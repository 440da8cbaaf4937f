package ami

// target is the image that is wanted: every parameter that reaches AWS.
type target struct {
	disk         Disk
	name, family string
	region       string
	bucket, key  string
	attributes
	notes      []Event // why its attributes are what they are
	method     Method
	storage    storage
	format     UploadFormat
	onConflict OnConflict
	version    string
	id         identity
	// suffix is for a name of its own, and which of name and key have it.
	suffix                  string
	hasSuffix, keyHasSuffix bool
}

// newTarget decides the image's parameters from disk and options, which have
// their defaults, and refuses what contradicts.
func newTarget(d Disk, o Options) (target, error) {
	c, err := decide(d, o)
	if err != nil {
		return target{}, err
	}
	if err := checkName(o.Name); err != nil {
		return target{}, err
	}
	t := target{
		disk: d, name: o.Name, family: o.Family, region: o.Region, bucket: o.Bucket, key: o.Key,
		attributes: c.attributes, notes: c.notes, method: o.Method, storage: storage{o.Encrypted, o.KMSKey}, format: o.Format, onConflict: o.OnConflict, version: o.Version,
	}
	t = t.withDisk(d)
	t.suffix = t.suffixOf()
	return t, nil
}

// withDisk returns the same image of another disk.
func (t target) withDisk(d Disk) target {
	t.disk = d
	t.id = t.identify(d)
	return t
}

// uri names the object as people write it; empty where there is none.
func (t target) uri() string {
	if t.method == ByEBS {
		return ""
	}
	return "s3://" + t.bucket + "/" + t.key
}
