// Package step holds what the two sides of a BuildKit exec agree on: the paths
// that llb mounts and that the programs inside read, and the names of the files
// that a step leaves behind.
package step

// Paths inside an exec.
const (
	// Disk is the folder with the raw disk and its description, read-only.
	Disk = "/disk"
	// Out is where a step writes its result and, when it fails, [ErrorFile].
	Out = "/out"
	// Work is scratch space that is thrown away after the exec.
	Work = "/scratch"
	// Rootfs is the root filesystem that becomes a disk, read-only.
	Rootfs = "/rootfs"
	// Content holds what goes onto the content partition, as the build context has
	// it; it is mounted only when there is something.
	Content = "/content"
	// UserDataDir is the folder of the cloud-config; it is there only when there is one.
	UserDataDir = "/user-data"
	// UserData is the cloud-config of a file of the build context.
	UserData = UserDataDir + "/" + UserDataFile
	// UserDataSecret is the cloud-config where it is a secret.
	UserDataSecret = Secrets + "/user-data"
	// Tool is the disk program, in our image and in the disk execs alike.
	Tool = "/amikit-disk"
	// Binary is the whole program, in our image.
	Binary = "/amikit"
	// Cache is a folder that may survive from one build to the next; hints only.
	Cache = "/cache"
	// CredentialsSocket is the socket of a client that renews the credentials
	// while a build runs. It is there only where the client offers one.
	CredentialsSocket = "/run/amikit/credentials.sock"
	// Unexported is an empty folder that only matters to the step's cache key.
	Unexported = "/run/amikit/unexported"
	// Slips is a folder with secrets of nearly the wanted IDs, under their own.
	Slips = "/run/amikit/slips"
	// Secrets is the folder of the secrets that are mounted as files.
	Secrets = "/run/secrets"
)

// Names of files that steps read and write.
const (
	// UserDataFile is the cloud-config's name in [UserDataDir]. A recipe that
	// copies CanvOS's file there as it is leaves it the name user-data.
	UserDataFile = "user-data.yaml"
	// InfoFile describes the raw disk beside it.
	InfoFile = "disk.json"
	// ResultFile describes the registered image.
	ResultFile = "ami.json"
	// IDFile holds the image's ID and a newline.
	IDFile = "ami-id"
	// ErrorFile says why a step failed; see [Error].
	ErrorFile = "error.json"
)

// CredentialsID is the ID under which a client forwards [CredentialsSocket], as
// it forwards an SSH agent.
const CredentialsID = "amikit-credentials"

// Environment variables that only the execs use.
const (
	// BuildEnv holds a random value for each build, so that a publishing exec
	// is neither taken from cache nor shared with another build.
	BuildEnv = "AMIKIT_BUILD"
	// OutEnv names the folder for [ErrorFile] and the results; unset outside an exec.
	OutEnv = "AMIKIT_OUT"
	// CacheEnv names the folder that may survive from one run to the next; unset for
	// the user's own.
	CacheEnv = "AMIKIT_CACHE"
	// TrustEnv is "true" where the disk cannot have changed since its
	// description was written: on a read-only mount of the build's own disk.
	TrustEnv = "AMIKIT_TRUST_DISK_JSON"
	// PlatformSuffixEnv holds the architecture that is put into names when a
	// build is for several platforms.
	PlatformSuffixEnv = "AMIKIT_PLATFORM_SUFFIX"
	// UserDataEnv is the SHA-256 of the secret cloud-config, in hex. BuildKit
	// keys no step by a secret's content: this does.
	UserDataEnv = "AMIKIT_USER_DATA"
	// CredentialsEnv names [CredentialsSocket].
	CredentialsEnv = "AMIKIT_CREDENTIALS_SOCKET"
	// ProvenanceEnv holds what the disk was built from, for the result and the
	// image's tags: a [Provenance] in JSON.
	ProvenanceEnv = "AMIKIT_PROVENANCE"
	// FrontendEnv holds the digest of the frontend image, for the result.
	FrontendEnv = "AMIKIT_FRONTEND"
)
