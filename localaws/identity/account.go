// Package identity knows the accounts of a local AWS and the keys that speak
// for them.
package identity

import "time"

// Account is whoever signs with one access key: the account, the principal and
// what is needed to check the signature.
type Account struct {
	// ID is the account's number, 12 digits.
	ID string
	// ARN names the principal, as GetCallerIdentity shows it.
	ARN string
	// UserID is the principal's unique ID (AIDA…, or AROA…:session).
	UserID string
	// SecretKey signs the requests.
	SecretKey string
	// SessionToken must come with each request when it is not empty.
	SessionToken string
	// Expired is true once the session token's time is over.
	Expired bool
}

// Credential is one access key, as the file of credentials lists it.
type Credential struct {
	AccessKey    string `json:"accessKey"`
	SecretKey    string `json:"secretKey"`
	SessionToken string `json:"sessionToken,omitempty"`
	// Expires is when the session token ends; zero means never.
	Expires time.Time `json:"expires,omitzero"`
	// AccountID is the account's number, 12 digits.
	AccountID string `json:"accountId"`
	// User is the IAM user's name; with a session token it names an assumed
	// role instead.
	User string `json:"user,omitempty"`
	// UserSession is true for temporary keys of the user itself, as
	// GetSessionToken gives them.
	UserSession bool `json:"userSession,omitempty"`
	// Denied lists actions that IAM refuses to this key, such as
	// "ec2:RegisterImage" or "s3:*".
	Denied []string `json:"denied,omitempty"`
	// Allowed lists all that IAM allows to this key; empty is everything.
	Allowed []string `json:"allowed,omitempty"`
}

// account turns the credential into the principal it speaks for at a time.
func (c Credential) account(now time.Time) Account {
	a := Account{
		ID:           c.AccountID,
		SecretKey:    c.SecretKey,
		SessionToken: c.SessionToken,
		Expired:      !c.Expires.IsZero() && !now.Before(c.Expires),
	}
	a.ARN, a.UserID = c.principal()
	return a
}

func (c Credential) principal() (arn, userID string) {
	name := c.User
	if name == "" {
		name = "localaws"
	}
	if c.SessionToken != "" && !c.UserSession {
		return "arn:aws:sts::" + c.AccountID + ":assumed-role/" + name + "/session",
			uniqueID("AROA", c.AccountID+name) + ":session"
	}
	return "arn:aws:iam::" + c.AccountID + ":user/" + name, uniqueID("AIDA", c.AccountID+name)
}
