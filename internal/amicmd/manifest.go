package amicmd

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/amikit/amikit/ami"
)

// manifest is what Packer's post-processor manifest writes
// (https://developer.hashicorp.com/packer/docs/post-processors/manifest). Builds
// of other tools are kept as they are.
type manifest struct {
	Builds      []json.RawMessage `json:"builds"`
	LastRunUUID string            `json:"last_run_uuid"`
}

// manifestBuild is one image of a manifest.
type manifestBuild struct {
	Name          string            `json:"name"`
	BuilderType   string            `json:"builder_type"`
	BuildTime     int64             `json:"build_time"`
	Files         []struct{}        `json:"files"`
	ArtifactID    string            `json:"artifact_id"`
	PackerRunUUID string            `json:"packer_run_uuid"`
	CustomData    map[string]string `json:"custom_data"`
}

func readManifest(name string) (*manifest, error) {
	m := &manifest{}
	if err := readJSON(name, m); err != nil {
		return nil, fmt.Errorf("%s is no manifest of Packer's: %w; name another file", name, err)
	}
	return m, nil
}

// addToManifest lists the image behind those that are there, as Packer does.
func addToManifest(name string, r *ami.Result) error {
	m, err := readManifest(name)
	if err != nil {
		return err
	}
	run := uuid.NewString()
	build, err := json.Marshal(buildOf(r, run))
	if err != nil {
		return fmt.Errorf("encode %s: %w", name, err)
	}
	m.Builds, m.LastRunUUID = append(m.Builds, build), run
	data, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("encode %s: %w", name, err)
	}
	if err := replaceFile(name, append(data, '\n')); err != nil {
		return fmt.Errorf("write the manifest: %w", err)
	}
	return nil
}

func buildOf(r *ami.Result, run string) manifestBuild {
	return manifestBuild{
		Name: r.Name, BuilderType: "amikit", BuildTime: time.Now().Unix(),
		ArtifactID: r.Region + ":" + r.ImageID, PackerRunUUID: run,
		CustomData: map[string]string{"snapshot_id": r.SnapshotID, "disk_digest": r.Digest.String()},
	}
}
