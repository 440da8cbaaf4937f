package settings_test

import (
	"testing"

	"github.com/amikit/amikit/localaws/settings"
)

func TestSettingsAreOfAnAccountInARegion(t *testing.T) {
	var s settings.Settings
	if s.EncryptedByDefault("a", "r") || !s.PublicSharingBlocked("a", "r") {
		t.Error("a new account encrypts, or may share with everybody")
	}
	s.Set("a", "r", settings.Account{EncryptionByDefault: true, AllowPublicSharing: true})
	if !s.EncryptedByDefault("a", "r") || s.PublicSharingBlocked("a", "r") {
		t.Error("the settings are not kept")
	}
	if s.EncryptedByDefault("a", "other") || s.EncryptedByDefault("b", "r") {
		t.Error("they reach further")
	}
}
