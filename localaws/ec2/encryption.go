package ec2

import "github.com/amikit/amikit/localaws/wire"

// encryption decides how a new snapshot is encrypted: as asked for, or because
// the account encrypts by default.
func (r *request) encryption() (encrypted bool, key string, err error) {
	encrypted, key = r.Flag("Encrypted"), r.Params["KmsKeyId"]
	if key != "" && !encrypted {
		return false, "", wire.Refuse("InvalidParameterDependency", "If KmsKeyId is set, Encrypted must be set.")
	}
	encrypted = encrypted || r.encryptByDefault()
	if encrypted && key == "" {
		key = r.defaultKey()
	}
	return encrypted, key, nil
}

// defaultKey stands for the account's key alias/aws/ebs.
func (r *request) defaultKey() string {
	return "arn:aws:kms:" + r.Region + ":" + r.caller() + ":key/00000000-0000-0000-0000-000000000ebs"
}
