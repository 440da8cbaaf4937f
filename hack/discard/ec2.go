package main

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
)

// images is the one image that can be made, and what it is made of.
type images struct {
	mu         sync.Mutex
	pending    bool       // the snapshot takes blocks
	gib        int64      // its size
	imported   url.Values // the call that imported the disk
	registered url.Values // the call that registered the image
}

func (i *images) forget() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.pending, i.imported, i.registered = false, nil, nil
}

// fill says whether the snapshot takes blocks, and its size.
func (i *images) fill(pending bool, gib int64) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.pending, i.gib = pending, gib
}

// seal completes the snapshot.
func (i *images) seal() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.pending = false
}

// query answers STS and EC2.
func (s *service) query(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		write(w, http.StatusBadRequest, "<Response><Errors><Error><Code>MalformedQueryString</Code></Error></Errors></Response>")
		return
	}
	if r.Form.Get("DryRun") == "true" {
		write(w, http.StatusPreconditionFailed, "<Response><Errors><Error><Code>DryRunOperation</Code><Message>Request would have succeeded.</Message></Error></Errors></Response>")
		return
	}
	action := r.Form.Get("Action")
	if action == "ImportSnapshot" {
		const bucket = "DiskContainer.UserBucket."
		size := s.object("/" + r.Form.Get(bucket+"S3Bucket") + "/" + r.Form.Get(bucket+"S3Key")).size.Load()
		s.images.fill(false, (size+1<<30-1)>>30)
	}
	body, known := s.images.answer(action, r.Form)
	if !known {
		write(w, http.StatusBadRequest, "<Response><Errors><Error>"+element("Code", "InvalidAction")+element("Message", "The action "+action+" is not valid for this web service.")+"</Error></Errors></Response>")
		return
	}
	write(w, http.StatusOK, "<"+action+"Response>"+body+"</"+action+"Response>")
}

func (i *images) answer(action string, form url.Values) (string, bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	switch action {
	case "GetCallerIdentity":
		return "<GetCallerIdentityResult><Account>123456789012</Account><Arn>arn:aws:iam::123456789012:user/bench</Arn></GetCallerIdentityResult>", true
	case "DescribeImages":
		return "<imagesSet>" + i.image() + "</imagesSet>", true
	case "DescribeSnapshots":
		return "<snapshotSet>" + i.snapshot(form) + "</snapshotSet>", true
	case "DescribeImportSnapshotTasks":
		return "<importSnapshotTaskSet>" + i.task() + "</importSnapshotTaskSet>", true
	case "ImportSnapshot":
		i.imported = form
		return element("importTaskId", "import-snap-0123456789abcdef0"), true
	case "RegisterImage":
		i.registered = form
		return element("imageId", "ami-0123456789abcdef0"), true
	case "CreateTags":
		return element("return", "true"), true
	}
	return "", false
}

// snapshot is found by its ID alone: a search finds nothing, as for a new disk.
func (i *images) snapshot(form url.Values) string {
	if form.Get("SnapshotId.1") == "" {
		return ""
	}
	status := "completed"
	if i.pending {
		status = "pending"
	}
	return "<item>" + element("snapshotId", snapshotID) + element("status", status) + element("volumeSize", strconv.FormatInt(i.gib, 10)) + "</item>"
}

func (i *images) task() string {
	if i.imported == nil {
		return ""
	}
	return "<item>" + element("importTaskId", "import-snap-0123456789abcdef0") + "<snapshotTaskDetail>" + element("status", "completed") +
		element("snapshotId", snapshotID) + "</snapshotTaskDetail><tagSet>" + tags(i.imported) + "</tagSet></item>"
}

// image repeats what was registered.
func (i *images) image() string {
	if i.registered == nil {
		return ""
	}
	f := i.registered
	return "<item>" + element("imageId", "ami-0123456789abcdef0") + element("imageState", "available") +
		element("name", f.Get("Name")) + element("architecture", f.Get("Architecture")) + element("bootMode", f.Get("BootMode")) +
		element("rootDeviceName", f.Get("RootDeviceName")) + element("rootDeviceType", "ebs") + element("enaSupport", f.Get("EnaSupport")) +
		element("virtualizationType", f.Get("VirtualizationType")) + "<blockDeviceMapping><item>" + element("deviceName", f.Get("BlockDeviceMapping.1.DeviceName")) +
		"<ebs>" + element("snapshotId", snapshotID) + element("volumeSize", cmp.Or(f.Get("BlockDeviceMapping.1.Ebs.VolumeSize"), strconv.FormatInt(i.gib, 10))) +
		element("volumeType", f.Get("BlockDeviceMapping.1.Ebs.VolumeType")) + element("deleteOnTermination", f.Get("BlockDeviceMapping.1.Ebs.DeleteOnTermination")) +
		"</ebs></item></blockDeviceMapping><tagSet>" + tags(f) + "</tagSet></item>"
}

func tags(f url.Values) string {
	var text strings.Builder
	for n := 1; ; n++ {
		key := f.Get("TagSpecification.1.Tag." + strconv.Itoa(n) + ".Key")
		if key == "" {
			return text.String()
		}
		text.WriteString("<item>" + element("key", key) + element("value", f.Get("TagSpecification.1.Tag."+strconv.Itoa(n)+".Value")) + "</item>")
	}
}
