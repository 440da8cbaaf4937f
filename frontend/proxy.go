package frontend

import (
	"strings"

	"github.com/moby/buildkit/client/llb"
)

// proxyOf returns the proxy in the predefined build args, whose names are known
// in both cases; nil where there is none.
func proxyOf(buildArgs map[string]string) *llb.ProxyEnv {
	get := func(name string) string {
		if value := buildArgs[name]; value != "" {
			return value
		}
		return buildArgs[strings.ToLower(name)]
	}
	proxy := llb.ProxyEnv{
		HTTPProxy:  get("HTTP_PROXY"),
		HTTPSProxy: get("HTTPS_PROXY"),
		FTPProxy:   get("FTP_PROXY"),
		NoProxy:    get("NO_PROXY"),
		AllProxy:   get("ALL_PROXY"),
	}
	if proxy == (llb.ProxyEnv{}) {
		return nil
	}
	return &proxy
}
