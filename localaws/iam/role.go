// Package iam is the part of IAM that the import of disks needs: roles and
// their policies, for reading.
package iam

import "time"

// Role is a role of an account.
type Role struct {
	Name string `json:"name"`
	// Trust is the document that says who may assume the role.
	Trust string `json:"trust"`
	// Inline are the role's own policies, by name.
	Inline map[string]string `json:"inline,omitempty"`
	// Attached are the ARNs of managed policies.
	Attached []string  `json:"attached,omitempty"`
	Created  time.Time `json:"created,omitzero"`
}

// VMImport is the role that VM Import/Export assumes by default, as its guide
// asks for it.
// https://docs.aws.amazon.com/vm-import/latest/userguide/required-permissions.html
func VMImport() Role {
	return Role{
		Name:   "vmimport",
		Trust:  vmImportTrust,
		Inline: map[string]string{"vmimport": vmImportPolicy},
	}
}

const vmImportTrust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow",` +
	`"Principal":{"Service":"vmie.amazonaws.com"},"Action":"sts:AssumeRole",` +
	`"Condition":{"StringEquals":{"sts:Externalid":"vmimport"}}}]}`

const vmImportPolicy = `{"Version":"2012-10-17","Statement":[` +
	`{"Effect":"Allow","Action":["s3:GetBucketLocation","s3:GetObject","s3:ListBucket"],` +
	`"Resource":["arn:aws:s3:::*"]},` +
	`{"Effect":"Allow","Action":["ec2:ModifySnapshotAttribute","ec2:CopySnapshot","ec2:RegisterImage","ec2:Describe*"],` +
	`"Resource":"*"}]}`
