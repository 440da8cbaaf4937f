package ec2

import (
	"github.com/amikit/amikit/localaws/imports"
	"github.com/amikit/amikit/localaws/wire/query"
)

type userBucket struct {
	Bucket string `xml:"s3Bucket"`
	Key    string `xml:"s3Key"`
}

type importDetail struct {
	Description string `xml:"description"`
	// Size is in bytes, though it is documented as GiB.
	Size       float64     `xml:"diskImageSize"`
	Encrypted  bool        `xml:"encrypted,omitempty"`
	Format     string      `xml:"format,omitempty"`
	KMSKeyID   string      `xml:"kmsKeyId,omitempty"`
	Progress   string      `xml:"progress,omitempty"`
	SnapshotID string      `xml:"snapshotId,omitempty"`
	Status     string      `xml:"status"`
	Message    string      `xml:"statusMessage,omitempty"`
	UserBucket *userBucket `xml:"userBucket"`
}

type importItem struct {
	Description string             `xml:"description"`
	ID          string             `xml:"importTaskId"`
	Detail      importDetail       `xml:"snapshotTaskDetail"`
	Tags        query.Set[tagItem] `xml:"tagSet"`
}

func (r *request) describedImport(task imports.Task, tags map[string]string) importItem {
	state := r.Imports.State(task)
	detail := importDetail{
		Description: task.Description,
		Size:        float64(task.Size),
		Encrypted:   task.Encrypted,
		Format:      task.Format,
		KMSKeyID:    task.KMSKeyID,
		Progress:    state.Progress,
		Status:      state.Status,
		Message:     state.Message,
		UserBucket:  &userBucket{task.Bucket, task.ObjectKey},
	}
	if state.Status == "completed" {
		detail.SnapshotID = task.SnapshotID
	}
	return importItem{task.Description, task.ID, detail, tagSet(tags)}
}
