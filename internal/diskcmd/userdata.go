package diskcmd

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/amikit/amikit/internal/step"
	"github.com/amikit/amikit/internal/userdata"
	"github.com/amikit/amikit/internal/verb"
)

// newUserDataCommand returns the verb by which a frontend learns of the secret
// cloud-config, which it cannot read itself.
func newUserDataCommand() *cobra.Command {
	return &cobra.Command{
		Use:    "user-data",
		Short:  "Check the secret user-data and print its digest",
		Args:   verb.TakesNone,
		Hidden: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return answerUserData(cmd.OutOrStdout(), step.UserDataSecret)
		},
	}
}

// answerUserData prints a [step.UserDataAnswer] about the file.
func answerUserData(w io.Writer, name string) error {
	var answer step.UserDataAnswer
	data, err := userdata.Read([]string{name}, "")
	if data != nil {
		answer.SHA256 = userdata.SHA256(data)
	}
	if err != nil {
		answer.Problem = err.Error()
	}
	if err := json.NewEncoder(w).Encode(answer); err != nil {
		return fmt.Errorf("answer about the secret user-data: %w", err)
	}
	return nil
}
