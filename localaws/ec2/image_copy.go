package ec2

import (
	"errors"

	"github.com/amikit/amikit/localaws/awsid"
	"github.com/amikit/amikit/localaws/snapshot"
	"github.com/amikit/amikit/localaws/store"
	"github.com/amikit/amikit/localaws/wire"
)

// copyImage https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopyImage.html
// Unlike RegisterImage it lets a name be used twice.
func copyImage(r *request) (any, error) {
	tags, err := specified(r.Params, imageType, snapshotType)
	if err != nil {
		return nil, err
	}
	if err := r.checkImageCopy(); err != nil {
		return nil, err
	}
	if err := r.permitCreation(len(tags) > 0, r.arn(imageType, "*")); err != nil {
		return nil, err
	}
	if earlier, ok, err := r.earlierImage(); ok || err != nil {
		return registered{earlier.ID}, err
	}
	source, err := r.copySource()
	if err != nil {
		return nil, err
	}
	made, snapshots, err := r.imageCopy(source)
	if err != nil {
		return nil, err
	}
	err = r.Records.Update(func(tx *store.Tx) error {
		if err := r.inheritTags(tx, source, made); err != nil {
			return err
		}
		for _, s := range snapshots {
			err = errors.Join(err, snapshot.Table.Put(tx, s.Key(), s), r.putTags(tx, snapshotType, s.ID, tags[snapshotType]))
		}
		return errors.Join(err, r.putTags(tx, imageType, made.ID, tags[imageType]), imageTable.Put(tx, made.key(), made))
	})
	return registered{made.ID}, err
}

// imageCopy copies the image and each of its snapshots; with whom it is shared
// is never copied.
func (r *request) imageCopy(source image) (image, []snapshot.Record, error) {
	encrypted, key, err := r.encryption()
	if err != nil {
		return image{}, nil, err
	}
	made := source
	made.ID, made.Region, made.Owner = awsid.New("ami"), r.Region, r.caller()
	made.Name, made.Description = r.Params["Name"], r.Params["Description"]
	made.SourceImage, made.SourceRegion = source.ID, source.Region
	made.Token, made.Request = r.Params["ClientToken"], r.fingerprint()
	made.Shared, made.Public, made.Protection = nil, false, ""
	made.Created, made.Ready = r.now, r.now.Add(r.Clock.Durations().Image)
	made.Devices = nil
	var copies []snapshot.Record
	for _, device := range source.Devices {
		copied, record, err := r.copyDevice(source, device, encrypted, key)
		if err != nil {
			return image{}, nil, err
		}
		if record != nil {
			record.Description = "Copied for DestinationAmi " + made.ID + " from SourceAmi " + source.ID +
				" for SourceSnapshot " + device.Volume.SnapshotID + "."
			copies = append(copies, *record)
		}
		made.Devices = append(made.Devices, copied)
	}
	return made, copies, nil
}

func (r *request) copyDevice(source image, device mapping, encrypted bool, key string) (mapping, *snapshot.Record, error) {
	if device.Volume == nil || device.Volume.SnapshotID == "" {
		return device, nil, nil
	}
	original, err := r.Snapshots.Find(source.Region, device.Volume.SnapshotID)
	if err != nil || !original.VisibleTo(r.caller()) {
		return device, nil, wire.Refuse("InvalidRequest", "You do not have permission to access the storage of this ami")
	}
	record := r.snapshotCopy(source.Region, original.ID, encrypted, key)
	v := *device.Volume
	v.SnapshotID, v.Encrypted = record.ID, record.Encrypted
	device.Volume = &v
	return device, &record, nil
}

// inheritTags copies the caller's own tags of the source where that was asked
// for.
func (r *request) inheritTags(tx *store.Tx, source, made image) error {
	if !r.Flag("CopyImageTags") {
		return nil
	}
	record, _, err := tagTable.Get(tx, store.Key(source.Region, r.caller(), source.ID))
	if err != nil {
		return err
	}
	return r.putTags(tx, imageType, made.ID, record.Tags)
}
