package ec2

import (
	"github.com/amikit/amikit/localaws/store"
	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/query"
)

type attributeValue struct {
	Value string `xml:"value,omitempty"`
}

type imageAttribute struct {
	ID          string                     `xml:"imageId"`
	Permissions *query.Set[permissionItem] `xml:"launchPermission"`
	Codes       *query.Set[string]         `xml:"productCodes"`
	Description *attributeValue            `xml:"description"`
	SRIOV       *attributeValue            `xml:"sriovNetSupport"`
	BootMode    *attributeValue            `xml:"bootMode"`
	TPM         *attributeValue            `xml:"tpmSupport"`
	UEFIData    *attributeValue            `xml:"uefiData"`
	IMDS        *attributeValue            `xml:"imdsSupport"`
	Protection  *attributeValue            `xml:"deregistrationProtection"`
	Launched    *attributeValue            `xml:"lastLaunchedTime"`
}

// describeImageAttribute https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImageAttribute.html
// Only the owner may ask; a value that is not set is an empty element.
func describeImageAttribute(r *request) (any, error) {
	if err := r.need("Attribute"); err != nil {
		return nil, err
	}
	id, err := r.namedImage()
	if err != nil {
		return nil, err
	}
	if err := r.permit(r.arn(imageType, id)); err != nil {
		return nil, err
	}
	var i image
	err = r.Records.View(func(tx *store.Tx) error {
		i, err = r.ownImage(tx, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	return i.attribute(r.Params["Attribute"])
}

func (i image) attribute(name string) (any, error) {
	result := imageAttribute{ID: i.ID}
	switch name {
	case "launchPermission":
		items := sharing{i.Shared, i.Public}.items()
		result.Permissions = &items
	case "productCodes":
		result.Codes = &query.Set[string]{}
	case "blockDeviceMapping":
		return nil, wire.Refuse("AuthFailure", "Unauthorized attempt to access restricted resource")
	case "description":
		result.Description = &attributeValue{i.Description}
	case "sriovNetSupport":
		result.SRIOV = &attributeValue{i.SRIOV}
	case "bootMode":
		result.BootMode = &attributeValue{i.BootMode}
	case "tpmSupport":
		result.TPM = &attributeValue{i.TPM}
	case "uefiData":
		result.UEFIData = &attributeValue{i.UEFIData}
	case "imdsSupport":
		result.IMDS = &attributeValue{i.IMDS}
	case "deregistrationProtection":
		result.Protection = &attributeValue{i.protection()}
	case "lastLaunchedTime":
		result.Launched = &attributeValue{}
	default:
		return nil, wire.Refuse("InvalidRequest", "The request received was invalid")
	}
	return result, nil
}
