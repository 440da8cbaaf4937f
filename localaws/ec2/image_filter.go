package ec2

import "strconv"

func imageFilterNames() []string {
	return []string{
		"architecture", "block-device-mapping.delete-on-termination", "block-device-mapping.device-name",
		"block-device-mapping.snapshot-id", "block-device-mapping.volume-size", "block-device-mapping.volume-type",
		"block-device-mapping.encrypted", "boot-mode", "creation-date", "description", "ena-support", "hypervisor",
		"image-id", "image-type", "is-public", "kernel-id", "manifest-location", "name", "owner-alias", "owner-id",
		"platform", "product-code", "product-code.type", "ramdisk-id", "root-device-name", "root-device-type",
		"source-image-id", "source-image-region", "source-instance-id", "state", "state-reason-code",
		"state-reason-message", "sriov-net-support", "virtualization-type", "imds-support", "tpm-support",
	}
}

func (i imageItem) fields(tags map[string]string) fields {
	f := fields{
		"architecture": {i.Architecture}, "creation-date": {i.Created}, "hypervisor": {i.Hypervisor},
		"image-id": {i.ID}, "image-type": {i.Type}, "is-public": {strconv.FormatBool(i.Public)},
		"manifest-location": {i.Location}, "name": {i.Name}, "owner-id": {i.Owner}, "root-device-name": {i.RootDevice},
		"root-device-type": {i.RootDeviceType}, "state": {i.State}, "virtualization-type": {i.Virtualization},
		"ena-support": {strconv.FormatBool(i.ENA)},
	}
	for name, value := range map[string]string{
		"description": i.Description, "boot-mode": i.BootMode, "source-image-id": i.SourceImage,
		"source-image-region": i.SourceRegion, "sriov-net-support": i.SRIOV, "imds-support": i.IMDS, "tpm-support": i.TPM,
	} {
		if value != "" {
			f[name] = []string{value}
		}
	}
	if i.Reason != nil {
		f["state-reason-code"], f["state-reason-message"] = []string{i.Reason.Code}, []string{i.Reason.Message}
	}
	for _, device := range i.Devices.Items {
		device.addTo(f)
	}
	return f.tags(tags)
}

func (d deviceItem) addTo(f fields) {
	add := func(name, value string) {
		name = "block-device-mapping." + name
		f[name] = append(f[name], value)
	}
	add("device-name", d.Device)
	if d.EBS == nil {
		return
	}
	add("delete-on-termination", strconv.FormatBool(d.EBS.DeleteOnTermination))
	add("snapshot-id", d.EBS.SnapshotID)
	add("volume-size", strconv.Itoa(d.EBS.SizeGiB))
	add("volume-type", d.EBS.Type)
	add("encrypted", strconv.FormatBool(d.EBS.Encrypted))
}
