package step

// Provenance names what a disk was built from, in [ProvenanceEnv].
type Provenance struct {
	// Dockerfile is the Dockerfile's digest; empty where there was none.
	Dockerfile string `json:"dockerfile,omitempty"`
	// Frontend is the frontend's image with its digest; empty where there was none.
	Frontend string `json:"frontend,omitempty"`
	// Images are all other images, each with its digest.
	Images []string `json:"images,omitempty"`
}
