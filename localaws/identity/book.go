package identity

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"sync"
	"time"
)

// Book holds the access keys that a local AWS knows. It is safe for concurrent
// use.
type Book struct {
	now func() time.Time

	mu   sync.RWMutex
	keys map[string]Credential
}

// NewBook makes a book of the given credentials; now decides what has expired.
func NewBook(now func() time.Time, credentials ...Credential) (*Book, error) {
	b := &Book{now: now, keys: map[string]Credential{}}
	for _, c := range credentials {
		if err := b.Put(c); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// Put adds a credential, or replaces the one with the same access key.
func (b *Book) Put(c Credential) error {
	if err := c.validate(); err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.keys[c.AccessKey] = c
	return nil
}

// Lend adds temporary keys of the user behind an access key.
func (b *Book) Lend(of, accessKey, secretKey, token string, expires time.Time) error {
	c, known := b.credential(of)
	if !known {
		return fmt.Errorf("access key %s is unknown", of)
	}
	c.AccessKey, c.SecretKey, c.SessionToken, c.Expires, c.UserSession = accessKey, secretKey, token, expires, true
	return b.Put(c)
}

// Account finds the principal behind an access key.
func (b *Book) Account(accessKey string) (Account, bool) {
	c, ok := b.credential(accessKey)
	return c.account(b.now()), ok
}

// Denied lists the actions that are refused to an access key.
func (b *Book) Denied(accessKey string) []string {
	c, _ := b.credential(accessKey)
	return c.Denied
}

// Allowed lists the actions that an access key may do; empty is all of them.
func (b *Book) Allowed(accessKey string) []string {
	c, _ := b.credential(accessKey)
	return c.Allowed
}

// AccountIDs lists each account once, in no order.
func (b *Book) AccountIDs() []string {
	b.mu.RLock()
	defer b.mu.RUnlock()
	seen := map[string]bool{}
	var ids []string
	for _, c := range b.keys {
		if !seen[c.AccountID] {
			seen[c.AccountID] = true
			ids = append(ids, c.AccountID)
		}
	}
	return ids
}

func (b *Book) credential(accessKey string) (Credential, bool) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	c, ok := b.keys[accessKey]
	return c, ok
}

var accountID = regexp.MustCompile(`^[0-9]{12}$`)

func (c Credential) validate() error {
	if c.AccessKey == "" || c.SecretKey == "" {
		return errors.New("a credential needs an accessKey and a secretKey")
	}
	if !accountID.MatchString(c.AccountID) {
		return fmt.Errorf("access key %s: accountId %q is not 12 digits", c.AccessKey, c.AccountID)
	}
	return nil
}

// ReadFile reads a JSON list of credentials.
func ReadFile(path string) ([]Credential, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read credentials: %w", err)
	}
	var list []Credential
	if err := json.Unmarshal(text, &list); err != nil {
		return nil, fmt.Errorf("read credentials from %s: %w", path, err)
	}
	return list, nil
}
