package ec2

import "github.com/amikit/amikit/localaws/wire"

type cancelled struct {
	ID       string `xml:"importTaskId"`
	Previous string `xml:"previousState"`
	State    string `xml:"state"`
}

// cancelImport https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CancelImportTask.html
func cancelImport(r *request) (any, error) {
	id := r.Params["ImportTaskId"]
	if err := r.need("ImportTaskId"); err != nil {
		return nil, err
	}
	if err := r.permit(); err != nil {
		return nil, err
	}
	if _, err := r.visibleImports([]string{id}); err != nil {
		return nil, wire.Refuse("InvalidParameter", "The import task ID %s is not valid.", id)
	}
	ok, err := r.Imports.Cancel(r.Region, r.caller(), id)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, wire.Refuse("IncorrectState", "The import task %s is not in a state in which it can be cancelled.", id)
	}
	return cancelled{id, "active", "deleting"}, nil
}
