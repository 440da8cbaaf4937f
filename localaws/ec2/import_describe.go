package ec2

import (
	"slices"
	"strings"
	"time"

	"github.com/amikit/amikit/localaws/awsid"
	"github.com/amikit/amikit/localaws/imports"
	"github.com/amikit/amikit/localaws/store"
	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/query"
)

// taskLifetime is how long a task that has ended stays listed.
const taskLifetime = 7 * 24 * time.Hour

type importList struct {
	Tasks query.Set[importItem] `xml:"importSnapshotTaskSet"`
	Next  string                `xml:"nextToken,omitempty"`
}

// describeImports https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImportSnapshotTasks.html
// The parameter of its filters is Filters.n, unlike everywhere else.
func describeImports(r *request) (any, error) {
	wanted, err := filters(r.Params, "Filters", "task-state")
	if err != nil {
		return nil, err
	}
	ids := r.List("ImportTaskId")
	part, err := r.importPage()
	if err != nil {
		return nil, err
	}
	if err := r.permit(); err != nil {
		return nil, err
	}
	tasks, err := r.visibleImports(ids)
	if err != nil {
		return nil, err
	}
	items, err := r.importItems(tasks, wanted)
	if err != nil {
		return nil, err
	}
	var result importList
	result.Tasks.Items, result.Next = cut(r, part, items, func(i importItem) string { return i.ID })
	return result, nil
}

// importPage has no lower bound, unlike the older calls.
func (r *request) importPage() (page, error) {
	size, _, err := number(r.Params, "MaxResults")
	if err != nil {
		return page{}, err
	}
	p := page{size: min(size, maxPage)}
	if token := r.Params["NextToken"]; token != "" {
		p.after, err = r.readToken(token)
	}
	return p, err
}

func (r *request) visibleImports(ids []string) ([]imports.Task, error) {
	all, err := r.Imports.List(r.Region, r.caller(), ids...)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(t imports.Task) bool {
		old := !t.Ended.IsZero() && r.now.After(t.Ended.Add(taskLifetime))
		return old || r.Hidden(r.Call, t.ID, t.Started)
	})
	for _, id := range ids {
		if !slices.ContainsFunc(all, func(t imports.Task) bool { return t.ID == id }) {
			return nil, noTask(id)
		}
	}
	return all, nil
}

func noTask(id string) error {
	rest, ok := strings.CutPrefix(id, "import-snap-")
	if !ok || !awsid.Valid("x", "x-"+rest) {
		return wire.Refuse("InvalidConversionTaskId.Malformed", "The conversion task ID '%s' is malformed", id)
	}
	return wire.Refuse("InvalidConversionTaskId", "The conversion task ID '%s' does not exist", id)
}

func (r *request) importItems(tasks []imports.Task, wanted []filter) (items []importItem, err error) {
	err = r.Records.View(func(tx *store.Tx) error {
		for _, task := range tasks {
			tags, err := r.tags(tx, task.ID)
			if err != nil {
				return err
			}
			item := r.describedImport(task, tags)
			f := fields{"task-state": {item.Detail.Status}}.tags(tags)
			if match(wanted, f) {
				items = append(items, item)
			}
		}
		return nil
	})
	return items, err
}
