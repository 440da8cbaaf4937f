package client

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/moby/buildkit/client"
	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/tonistiigi/fsutil"

	"github.com/amikit/amikit/internal/dotenv"
	"github.com/amikit/amikit/internal/option"
)

// addContext gives the build its context and its Dockerfile.
func addContext(opt *client.SolveOpt, o Options, _ Environment) error {
	if isRemote(o.Context) {
		opt.FrontendAttrs["context"] = o.Context
		if o.File != "" {
			opt.FrontendAttrs["filename"] = o.File
		}
		if len(o.CacheTo) == 0 {
			opt.FrontendAttrs["build-arg:"+option.CacheExport] = option.NoCacheExport
		}
		return addEmptyFolder(opt)
	}
	folder, err := contextFS(o.Context)
	if err != nil {
		return fmt.Errorf("open the build context: %w", err)
	}
	opt.LocalMounts[dockerui.DefaultLocalNameContext] = folder
	return addDockerfile(opt, o)
}

// emptyFolder is the named context by which a disk of a remote context is kept
// out of exported caches.
const emptyFolder = "amikit-unexported"

func addEmptyFolder(opt *client.SolveOpt) error {
	folder, err := fsutil.SubDirFS(nil)
	if err != nil {
		return err
	}
	opt.LocalMounts[emptyFolder] = folder
	opt.FrontendAttrs["context:"+emptyFolder] = "local:" + emptyFolder
	return nil
}

func addDockerfile(opt *client.SolveOpt, o Options) error {
	file := o.File
	if file == "" {
		file = filepath.Join(o.Context, dockerui.DefaultDockerfileName)
	}
	folder, err := contextFS(filepath.Dir(file))
	if err != nil {
		return fmt.Errorf("open the Dockerfile's folder: %w", err)
	}
	opt.LocalMounts[dockerui.DefaultLocalNameDockerfile] = folder
	opt.FrontendAttrs["filename"] = filepath.Base(file)
	return nil
}

// contextFS is a folder as the daemon may see it: without the settings and the
// secrets, which no pattern of a build can bring back, as they are left out here.
func contextFS(dir string) (fsutil.FS, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("%s is no folder; name the folder that holds the build's files", dir)
	}
	folder, err := fsutil.NewFS(dir)
	if err != nil {
		return nil, err
	}
	return fsutil.NewFilterFS(folder, &fsutil.FilterOpt{ExcludePatterns: []string{dotenv.ArgFile, dotenv.SecretFile}})
}

// isRemote tells whether the context is an address and no folder of that name.
func isRemote(context string) bool {
	if info, err := os.Stat(context); err == nil && info.IsDir() {
		return false
	}
	if _, isGit, _ := dockerui.DetectGitContext(context, nil); isGit {
		return true
	}
	_, _, isHTTP := dockerui.DetectHTTPContext(context)
	return isHTTP
}
