package ec2

import (
	"slices"
	"time"

	"github.com/amikit/amikit/localaws/store"
)

func imageActions() map[string]action {
	return map[string]action{
		"RegisterImage":                        registerImage,
		"DescribeImages":                       describeImages,
		"DeregisterImage":                      deregisterImage,
		"CopyImage":                            copyImage,
		"ModifyImageAttribute":                 modifyImageAttribute,
		"DescribeImageAttribute":               describeImageAttribute,
		"EnableImageDeprecation":               enableDeprecation,
		"DisableImageDeprecation":              disableDeprecation,
		"EnableImageDeregistrationProtection":  enableProtection,
		"DisableImageDeregistrationProtection": disableProtection,
	}
}

const imageType = "image"

// mapping is a device of an image.
type mapping struct {
	Device  string
	Virtual string `json:",omitempty"`
	// Volume is nil for a device that is no EBS volume.
	Volume *volume `json:",omitempty"`
}

// volume is the EBS volume that a device begins with.
type volume struct {
	SnapshotID          string `json:",omitempty"`
	SizeGiB             int
	Type                string
	IOPS                int `json:",omitempty"`
	Throughput          int `json:",omitempty"`
	DeleteOnTermination bool
	Encrypted           bool
}

// image is an image as it is kept. It stays after it was deregistered, for AWS
// still knows its identifier then.
type image struct {
	ID, Region, Owner string
	Name, Description string
	Location          string

	Architecture, Virtualization string
	RootDevice                   string
	BootMode                     string `json:",omitempty"`
	ENA                          bool   `json:",omitempty"`
	SRIOV                        string `json:",omitempty"`
	IMDS                         string `json:",omitempty"`
	TPM                          string `json:",omitempty"`
	UEFIData                     string `json:",omitempty"`
	Devices                      []mapping

	Created time.Time
	// Ready is when the image stops being pending.
	Ready time.Time
	// Failure is what it fails with then; empty is success.
	Failure string `json:",omitempty"`
	// Deregistered is when it was taken back.
	Deregistered   bool      `json:",omitempty"`
	DeregisteredAt time.Time `json:",omitzero"`
	// Deprecated is when the image counts as old.
	Deprecated time.Time `json:",omitzero"`
	// Protection is deregistrationProtection, empty for disabled.
	Protection string `json:",omitempty"`

	SourceImage, SourceRegion string `json:",omitempty"`
	Token, Request            string `json:",omitempty"`

	Shared []string `json:",omitempty"`
	Public bool     `json:",omitempty"`
}

// imageTable holds the images under region/id.
const imageTable = store.Table[image]("images")

func (i image) key() string { return store.Key(i.Region, i.ID) }

func (i image) visibleTo(account string) bool {
	return !i.Deregistered && (i.Owner == account || i.Public || slices.Contains(i.Shared, account))
}

func (i image) snapshotIDs() (ids []string) {
	for _, device := range i.Devices {
		if device.Volume != nil && device.Volume.SnapshotID != "" {
			ids = append(ids, device.Volume.SnapshotID)
		}
	}
	return ids
}

// state is one of pending, available and failed.
func (i image) state(now time.Time) string {
	switch {
	case now.Before(i.Ready):
		return "pending"
	case i.Failure != "":
		return "failed"
	}
	return "available"
}

// images are those of the identifiers that are there, else all of the region, of
// these owners or of all accounts.
func (r *request) images(ids, owners []string) (list []image, err error) {
	err = r.Records.View(func(tx *store.Tx) error {
		if len(ids) > 0 {
			list, err = imageTable.Some(tx, r.Region+"/", ids)
		} else {
			list, err = imageTable.List(tx, r.Region+"/", store.HoldingAny("Owner", owners)...)
		}
		return err
	})
	return list, err
}
