package ec2

import (
	"github.com/amikit/amikit/localaws/store"
	"github.com/amikit/amikit/localaws/wire"
)

func (r *request) checkImageCopy() error {
	if err := r.need("Name", "SourceImageId", "SourceRegion"); err != nil {
		return err
	}
	if region := r.Params["SourceRegion"]; !r.hasRegion(region) {
		return wire.Refuse("InvalidRegion", "The region '%s' does not exist.", region)
	}
	if err := checkImageIDs(r.Params["SourceImageId"]); err != nil {
		return err
	}
	return checkImageName(r.Params["Name"])
}

// earlierImage finds the copy that the same client token has made before.
func (r *request) earlierImage() (image, bool, error) {
	token := r.Params["ClientToken"]
	if token == "" {
		return image{}, false, nil
	}
	all, err := r.images(nil, nil)
	for _, i := range all {
		if i.Owner != r.caller() || i.Token != token {
			continue
		}
		if i.Request != r.fingerprint() {
			err = mismatch()
		}
		return i, true, err
	}
	return image{}, false, err
}

func (r *request) copySource() (source image, err error) {
	id := r.Params["SourceImageId"]
	err = r.Records.View(func(tx *store.Tx) error {
		found := false
		source, found, err = imageTable.Get(tx, store.Key(r.Params["SourceRegion"], id))
		if err == nil && (!found || !source.Deregistered && !source.visibleTo(r.caller())) {
			err = noImage(id)
		}
		return err
	})
	if err == nil && (source.Deregistered || source.state(r.now) != "available") {
		err = wire.Refuse("InvalidAMIID.Unavailable", "The image ID '%s' is no longer available", id)
	}
	return source, err
}
