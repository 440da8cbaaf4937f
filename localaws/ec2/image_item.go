package ec2

import "github.com/amikit/amikit/localaws/wire/query"

type ebsItem struct {
	DeleteOnTermination bool   `xml:"deleteOnTermination"`
	IOPS                int    `xml:"iops,omitempty"`
	SnapshotID          string `xml:"snapshotId,omitempty"`
	SizeGiB             int    `xml:"volumeSize"`
	Type                string `xml:"volumeType"`
	Throughput          int    `xml:"throughput,omitempty"`
	Encrypted           bool   `xml:"encrypted"`
}

type deviceItem struct {
	Device  string   `xml:"deviceName"`
	Virtual string   `xml:"virtualName,omitempty"`
	EBS     *ebsItem `xml:"ebs"`
}

type stateReason struct {
	Code    string `xml:"code"`
	Message string `xml:"message"`
}

type imageItem struct {
	ID             string                `xml:"imageId"`
	Location       string                `xml:"imageLocation"`
	State          string                `xml:"imageState"`
	Owner          string                `xml:"imageOwnerId"`
	Created        string                `xml:"creationDate"`
	Public         bool                  `xml:"isPublic"`
	Architecture   string                `xml:"architecture"`
	Type           string                `xml:"imageType"`
	Platform       string                `xml:"platformDetails"`
	Usage          string                `xml:"usageOperation"`
	Reason         *stateReason          `xml:"stateReason"`
	Name           string                `xml:"name"`
	Description    string                `xml:"description,omitempty"`
	RootDeviceType string                `xml:"rootDeviceType"`
	RootDevice     string                `xml:"rootDeviceName"`
	Devices        query.Set[deviceItem] `xml:"blockDeviceMapping"`
	Virtualization string                `xml:"virtualizationType"`
	Tags           query.Set[tagItem]    `xml:"tagSet"`
	Hypervisor     string                `xml:"hypervisor"`
	ENA            bool                  `xml:"enaSupport,omitempty"`
	SRIOV          string                `xml:"sriovNetSupport,omitempty"`
	BootMode       string                `xml:"bootMode,omitempty"`
	TPM            string                `xml:"tpmSupport,omitempty"`
	IMDS           string                `xml:"imdsSupport,omitempty"`
	Deprecated     string                `xml:"deprecationTime,omitempty"`
	SourceImage    string                `xml:"sourceImageId,omitempty"`
	SourceRegion   string                `xml:"sourceImageRegion,omitempty"`
	Protection     string                `xml:"deregistrationProtection,omitempty"`
	FreeTier       bool                  `xml:"freeTierEligible"`
}

func (r *request) imageItem(i image, tags map[string]string) imageItem {
	item := imageItem{
		ID: i.ID, Location: i.Location, State: i.state(r.now), Owner: i.Owner,
		Created: query.WholeSecond(i.Created), Public: i.Public, Architecture: i.Architecture,
		Type: "machine", Platform: "Linux/UNIX", Usage: "RunInstances",
		Name: i.Name, Description: i.Description, RootDeviceType: "ebs", RootDevice: i.RootDevice,
		Devices: i.deviceItems(), Virtualization: i.Virtualization, Tags: tagSet(tags), Hypervisor: "xen",
		ENA: i.ENA, SRIOV: i.SRIOV, BootMode: i.BootMode, TPM: i.TPM, IMDS: i.IMDS,
		SourceImage: i.SourceImage, SourceRegion: i.SourceRegion, FreeTier: true,
	}
	if item.State == "failed" {
		item.Reason = &stateReason{"Client.SnapshotError", i.Failure}
	}
	if !i.Deprecated.IsZero() {
		item.Deprecated = query.Time(i.Deprecated)
	}
	if i.Owner == r.caller() {
		item.Protection = i.protection()
	}
	return item
}

func (i image) deviceItems() (set query.Set[deviceItem]) {
	for _, device := range i.Devices {
		item := deviceItem{Device: device.Device, Virtual: device.Virtual}
		if v := device.Volume; v != nil {
			item.EBS = &ebsItem{v.DeleteOnTermination, v.IOPS, v.SnapshotID, v.SizeGiB, v.Type, v.Throughput, v.Encrypted}
		}
		set.Items = append(set.Items, item)
	}
	return set
}
