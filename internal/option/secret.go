package option

import (
	"slices"
	"strings"
)

// Secret is a value that reaches only the exec of its step, by a BuildKit secret
// of this ID, and is in no op, log or cache key.
type Secret struct {
	// Step is the part of a build that it belongs to.
	Step Step
	// ID is the secret's ID on the client's command line.
	ID string
	// Env is the environment variable that carries it; empty for a file.
	Env string
	// File is its name in step.Secrets; empty for an environment variable.
	File string
	// Help is one line for people.
	Help string
}

// IDs of the secrets.
const (
	SecretUserData     = "user-data"
	SecretProfile      = "AWS_PROFILE"
	SecretAccessKeyID  = "AWS_ACCESS_KEY_ID"
	SecretSecretKey    = "AWS_SECRET_ACCESS_KEY"
	SecretSessionToken = "AWS_SESSION_TOKEN"
	SecretConfig       = "aws-config"
	SecretCredentials  = "aws-credentials"
	SecretCABundle     = "ca-bundle"
)

// Secrets returns every secret; all are optional to BuildKit.
func Secrets() []Secret {
	return []Secret{
		{Step: StepDisk, ID: SecretUserData, File: SecretUserData, Help: "the cloud-config, in the place of a file of the build context"},
		{Step: StepPublish, ID: SecretProfile, Env: SecretProfile, Help: "name of a profile in aws-config or aws-credentials"},
		{Step: StepPublish, ID: SecretAccessKeyID, Env: SecretAccessKeyID, Help: "access key"},
		{Step: StepPublish, ID: SecretSecretKey, Env: SecretSecretKey, Help: "secret of the access key"},
		{Step: StepPublish, ID: SecretSessionToken, Env: SecretSessionToken, Help: "session token of temporary credentials"},
		{Step: StepPublish, ID: SecretConfig, File: SecretConfig, Help: "an AWS config file, such as ~/.aws/config"},
		{Step: StepPublish, ID: SecretCredentials, File: SecretCredentials, Help: "an AWS credentials file, such as ~/.aws/credentials"},
		{Step: StepPublish, ID: SecretCABundle, File: SecretCABundle, Help: "certificates in PEM that are trusted beside the public ones"},
	}
}

// Slips returns IDs that people write in the place of the secret's own: in
// another case, with other separators, or as other tools name the same thing.
func (s Secret) Slips() []string {
	words := strings.FieldsFunc(s.ID, func(c rune) bool { return c == '-' || c == '_' })
	under, dashed := strings.Join(words, "_"), strings.Join(words, "-")
	slips := append([]string{strings.ToLower(under), strings.ToUpper(under), strings.ToLower(dashed)}, otherNames()[s.ID]...)
	return slices.DeleteFunc(slips, func(id string) bool { return id == s.ID })
}

// otherNames are further slips of some IDs.
func otherNames() map[string][]string {
	return map[string][]string{
		SecretUserData:    {"userdata", "user-data.yaml", "cloud-config"},
		SecretAccessKeyID: {"AWS_ACCESS_KEY", "AWS_ACCESSKEY_ID"},
		SecretSecretKey:   {"AWS_SECRET_KEY", "AWS_SECRET_ACCESSKEY"},
		SecretCredentials: {"aws", "credentials"},
	}
}

// SecretByID finds a secret by its exact ID.
func SecretByID(id string) (Secret, bool) {
	for _, s := range Secrets() {
		if s.ID == id {
			return s, true
		}
	}
	return Secret{}, false
}

// SecretsOf returns the secrets of one step, in the table's order.
func SecretsOf(step Step) []Secret {
	var found []Secret
	for _, s := range Secrets() {
		if s.Step == step {
			found = append(found, s)
		}
	}
	return found
}
