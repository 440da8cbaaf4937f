// Package awscli holds the tests that drive localaws by the real AWS CLI. They
// have the build tag awscli and need the program aws on PATH, which hack/awscli
// installs.
package awscli
