package iam

import (
	"maps"
	"sync"
	"time"
)

// Roles are the roles of all accounts. It is safe for concurrent use.
type Roles struct {
	now func() time.Time

	mu       sync.Mutex
	accounts map[string]map[string]Role
}

// NewRoles gives each account the role vmimport.
func NewRoles(now func() time.Time, accounts ...string) *Roles {
	r := &Roles{now: now, accounts: map[string]map[string]Role{}}
	for _, account := range accounts {
		r.Put(account, VMImport())
	}
	return r
}

// Put adds a role, or replaces the one of that name.
func (r *Roles) Put(account string, role Role) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if role.Created.IsZero() {
		role.Created = r.now()
	}
	roles := maps.Clone(r.accounts[account])
	if roles == nil {
		roles = map[string]Role{}
	}
	roles[role.Name] = role
	r.accounts[account] = roles
}

// Delete removes a role, if it is there.
func (r *Roles) Delete(account, name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.accounts[account], name)
}

// Get finds a role.
func (r *Roles) Get(account, name string) (Role, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	role, ok := r.accounts[account][name]
	return role, ok
}
