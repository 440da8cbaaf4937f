package main

import (
	"os"

	"github.com/spf13/cobra"

	"github.com/amikit/amikit/internal/awsconfig"
	"github.com/amikit/amikit/internal/client"
	"github.com/amikit/amikit/internal/verb"
)

func newCredentialsCommand() *cobra.Command {
	var profile, form string
	cmd := &cobra.Command{
		Use:   "credentials",
		Short: "Print the keys behind an AWS profile, to give them to a build as secrets",
		Long: "Print the keys behind an AWS profile of this machine. A profile that signs in or assumes a role gives\n" +
			"temporary keys; nothing of ~/.aws then has to enter a build.\n\n" +
			"  eval \"$(amikit credentials --profile NAME)\"          --secret id=AWS_ACCESS_KEY_ID and the others\n" +
			"  amikit credentials --profile NAME --format file >F   --secret id=aws-credentials,src=F\n" +
			"  credential_process = amikit credentials --profile NAME --format json",
		Args: verb.TakesNone,
	}
	cmd.Flags().StringVar(&profile, "profile", "", "name of the profile (default: the SDK's own choice)")
	cmd.Flags().StringVar(&form, "format", string(awsconfig.KeysEnv), "env: lines for a shell; file: a credentials file; json: for credential_process")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		keys, err := awsconfig.ResolveKeys(cmd.Context(), awsconfig.Settings{Profile: profile, MFACode: func() (string, error) {
			return client.AskOn(os.Stdin, os.Stderr)("MFA code: ")
		}})
		if err != nil {
			return err
		}
		return keys.Write(cmd.OutOrStdout(), awsconfig.KeyForm(form))
	}
	return cmd
}
