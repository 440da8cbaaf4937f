# shellcheck shell=bash
# The programs of hack/tools, built once for each state of its go.sum.

linter_version=v2.15.0

# tools_dir prints the folder of the programs: it is named by what they are
# built from, so a change of version never runs an old one.
tools_dir() {
    local key
    key=$(cat "$repo/hack/tools/go.mod" "$repo/hack/tools/go.sum" | sha256sum | cut -c1-16)
    printf '%s/tools-%s' "$cache" "$key"
}

tools_need_go() {
    command -v go > /dev/null || die "go is not on PATH: install Go $(sed -n 's/^go //p' "$repo/go.mod") or newer, https://go.dev/dl/"
}

# tools_build builds buildkitd, buildctl, buildx and registry.
tools_build() {
    local dir
    dir=$(tools_dir)
    [ ! -e "$dir/complete" ] || return 0
    say "building buildkitd, buildctl, buildx and registry (once, some minutes)"
    mkdir -p "$dir"
    CGO_ENABLED=0 go build -C "$repo/hack/tools" -trimpath -buildvcs=false -ldflags '-s -w' -o "$dir/" tool >&2
    touch "$dir/complete"
}

# tools_modules downloads the modules that the repository's own packages and tests need.
tools_modules() {
    go list -C "$repo" -deps -test -tags e2e ./... > /dev/null
    go list -C "$repo/localaws" -deps -test ./... > /dev/null
}

linter_dir() { printf '%s/golangci-lint-%s' "$cache" "$linter_version"; }

# tools_build_linter builds golangci-lint; only hack/test wants it.
tools_build_linter() {
    local dir
    dir=$(linter_dir)
    [ ! -x "$dir/golangci-lint" ] || return 0
    say "building golangci-lint (once, some minutes)"
    GOBIN=$dir CGO_ENABLED=0 GOFLAGS=-trimpath \
        go install -ldflags '-s -w' "github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$linter_version" >&2
}

# tools_path puts the programs on PATH, and the system's own folders behind them.
tools_path() {
    PATH=$(tools_dir):$(linter_dir):$PATH:/usr/sbin:/sbin
    export PATH
}
