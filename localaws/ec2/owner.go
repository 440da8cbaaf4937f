package ec2

import (
	"regexp"
	"slices"

	"github.com/amikit/amikit/localaws/wire"
)

var accountNumber = regexp.MustCompile(`^[0-9]{12}$`)

// users reads a list of accounts such as Owner.n or RestorableBy.n, in which
// self stands for the caller; words are the other names that it may hold.
func (r *request) users(parameter string, words ...string) ([]string, error) {
	list := r.List(parameter)
	for i, user := range list {
		if user == "self" {
			list[i] = r.caller()
			continue
		}
		if !accountNumber.MatchString(user) && !slices.Contains(words, user) {
			return nil, wire.Refuse("InvalidUserID.Malformed", "Invalid user id: \"%s\"", user)
		}
	}
	return list, nil
}

// owned is true when no owner is asked for, or this one.
func owned(owners []string, owner string) bool {
	return len(owners) == 0 || slices.Contains(owners, owner)
}
