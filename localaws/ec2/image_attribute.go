package ec2

import (
	"slices"
	"strings"

	"github.com/amikit/amikit/localaws/wire"
)

// modifyImageAttribute https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyImageAttribute.html
func modifyImageAttribute(r *request) (any, error) {
	kind, err := r.modifiedAttribute()
	if err != nil {
		return nil, err
	}
	c, err := readChange(r.Params, "LaunchPermission", "UserGroup")
	if err != nil {
		return nil, err
	}
	if kind == "launchPermission" && c.empty() {
		return nil, noAttributes()
	}
	err = r.alterImage(func(i *image) error {
		switch kind {
		case "description":
			i.Description = r.attributeValue("Description")
		case "imdsSupport":
			i.IMDS = r.attributeValue("ImdsSupport")
		default:
			return r.share(i, c)
		}
		return nil
	})
	return done{true}, err
}

// attributeValue reads a value in its structure, plain or in the flat form.
func (r *request) attributeValue(name string) string {
	for _, key := range []string{name + ".Value", name, "Value"} {
		if value, ok := r.Params[key]; ok {
			return value
		}
	}
	return ""
}

// modifiedAttribute finds the one attribute that the call names.
func (r *request) modifiedAttribute() (string, error) {
	var kinds []string
	flat := r.Params["Attribute"]
	for parameter, kind := range map[string]string{
		"Description": "description", "ImdsSupport": "imdsSupport", "LaunchPermission": "launchPermission",
	} {
		if r.HasAny(parameter) || strings.EqualFold(flat, kind) {
			kinds = append(kinds, kind)
		}
	}
	if flat == "" && (r.HasAny("UserId") || r.HasAny("UserGroup")) && !slices.Contains(kinds, "launchPermission") {
		kinds = append(kinds, "launchPermission")
	}
	switch {
	case len(kinds) == 0:
		return "", noAttributes()
	case len(kinds) > 1:
		slices.Sort(kinds)
		return "", wire.Refuse("InvalidParameterCombination",
			"Fields for multiple attribute types specified: %s", strings.Join(kinds, ", "))
	}
	return kinds[0], r.needValue(kinds[0])
}

func (r *request) needValue(kind string) error {
	names := map[string]string{"description": "Description", "imdsSupport": "ImdsSupport"}
	if name, ok := names[kind]; ok && r.attributeValue(name) == "" {
		return missing(kind)
	}
	return nil
}

func (r *request) share(i *image, c change) error {
	if c.add.public && r.publicBlocked() {
		return wire.Refuse("OperationNotPermitted",
			"You can’t publicly share this image because block public access for AMIs is enabled for this account.")
	}
	shared := sharing{i.Shared, i.Public}.apply(c)
	i.Shared, i.Public = shared.users, shared.public
	return nil
}
