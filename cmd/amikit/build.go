package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/amikit/amikit/frontend"
	"github.com/amikit/amikit/internal/client"
	"github.com/amikit/amikit/internal/verb"
)

func newBuildCommand() *cobra.Command {
	o := client.Options{}
	cmd := &cobra.Command{
		Use:   "build [flags] [CONTEXT]",
		Short: "Build a target with a BuildKit daemon",
		Long:  buildHelp(),
		Args:  verb.TakesAtMost("a context"),
		RunE: func(cmd *cobra.Command, args []string) error {
			collectLess(os.Getenv)
			o.Context = append(args, ".")[0]
			o.Host = os.Getenv("BUILDKIT_HOST")
			return client.Build(cmd.Context(), o, client.Environment{
				Getenv: os.Getenv, LookupEnv: os.LookupEnv, Stdout: cmd.OutOrStdout(), Stderr: os.Stderr,
				Ask: client.AskOn(os.Stdin, os.Stderr),
			})
		},
	}
	addBuildFlags(cmd, &o)
	return cmd
}

// buildHelp names the targets of the frontend's own table.
func buildHelp() string {
	var help strings.Builder
	help.WriteString("Build a target with the BuildKit daemon of BUILDKIT_HOST. CONTEXT is a folder (default: .),\n" +
		"or the address of a git repository or an archive.\n\nTargets:\n")
	for _, t := range frontend.Targets() {
		fmt.Fprintf(&help, "  %-16s %s\n", t.Name, t.Description)
	}
	help.WriteString("  any other        a stage of the Dockerfile; its last one where no target is given\n\n" +
		"A setting comes from --build-arg, else from the environment variable of its name, else from\n" +
		".arg in CONTEXT; a secret from --secret, else from .secret. Neither file leaves this machine.")
	return help.String()
}

func addBuildFlags(cmd *cobra.Command, o *client.Options) {
	f := cmd.Flags()
	f.StringVar(&o.Target, "target", "", "target or stage to build")
	f.StringVar(&o.Call, "call", "build", "question to answer in the place of a build: targets, outline, check or subrequests.describe")
	f.StringVarP(&o.File, "file", "f", "", "Dockerfile (default: Dockerfile in CONTEXT)")
	f.StringSliceVar(&o.Platforms, "platform", nil, "platforms of the result, such as linux/amd64,linux/arm64")
	f.StringArrayVar(&o.BuildArgs, "build-arg", nil, "setting or build argument, NAME=value")
	f.StringArrayVar(&o.Secrets, "secret", nil, "secret, id=ID,src=FILE or id=ID,env=NAME")
	f.StringVar(&o.Profile, "aws-profile", "", "AWS profile of this machine; the build gets short-lived keys for it, renewed while it runs, and no file")
	f.StringArrayVar(&o.SSH, "ssh", nil, "SSH agent or keys to forward, default or ID[=SOCKET|KEY]")
	f.StringArrayVar(&o.BuildContexts, "build-context", nil, "named context, NAME=value, such as iso-image=docker-image://REF")
	f.StringArrayVarP(&o.Outputs, "output", "o", nil, "where the result goes: a folder, - for a tar, or type=TYPE,dest=PATH")
	f.StringArrayVar(&o.CacheFrom, "cache-from", nil, "cache to read, type=TYPE,… or a reference")
	f.StringArrayVar(&o.CacheTo, "cache-to", nil, "cache to write, type=TYPE,… or a reference")
	f.StringSliceVar(&o.Allow, "allow", nil, "entitlement of the build, such as security.insecure")
	f.StringArrayVar(&o.Attests, "attest", nil, "attestation of the result, type=sbom,… or type=provenance,…")
	f.BoolVar(&o.NoCache, "no-cache", false, "build everything again")
	f.StringVar(&o.Progress, "progress", "auto", "progress output: auto, plain, tty, quiet or rawjson")
	f.StringVar(&o.MetadataFile, "metadata-file", "", "write the result's metadata to this file")
	f.StringVar(&o.TLSDir, "tlsdir", "", "folder with ca.pem, cert.pem and key.pem for a daemon on tcp://")
	f.StringVar(&o.ToolImage, "tool-image", "", "amikit image whose programs run in the build (default: this program)")
}
