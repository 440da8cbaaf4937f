package identity_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/amikit/amikit/localaws/identity"
)

func TestPrincipalOfAKey(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	book, err := identity.NewBook(func() time.Time { return now },
		identity.Credential{AccessKey: "user", SecretKey: "s", AccountID: "111122223333", User: "ann"},
		identity.Credential{
			AccessKey: "role", SecretKey: "s", SessionToken: "t", AccountID: "111122223333", User: "builder",
			Expires: now.Add(time.Hour),
		})
	if err != nil {
		t.Fatal(err)
	}

	user, _ := book.Account("user")
	if user.ARN != "arn:aws:iam::111122223333:user/ann" || !strings.HasPrefix(user.UserID, "AIDA") {
		t.Errorf("user is %q %q", user.ARN, user.UserID)
	}
	role, _ := book.Account("role")
	if role.ARN != "arn:aws:sts::111122223333:assumed-role/builder/session" || role.Expired {
		t.Errorf("role is %q, expired %v", role.ARN, role.Expired)
	}
	now = now.Add(time.Hour)
	if role, _ = book.Account("role"); !role.Expired {
		t.Error("the session outlives its end")
	}
	if _, ok := book.Account("nobody"); ok {
		t.Error("an unknown key is known")
	}
}

func TestCredentialsThatCannotBe(t *testing.T) {
	tests := map[string]identity.Credential{
		"no secret":             {AccessKey: "a", AccountID: "111122223333"},
		"no access key":         {SecretKey: "s", AccountID: "111122223333"},
		"account of 11 digits":  {AccessKey: "a", SecretKey: "s", AccountID: "11112222333"},
		"account with a letter": {AccessKey: "a", SecretKey: "s", AccountID: "11112222333x"},
	}
	for name, credential := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := identity.NewBook(time.Now, credential); err == nil {
				t.Error("accepted")
			}
		})
	}
}

func TestCredentialsFromAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "credentials.json")
	text := `[{"accessKey":"a","secretKey":"s","accountId":"111122223333","denied":["ec2:RegisterImage"]}]`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	list, err := identity.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	book, err := identity.NewBook(time.Now, list...)
	if err != nil {
		t.Fatal(err)
	}
	if denied := book.Denied("a"); len(denied) != 1 || denied[0] != "ec2:RegisterImage" {
		t.Errorf("denied is %q", denied)
	}
	if ids := book.AccountIDs(); len(ids) != 1 || ids[0] != "111122223333" {
		t.Errorf("accounts are %q", ids)
	}
}
