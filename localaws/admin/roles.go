package admin

import (
	"fmt"
	"net/http"

	"github.com/amikit/amikit/localaws/iam"
)

const vmImport = "vmimport"

func (c *Controls) putRole(r *http.Request) (any, error) {
	role, err := read[iam.Role](r)
	if err != nil {
		return nil, err
	}
	role.Name = r.PathValue("role")
	c.Roles.Put(r.PathValue("account"), role)
	return nil, nil
}

func (c *Controls) deleteRole(r *http.Request) (any, error) {
	c.Roles.Delete(r.PathValue("account"), r.PathValue("role"))
	return nil, nil
}

const blindPolicy = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:*","Resource":"*"}]}`

// blindRole takes a role's right to read buckets.
func (c *Controls) blindRole(r *http.Request) (any, error) {
	account, name := r.PathValue("account"), r.PathValue("role")
	role, ok := c.Roles.Get(account, name)
	if !ok {
		return nil, fmt.Errorf("account %s has no role %s", account, name)
	}
	c.Roles.Put(account, iam.Role{
		Name:    name,
		Trust:   role.Trust,
		Inline:  map[string]string{name: blindPolicy},
		Created: role.Created,
	})
	return nil, nil
}
