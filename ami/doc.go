// Package ami puts a raw disk into AWS as an Amazon Machine Image. It needs
// neither BuildKit nor any program.
//
// [Create] looks at what AWS holds, takes one step and looks again until the
// image is available, so a run that was killed at any instant and is started
// again goes on where the first one ended. Everything is found again from AWS
// itself: by tags that hold content digests, by client tokens, and by the
// checksums of objects. What is kept on the machine, in [Options].CacheDir, are
// hints alone.
package ami
