package main

import (
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/amikit/amikit/internal/amicmd"
	"github.com/amikit/amikit/internal/awsconfig"
	"github.com/amikit/amikit/internal/dotenv"
	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
	"github.com/amikit/amikit/internal/verb"
)

func newAMICommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "ami",
		Short: "Put a raw disk into AWS",
		PersistentPreRunE: func(*cobra.Command, []string) error {
			collectLess(os.Getenv)
			return awsconfig.ClearEmpty()
		},
	}
	verb.Group(cmd)
	cmd.AddCommand(newAMICheckCommand(), newAMICreateCommand(), newAMIPolicyCommand(), newAMIVerifyCommand(), newAMICollectCommand(), newAMIDownloadCommand(), newAMISlipsCommand())
	return cmd
}

// amiEnvironment is this process, seen by the verbs.
func amiEnvironment(cmd *cobra.Command) amicmd.Environment {
	return amicmd.Environment{
		Getenv:   os.Getenv,
		Stdout:   cmd.OutOrStdout(),
		Stderr:   cmd.ErrOrStderr(),
		ArgFile:  dotenv.ArgFile,
		Secrets:  secretsFolder(os.Getenv),
		CacheDir: cacheFolder(os.Getenv, os.UserCacheDir),
		Version:  amikitVersion(),
	}
}

// secretsFolder is where secrets are mounted as files, which only a build's step has.
func secretsFolder(getenv func(string) string) string {
	if getenv(step.OutEnv) == "" {
		return ""
	}
	return step.Secrets
}

// cacheFolder is where a later run finds what it need not ask AWS again; it is empty
// where the user has no such folder.
func cacheFolder(getenv func(string) string, user func() (string, error)) string {
	if dir := getenv(step.CacheEnv); dir != "" {
		return dir
	}
	dir, err := user()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "amikit")
}

// addPublishFlags gives each setting of the publishing step its flag, and returns
// what was given by flag.
func addPublishFlags(cmd *cobra.Command) func(name string) string {
	given := map[string]*string{}
	for _, o := range option.Of(option.StepPublish) {
		given[o.Name] = cmd.Flags().String(o.Flag(), "", o.Description())
		if o.Switch() {
			cmd.Flags().Lookup(o.Flag()).NoOptDefVal = "true" // a switch needs no value
		}
	}
	return func(name string) string {
		if value, ok := given[name]; ok {
			return *value
		}
		return ""
	}
}

// addOutputFlag lets the user choose the form of what is printed, and returns it.
func addOutputFlag(cmd *cobra.Command, what string) func() (amicmd.Form, error) {
	name := cmd.Flags().String("output", string(amicmd.Text), "form of the "+what+" on stdout: text, json or id")
	return func() (amicmd.Form, error) { return amicmd.ParseForm(*name) }
}
