// Package frontend is amikit's BuildKit frontend: one BuildFunc that a gateway
// frontend image and a client run alike. It adds the targets of [Targets] to the
// user's Dockerfile, whose every other target stays what the Dockerfile frontend
// makes of it.
package frontend
