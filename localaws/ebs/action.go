// Package ebs is the EBS direct APIs: snapshots written and read block by
// block.
package ebs

import (
	"net/http"
	"strings"
)

// Action names a request as the service model does; empty is none of them.
// https://docs.aws.amazon.com/ebs/latest/APIReference/API_Operations.html
func Action(r *http.Request) string {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	if parts[0] != "snapshots" {
		return ""
	}
	switch shape := r.Method + " " + shape(parts[1:]); shape {
	case "POST ":
		return "StartSnapshot"
	case "POST completion/id":
		return "CompleteSnapshot"
	case "GET id/blocks":
		return "ListSnapshotBlocks"
	case "GET id/changedblocks":
		return "ListChangedBlocks"
	case "GET id/blocks/index":
		return "GetSnapshotBlock"
	case "PUT id/blocks/index":
		return "PutSnapshotBlock"
	}
	return ""
}

// shape replaces what differs from request to request.
func shape(parts []string) string {
	switch {
	case len(parts) == 2 && parts[0] == "completion":
		return "completion/id"
	case len(parts) >= 2 && parts[1] == "blocks" && len(parts) == 3:
		return "id/blocks/index"
	case len(parts) == 2:
		return "id/" + parts[1]
	}
	return strings.Join(parts, "/")
}
