package main

import (
	"context"
	"encoding/json"
	"io"
	"os"

	"github.com/moby/buildkit/frontend/gateway/grpcclient"
	_ "github.com/moby/buildkit/util/grpcutil/encoding/proto" // the daemon's codec
	"github.com/sirupsen/logrus"
	"github.com/spf13/cobra"

	"github.com/amikit/amikit/frontend"
	"github.com/amikit/amikit/internal/verb"
)

// workersEnv is where BuildKit describes its workers to a frontend.
const workersEnv = "BUILDKIT_WORKERS"

func newFrontendCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "frontend",
		Short: "Serve a build as a BuildKit gateway frontend; BuildKit starts this",
		Args:  verb.TakesNone,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runFrontend(cmd.Context(), cmd.ErrOrStderr())
		},
	}
}

// runFrontend serves one build on stdin and stdout, which nothing else may write to.
func runFrontend(ctx context.Context, log io.Writer) error {
	collectLess(os.Getenv)
	logrus.SetOutput(log)
	if err := dropPrivileges(); err != nil {
		logrus.Warnf("the frontend keeps its privileges: %v", err)
	}
	build := frontend.New(frontend.WithDaemonVersion(daemonVersion(os.Getenv(workersEnv))))
	return grpcclient.RunFromEnvironment(ctx, build)
}

// daemonVersion is the version in the description of the daemon's first worker;
// the gateway's own type drops it.
func daemonVersion(workers string) string {
	var described []struct {
		BuildkitVersion struct {
			Version string `json:"version"`
		} `json:"buildkitVersion"`
	}
	if err := json.Unmarshal([]byte(workers), &described); err != nil || len(described) == 0 {
		return ""
	}
	return described[0].BuildkitVersion.Version
}
