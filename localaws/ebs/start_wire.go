package ebs

import (
	"github.com/amikit/amikit/localaws/blocks"
	"github.com/amikit/amikit/localaws/snapshot"
	"github.com/amikit/amikit/localaws/wire/restjson"
)

type tag struct{ Key, Value string }

type startInput struct {
	VolumeSize       *int
	ParentSnapshotId string
	Tags             []tag
	Description      string
	ClientToken      string
	Encrypted        *bool
	KmsKeyArn        string
	Timeout          *int
}

type startOutput struct {
	Description      *string
	SnapshotId       string
	OwnerId          string
	Status           snapshot.Status
	StartTime        restjson.EpochSeconds
	VolumeSize       int
	BlockSize        int
	Tags             []tag
	ParentSnapshotId *string
	KmsKeyArn        *string
	SseType          *string
}

func tagMap(tags []tag) map[string]string {
	m := map[string]string{}
	for _, t := range tags {
		m[t.Key] = t.Value
	}
	return m
}

// startAnswer says pending, whatever became of the snapshot since.
func startAnswer(record snapshot.Record, tags []tag) startOutput {
	out := startOutput{
		SnapshotId: record.ID,
		OwnerId:    record.Owner,
		Status:     snapshot.Pending,
		StartTime:  restjson.EpochSeconds(record.Started),
		VolumeSize: record.SizeGiB,
		BlockSize:  blocks.Size,
		Tags:       tags,
	}
	for text, member := range map[*string]**string{
		&record.Description: &out.Description, &record.Parent: &out.ParentSnapshotId, &record.KMSKeyID: &out.KmsKeyArn,
	} {
		if *text != "" {
			*member = text
		}
	}
	return out
}
