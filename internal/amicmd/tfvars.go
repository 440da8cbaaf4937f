package amicmd

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/amikit/amikit/ami"
)

// variablesHead begins a file of variables in HCL, which is how one that may be
// written anew is known.
const variablesHead = "# Written by amikit ami create; changes are lost.\n"

// variable is one of Terraform's input variables.
type variable struct{ name, value string }

func variablesOf(r *ami.Result) []variable {
	return []variable{
		{"ami_id", r.ImageID},
		{"ami_name", r.Name},
		{"ami_region", r.Region},
		{"ami_architecture", r.Architecture},
		{"ami_snapshot_id", r.SnapshotID},
	}
}

func isJSON(name string) bool { return filepath.Ext(name) == ".json" }

// checkVariables refuses a file that holds what amikit did not write.
func checkVariables(name string) error {
	text, err := os.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("look at the file of variables: %w", err)
	case isJSON(name) && ownJSON(text) || !isJSON(name) && strings.HasPrefix(string(text), variablesHead):
		return nil
	}
	return fmt.Errorf("%s holds other variables, and --tfvars writes its file anew; name a file of its own, such as ami.auto.tfvars", name)
}

// ownJSON reports whether an object has no variable but those of an image.
func ownJSON(text []byte) bool {
	var there map[string]string
	if json.Unmarshal(text, &there) != nil {
		return false
	}
	for _, v := range variablesOf(&ami.Result{}) {
		delete(there, v.name)
	}
	return len(there) == 0
}

func writeVariables(name string, r *ami.Result) error {
	text, err := asHCL(variablesOf(r)), error(nil)
	if isJSON(name) {
		text, err = asJSON(variablesOf(r))
	}
	if err == nil {
		err = replaceFile(name, text)
	}
	if err != nil {
		return fmt.Errorf("write the variables: %w", err)
	}
	return nil
}

// asHCL writes assignments. An image's name has no character that HCL would
// expand, such as $ or %.
func asHCL(variables []variable) []byte {
	text := variablesHead
	for _, v := range variables {
		text += fmt.Sprintf("%-16s = %s\n", v.name, strconv.Quote(v.value))
	}
	return []byte(text)
}

func asJSON(variables []variable) ([]byte, error) {
	object := map[string]string{}
	for _, v := range variables {
		object[v.name] = v.value
	}
	data, err := json.MarshalIndent(object, "", "  ")
	return append(data, '\n'), err
}
