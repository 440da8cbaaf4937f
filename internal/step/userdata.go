package step

import (
	"encoding/json"
	"fmt"
)

// UserDataPlaces are where a disk step looks for the cloud-config, the strongest
// first.
func UserDataPlaces() []string {
	return []string{UserDataSecret, UserData, UserDataDir + "/user-data"}
}

// UserDataAnswer is what a container says of the secret cloud-config, which only
// a container can read. It holds nothing of its content.
type UserDataAnswer struct {
	// SHA256 is its digest in hex; empty where there is no such secret.
	SHA256 string `json:"sha256,omitempty"`
	// Problem says why no machine could use it; empty where one can.
	Problem string `json:"problem,omitempty"`
}

// ReadUserDataAnswer parses what the container printed.
func ReadUserDataAnswer(data []byte) (UserDataAnswer, error) {
	var a UserDataAnswer
	if err := json.Unmarshal(data, &a); err != nil {
		return a, fmt.Errorf("parse the answer about the secret user-data: %w", err)
	}
	return a, nil
}
