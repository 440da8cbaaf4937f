package amicmd

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/amikit/amikit/ami/policy"
)

// Policy writes the policies for the features, all in one JSON object, or the
// named one alone as IAM takes it: "caller", "role-trust" or "role-permissions".
func Policy(w io.Writer, f policy.Features, document string) error {
	set, err := policy.For(f)
	if err != nil {
		return err
	}
	chosen, err := choose(set, document)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(chosen, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the policies: %w", err)
	}
	if _, err := fmt.Fprintln(w, string(text)); err != nil {
		return fmt.Errorf("write the policies: %w", err)
	}
	return nil
}

func choose(set *policy.Set, document string) (any, error) {
	documents := map[string]*policy.Document{"caller": &set.Caller, "role-trust": set.RoleTrust, "role-permissions": set.RolePermissions}
	chosen, known := documents[document]
	switch {
	case document == "":
		return set, nil
	case !known:
		return nil, fmt.Errorf("--document %q is unknown: it must be caller, role-trust or role-permissions", document)
	case chosen == nil:
		return nil, fmt.Errorf("--document %s: this import method needs no role", document)
	}
	return chosen, nil
}
