// Package settings holds what an account has set for a region.
package settings

import (
	"cmp"
	"sync"
)

// Account is the settings of one account in one region.
type Account struct {
	// EncryptionByDefault encrypts each new snapshot.
	EncryptionByDefault bool `json:"encryptionByDefault"`
	// AllowPublicSharing lifts the block on making images and snapshots
	// public, which new accounts have.
	AllowPublicSharing bool `json:"allowPublicSharing"`
	// BlocksPerSecond is how many blocks of one snapshot may be written, and how
	// many read, in a second; 0 is AWS's 1,000.
	BlocksPerSecond int `json:"blocksPerSecond"`
	// NoCRC64NVME makes S3 refuse that checksum, as servers do that are compatible
	// with an older S3.
	NoCRC64NVME bool `json:"noCRC64NVME"`
	// IgnoredChecksums are those that S3 takes and never shows, such as CRC64NVME and
	// SHA256, as servers do that do not know them.
	IgnoredChecksums []string `json:"ignoredChecksums"`
	// Quotas are values by the codes of Service Quotas, where they are not the
	// defaults. They are told, and nothing else is held to them.
	Quotas map[string]float64 `json:"quotas"`
}

type place struct{ account, region string }

// Settings are those of all accounts. It is safe for concurrent use; the zero
// value has the defaults of new accounts.
type Settings struct {
	mu     sync.Mutex
	places map[place]Account
}

// Set replaces the settings of an account in a region.
func (s *Settings) Set(account, region string, a Account) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.places == nil {
		s.places = map[place]Account{}
	}
	s.places[place{account, region}] = a
}

func (s *Settings) get(account, region string) Account {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.places[place{account, region}]
}

// EncryptedByDefault is true where new snapshots are encrypted unasked.
func (s *Settings) EncryptedByDefault(account, region string) bool {
	return s.get(account, region).EncryptionByDefault
}

// PublicSharingBlocked is true where nothing can be made public.
func (s *Settings) PublicSharingBlocked(account, region string) bool {
	return !s.get(account, region).AllowPublicSharing
}

// LacksCRC64NVME is true where S3 is an older one.
func (s *Settings) LacksCRC64NVME(account, region string) bool {
	return s.get(account, region).NoCRC64NVME
}

// IgnoredChecksums are those that S3 never shows.
func (s *Settings) IgnoredChecksums(account, region string) []string {
	return s.get(account, region).IgnoredChecksums
}

// Quota is a value that was applied to the account.
func (s *Settings) Quota(account, region, code string) (value float64, set bool) {
	value, set = s.get(account, region).Quotas[code]
	return value, set
}

const defaultBlocksPerSecond = 1000

// BlocksPerSecond is the quota of one snapshot for the EBS direct APIs.
func (s *Settings) BlocksPerSecond(account, region string) int {
	return cmp.Or(s.get(account, region).BlocksPerSecond, defaultBlocksPerSecond)
}
