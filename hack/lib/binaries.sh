# shellcheck shell=bash
# The two static programs of amikit.

# binaries_build OS/ARCH DIR builds amikit and amikit-disk for a platform.
# amikit-disk has no stamp of a version or a commit: its content is in the cache
# key of every disk, and a release that leaves its code alone must not change it.
binaries_build() {
    local platform=$1 dir=$2 version commit
    version=$(git -C "$repo" describe --tags --always --dirty 2> /dev/null || printf 'unknown')
    commit=$(git -C "$repo" rev-parse HEAD 2> /dev/null || printf 'unknown')
    mkdir -p "$dir"
    binaries_go "$platform" "$dir/amikit" "-X main.version=$version -X main.commit=$commit" ./cmd/amikit
    binaries_go "$platform" "$dir/amikit-disk" "" ./cmd/amikit-disk
}

binaries_go() {
    local platform=$1 out=$2 stamp=$3 package=$4
    CGO_ENABLED=0 GOOS=${platform%/*} GOARCH=${platform#*/} \
        go build -C "$repo" -tags grpcnotrace -trimpath -buildvcs=false \
        -ldflags "-s -w $stamp" -o "$out" "$package" >&2
}

# host_platform prints the platform of this machine, such as linux/amd64.
host_platform() { printf 'linux/%s' "$(go env GOHOSTARCH)"; }
