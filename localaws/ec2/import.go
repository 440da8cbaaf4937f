package ec2

import (
	"cmp"
	"slices"
	"strings"

	"github.com/amikit/amikit/localaws/awsid"
	"github.com/amikit/amikit/localaws/imports"
	"github.com/amikit/amikit/localaws/store"
	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/query"
)

func importActions() map[string]action {
	return map[string]action{
		"ImportSnapshot":              importSnapshot,
		"DescribeImportSnapshotTasks": describeImports,
		"CancelImportTask":            cancelImport,
	}
}

const taskType = "import-snapshot-task"

// importSnapshot https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImportSnapshot.html
func importSnapshot(r *request) (any, error) {
	tags, err := specified(r.Params, taskType)
	if err != nil {
		return nil, err
	}
	task, err := r.newTask()
	if err != nil {
		return nil, err
	}
	resource := "arn:aws:ec2:" + r.Region + ":" + r.caller() + ":" + taskType + "/*"
	if err := r.permitCreation(len(tags) > 0, resource); err != nil {
		return nil, err
	}
	if earlier, ok, err := r.earlierImport(task); ok || err != nil {
		return r.describedImport(earlier, nil), err
	}
	if err := r.checkImport(task); err != nil {
		return nil, err
	}
	task, err = r.Imports.Submit(task, func(tx *store.Tx) error {
		return r.putTags(tx, taskType, task.ID, tags[taskType])
	})
	return r.describedImport(task, tags[taskType]), tokenRefusal(err)
}

func (r *request) newTask() (imports.Task, error) {
	disk := r.Sub("DiskContainer")
	bucket, key, err := diskLocation(disk)
	if err != nil {
		return imports.Task{}, err
	}
	format := strings.ToUpper(disk["Format"])
	if format != "" && !slices.Contains([]string{"RAW", "VHD", "VMDK", "VHDX"}, format) {
		return imports.Task{}, wire.Refuse("InvalidFormat", "The specified disk format %s is not supported.", disk["Format"])
	}
	encrypted, kms, err := r.encryption()
	if err != nil {
		return imports.Task{}, err
	}
	if err := checkToken(r.Params["ClientToken"]); err != nil {
		return imports.Task{}, err
	}
	return imports.Task{
		ID:          awsid.New("import-snap"),
		Region:      r.Region,
		Owner:       r.caller(),
		Description: r.Params["Description"],
		Format:      format,
		Bucket:      bucket,
		ObjectKey:   key,
		Role:        cmp.Or(r.Params["RoleName"], "vmimport"),
		Encrypted:   encrypted,
		KMSKeyID:    kms,
		Token:       r.Params["ClientToken"],
		Request:     r.fingerprint(),
		Started:     r.now,
		SnapshotID:  awsid.New("snap"),
	}, nil
}

// diskLocation reads the bucket and the key, or a URL of them.
func diskLocation(disk query.Params) (bucket, key string, err error) {
	bucket, key = disk["UserBucket.S3Bucket"], disk["UserBucket.S3Key"]
	if url := disk["Url"]; url != "" {
		rest, _ := strings.CutPrefix(url, "s3://")
		bucket, key, _ = strings.Cut(rest, "/")
	}
	if bucket == "" || key == "" {
		return "", "", wire.Refuse("InvalidParameter", "The request must contain either an S3 URL or a bucket and a key of the disk.")
	}
	return bucket, key, nil
}

// checkImport is what AWS looks at before it takes the task.
func (r *request) checkImport(task imports.Task) error {
	role, ok := r.Roles.Get(r.caller(), task.Role)
	if !ok || !role.Trusts("vmie.amazonaws.com") || !role.Allows("ec2:CopySnapshot", "*") {
		return wire.Refuse("InvalidParameter",
			"The service role %s provided does not exist or does not have sufficient permissions", task.Role)
	}
	return r.checkObject(task)
}

func (r *request) checkObject(task imports.Task) error {
	object, err := r.Imports.Open(task.Region, task.Bucket, task.ObjectKey)
	if err == nil {
		return object.Close()
	}
	return objectRefusal(err, task)
}
