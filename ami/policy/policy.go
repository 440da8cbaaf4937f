// Package policy writes the least-privilege IAM policies for what amikit does:
// for its caller, and for the vmimport role that reads the uploaded disk.
package policy

import "encoding/json"

// Version is the version of the IAM policy language.
const Version = "2012-10-17"

// Document is an IAM policy.
// See https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html.
type Document struct {
	Version   string      `json:"Version"`
	Statement []Statement `json:"Statement"`
}

// Statement is one permission of a [Document].
type Statement struct {
	Sid       string            `json:"Sid"`
	Effect    string            `json:"Effect"`
	Principal map[string]string `json:"Principal,omitempty"`
	Action    []string          `json:"Action"`
	Resource  []string          `json:"Resource,omitempty"`
	Condition map[string]any    `json:"Condition,omitempty"`
}

// Set is every policy that the wanted features need.
type Set struct {
	// Caller is attached to the user or role that runs amikit.
	Caller Document `json:"caller"`
	// RoleTrust lets VM Import assume the role; nil where no role is needed.
	RoleTrust *Document `json:"roleTrust,omitempty"`
	// RolePermissions is attached to that role; nil where no role is needed.
	RolePermissions *Document `json:"rolePermissions,omitempty"`
}

// JSON returns the document as IAM takes it, indented.
func (d Document) JSON() ([]byte, error) {
	return json.MarshalIndent(d, "", "  ")
}

// For returns the policies for exactly the given features.
func For(f Features) (*Set, error) {
	f, err := f.complete()
	if err != nil {
		return nil, err
	}
	set := &Set{Caller: document(callerStatements(f)...)}
	if f.Method == MethodS3 {
		trust, permissions := document(trustStatement()), document(roleStatements(f)...)
		set.RoleTrust, set.RolePermissions = &trust, &permissions
	}
	return set, nil
}

func document(statements ...Statement) Document {
	return Document{Version: Version, Statement: statements}
}

func allow(sid string, actions []string, resources ...string) Statement {
	return Statement{Sid: sid, Effect: "Allow", Action: actions, Resource: resources}
}
