package ec2

import (
	"slices"

	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/query"
)

type regionItem struct {
	Name     string `xml:"regionName"`
	Endpoint string `xml:"regionEndpoint"`
	OptIn    string `xml:"optInStatus"`
}

// describeRegions https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html
func describeRegions(r *request) (any, error) {
	wanted, err := filters(r.Params, "Filter", "endpoint", "opt-in-status", "region-name")
	if err != nil {
		return nil, err
	}
	names := r.List("RegionName")
	if slices.ContainsFunc(names, func(name string) bool { return !r.hasRegion(name) }) {
		return nil, wire.Refuse("InvalidParameterValue", "Invalid region names provided")
	}
	if err := r.permit(); err != nil {
		return nil, err
	}
	var result struct {
		Regions query.Set[regionItem] `xml:"regionInfo"`
	}
	for _, name := range r.Regions {
		item := regionItem{name, "ec2." + name + ".amazonaws.com", "opt-in-not-required"}
		f := fields{"endpoint": {item.Endpoint}, "opt-in-status": {item.OptIn}, "region-name": {name}}
		if (len(names) == 0 || slices.Contains(names, name)) && match(wanted, f) {
			result.Regions.Items = append(result.Regions.Items, item)
		}
	}
	return result, nil
}
