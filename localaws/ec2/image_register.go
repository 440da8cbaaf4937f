package ec2

import (
	"cmp"
	"encoding/base64"
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/amikit/amikit/localaws/awsid"
	"github.com/amikit/amikit/localaws/store"
	"github.com/amikit/amikit/localaws/wire"
)

type registered struct {
	ID string `xml:"imageId"`
}

// registerImage https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RegisterImage.html
func registerImage(r *request) (any, error) {
	tags, err := specified(r.Params, imageType)
	if err != nil {
		return nil, err
	}
	if err := r.checkRegistration(); err != nil {
		return nil, err
	}
	devices, err := readDevices(r.Items("BlockDeviceMapping"))
	if err != nil {
		return nil, err
	}
	made := r.newImage(devices)
	if err := r.permitRegistration(made, len(tags) > 0); err != nil {
		return nil, err
	}
	err = r.Records.Update(func(tx *store.Tx) error {
		if err := r.resolveDevices(tx, &made); err != nil {
			return err
		}
		if err := r.nameIsFree(tx, made.Name); err != nil {
			return err
		}
		return errors.Join(r.putTags(tx, imageType, made.ID, tags[imageType]), imageTable.Put(tx, made.key(), made))
	})
	return registered{made.ID}, err
}

// permitRegistration checks each resource, as IAM does.
func (r *request) permitRegistration(made image, tagged bool) error {
	arns := []string{r.arn(imageType, "*")}
	for _, id := range made.snapshotIDs() {
		arns = append(arns, r.arn(snapshotType, id))
	}
	return r.permitCreation(tagged, arns...)
}

func (r *request) newImage(devices []mapping) image {
	return image{
		ID:             awsid.New("ami"),
		Region:         r.Region,
		Owner:          r.caller(),
		Name:           r.Params["Name"],
		Description:    r.Params["Description"],
		Location:       r.caller() + "/" + r.Params["Name"],
		Architecture:   cmp.Or(r.Params["Architecture"], "i386"),
		Virtualization: cmp.Or(r.Params["VirtualizationType"], "paravirtual"),
		RootDevice:     cmp.Or(r.Params["RootDeviceName"], "/dev/sda1"),
		BootMode:       r.Params["BootMode"],
		ENA:            r.Flag("EnaSupport"),
		SRIOV:          r.Params["SriovNetSupport"],
		IMDS:           r.Params["ImdsSupport"],
		TPM:            r.Params["TpmSupport"],
		UEFIData:       r.Params["UefiData"],
		Devices:        devices,
		Created:        r.now,
		Ready:          r.now.Add(r.Clock.Durations().Image),
	}
}

// nameCharacters includes some that the message of the refusal leaves out.
var nameCharacters = regexp.MustCompile(`^[a-zA-Z0-9()\[\] ./\-'@_]{3,128}$`)

func checkImageName(name string) error {
	if nameCharacters.MatchString(name) {
		return nil
	}
	return wire.Refuse("InvalidAMIName.Malformed", "AMI names must be between 3 and 128 characters long, "+
		"and may contain letters, numbers, '(', ')', '.', '-', '/' and '_'")
}

const maxUEFIData = 64000

func (r *request) checkRegistration() error {
	if err := r.need("Name"); err != nil {
		return err
	}
	if err := checkImageName(r.Params["Name"]); err != nil {
		return err
	}
	for parameter, allowed := range map[string][]string{
		"Architecture":       {"i386", "x86_64", "arm64", "x86_64_mac", "arm64_mac"},
		"VirtualizationType": {"hvm", "paravirtual"},
		"BootMode":           {"legacy-bios", "uefi", "uefi-preferred"},
		"ImdsSupport":        {"v2.0"},
		"TpmSupport":         {"v2.0"},
		"SriovNetSupport":    {"simple"},
	} {
		if value, ok := r.Params[parameter]; ok && !slices.Contains(allowed, value) {
			return invalidValue(strings.ToLower(parameter[:1])+parameter[1:], value)
		}
	}
	return r.checkBoot()
}

func (r *request) checkBoot() error {
	if r.Params["TpmSupport"] != "" && (r.Params["BootMode"] != "uefi" || r.Params["Architecture"] != "x86_64") {
		return wire.Refuse("InvalidParameterCombination", "TpmSupport requires the boot mode uefi and the architecture x86_64.")
	}
	if r.Params["Architecture"] == "arm64" && r.Params["SriovNetSupport"] != "" {
		return wire.Refuse("InvalidParameterCombination", "SriovNetSupport is not supported for the architecture arm64.")
	}
	if len(r.Params["UefiData"]) > maxUEFIData {
		return wire.Refuse("InvalidParameterValue", "UefiData exceeds %d characters.", maxUEFIData)
	}
	if _, err := base64.StdEncoding.DecodeString(r.Params["UefiData"]); err != nil {
		return wire.Refuse("InvalidParameterValue", "UefiData is not valid base64.")
	}
	return nil
}

// nameIsFree looks at the caller's own images in the region; a name may stay
// taken for a while after its image is gone.
func (r *request) nameIsFree(tx *store.Tx, name string) error {
	all, err := imageTable.List(tx, r.Region+"/")
	if err != nil {
		return err
	}
	for _, i := range all {
		free := i.Deregistered && !r.isLater(i.DeregisteredAt.Add(r.Clock.Durations().NameHeld))
		if i.Owner == r.caller() && i.Name == name && !free {
			return wire.Refuse("InvalidAMIName.Duplicate", "AMI name %s is already in use by AMI %s", name, i.ID)
		}
	}
	return nil
}
