package ec2

import (
	"slices"

	"github.com/amikit/amikit/localaws/snapshot"
	"github.com/amikit/amikit/localaws/store"
	"github.com/amikit/amikit/localaws/wire/query"
)

type snapshotList struct {
	Snapshots query.Set[snapshotItem] `xml:"snapshotSet"`
	Next      string                  `xml:"nextToken,omitempty"`
}

// describeSnapshots https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html
func describeSnapshots(r *request) (any, error) {
	ids := r.List("SnapshotId")
	if err := checkSnapshotIDs(ids...); err != nil {
		return nil, err
	}
	wanted, err := filters(r.Params, "Filter", snapshotFilterNames()...)
	if err != nil {
		return nil, err
	}
	part, err := r.page("snapshotSet", len(ids) > 0)
	if err != nil {
		return nil, err
	}
	owners, err := r.users("Owner", "amazon")
	if err != nil {
		return nil, err
	}
	restorers, err := r.users("RestorableBy", "all")
	if err != nil {
		return nil, err
	}
	if err := r.permit(); err != nil {
		return nil, err
	}
	records, err := r.visibleSnapshots(ids, owners)
	if err != nil {
		return nil, err
	}
	records = slices.DeleteFunc(records, func(s snapshot.Record) bool {
		return !owned(owners, s.Owner) || !restorable(s, restorers)
	})
	items, err := r.snapshotItems(records, wanted)
	if err != nil {
		return nil, err
	}
	var result snapshotList
	result.Snapshots.Items, result.Next = cut(r, part, items, func(i snapshotItem) string { return i.ID })
	return result, nil
}

// visibleSnapshots finds those of the caller, those shared and the public, of the
// owners or of all. Of asked identifiers, one that does not exist is refused and one
// that the caller may not see is left out.
func (r *request) visibleSnapshots(ids, owners []string) ([]snapshot.Record, error) {
	all, err := r.snapshots(ids, owners)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(s snapshot.Record) bool { return r.Hidden(r.Call, s.ID, s.Started) })
	for _, id := range ids {
		if !slices.ContainsFunc(all, func(s snapshot.Record) bool { return s.ID == id }) {
			return nil, noSnapshot(id)
		}
	}
	return slices.DeleteFunc(all, func(s snapshot.Record) bool { return !s.VisibleTo(r.caller()) }), nil
}

// snapshots are those of the identifiers that are there, else all of the owners or
// of all accounts.
func (r *request) snapshots(ids, owners []string) ([]snapshot.Record, error) {
	if len(ids) > 0 {
		return r.Snapshots.Some(r.Region, ids)
	}
	return r.Snapshots.List(r.Region, owners...)
}

func restorable(s snapshot.Record, users []string) bool {
	return len(users) == 0 || slices.ContainsFunc(users, func(user string) bool {
		if user == everybody {
			return s.Public
		}
		return s.Owner == user || slices.Contains(s.Shared, user)
	})
}

func (r *request) snapshotItems(records []snapshot.Record, wanted []filter) (items []snapshotItem, err error) {
	err = r.Records.View(func(tx *store.Tx) error {
		for _, record := range records {
			tags, err := r.tags(tx, record.ID)
			if err != nil {
				return err
			}
			if item := r.snapshotItem(record, tags); match(wanted, item.fields(tags)) {
				items = append(items, item)
			}
		}
		return nil
	})
	return items, err
}
