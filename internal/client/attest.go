package client

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/moby/buildkit/client"
	"github.com/tonistiigi/go-csvvalue"
)

// addAttests asks for attestations: type=TYPE[,PARAMETER=VALUE…].
func addAttests(opt *client.SolveOpt, o Options, _ Environment) error {
	for _, spec := range o.Attests {
		kind, params, err := parseAttest(spec)
		if err != nil {
			return fmt.Errorf("--attest %s: %w", spec, err)
		}
		opt.FrontendAttrs["attest:"+kind] = params
	}
	return nil
}

// parseAttest takes the type out of the fields; the rest stays as it is written.
func parseAttest(spec string) (kind, params string, err error) {
	fields, err := csvvalue.Fields(spec, nil)
	if err != nil {
		return "", "", err
	}
	rest := slices.DeleteFunc(fields, func(field string) bool {
		value, ok := strings.CutPrefix(field, "type=")
		if ok {
			kind = value
		}
		return ok
	})
	if kind == "" {
		return "", "", errors.New("give type=sbom or type=provenance")
	}
	return kind, joinFields(rest), nil
}

// joinFields quotes the fields that need it, as CSV does.
func joinFields(fields []string) string {
	quoted := make([]string, 0, len(fields))
	for _, field := range fields {
		if strings.ContainsAny(field, ",\"") {
			field = `"` + strings.ReplaceAll(field, `"`, `""`) + `"`
		}
		quoted = append(quoted, field)
	}
	return strings.Join(quoted, ",")
}
