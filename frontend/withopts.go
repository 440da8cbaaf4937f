package frontend

import "github.com/moby/buildkit/frontend/gateway/client"

// withOpts is a client with other options. Upstream writes into the map of
// options, so each consumer gets a clone of its own.
type withOpts struct {
	client.Client
	opts map[string]string
}

// BuildOpts returns the client's own with the options replaced.
func (c *withOpts) BuildOpts() client.BuildOpts {
	o := c.Client.BuildOpts()
	o.Opts = c.opts
	return o
}
