package ec2

import (
	"strconv"

	"github.com/amikit/amikit/localaws/blocks"
	"github.com/amikit/amikit/localaws/snapshot"
	"github.com/amikit/amikit/localaws/wire/query"
)

func snapshotActions() map[string]action {
	return map[string]action{
		"DescribeSnapshots":         describeSnapshots,
		"DeleteSnapshot":            deleteSnapshot,
		"CopySnapshot":              copySnapshot,
		"ModifySnapshotAttribute":   modifySnapshotAttribute,
		"DescribeSnapshotAttribute": describeSnapshotAttribute,
	}
}

const (
	snapshotType = "snapshot"
	// noVolume is the volume of snapshots that were not made of one.
	noVolume = "vol-ffffffff"
)

type snapshotItem struct {
	ID          string             `xml:"snapshotId"`
	VolumeID    string             `xml:"volumeId"`
	Status      string             `xml:"status"`
	Message     string             `xml:"statusMessage,omitempty"`
	Started     string             `xml:"startTime"`
	Completed   string             `xml:"completionTime,omitempty"`
	Progress    string             `xml:"progress"`
	Owner       string             `xml:"ownerId"`
	SizeGiB     int                `xml:"volumeSize"`
	Description string             `xml:"description"`
	Tags        query.Set[tagItem] `xml:"tagSet"`
	Encrypted   bool               `xml:"encrypted"`
	KMSKeyID    string             `xml:"kmsKeyId,omitempty"`
	Tier        string             `xml:"storageTier"`
	Transfer    string             `xml:"transferType"`
	FullBytes   int64              `xml:"fullSnapshotSizeInBytes,omitempty"`
}

func (r *request) snapshotItem(record snapshot.Record, tags map[string]string) snapshotItem {
	state := r.Snapshots.State(record)
	item := snapshotItem{
		ID:          record.ID,
		VolumeID:    noVolume,
		Status:      string(state.Status),
		Message:     state.Message,
		Started:     query.Time(record.Started),
		Progress:    state.Progress,
		Owner:       record.Owner,
		SizeGiB:     record.SizeGiB,
		Description: record.Description,
		Tags:        tagSet(tags),
		Encrypted:   record.Encrypted,
		KMSKeyID:    record.KMSKeyID,
		Tier:        "standard",
		Transfer:    "standard",
	}
	if state.Status == snapshot.Completed {
		item.Completed = query.Time(record.Ready)
		item.FullBytes = int64(record.FullBlocks) * blocks.Size
	}
	return item
}

func snapshotFilterNames() []string {
	return []string{
		"description", "encrypted", "owner-id", "owner-alias", "progress", "snapshot-id", "start-time",
		"status", "storage-tier", "transfer-type", "volume-id", "volume-size",
	}
}

func (i snapshotItem) fields(tags map[string]string) fields {
	return fields{
		"description": {i.Description}, "encrypted": {strconv.FormatBool(i.Encrypted)}, "owner-id": {i.Owner},
		"progress": {i.Progress}, "snapshot-id": {i.ID}, "start-time": {i.Started}, "status": {i.Status},
		"storage-tier": {i.Tier}, "transfer-type": {i.Transfer}, "volume-id": {i.VolumeID},
		"volume-size": {strconv.Itoa(i.SizeGiB)},
	}.tags(tags)
}
