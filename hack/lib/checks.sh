# shellcheck shell=bash
# What no compiler or linter tells about this repository.

# scripts prints the shell scripts of the repository.
scripts() { git -C "$repo" grep -lE '^#!.*\b(ba)?sh\b' -- . ':!*.go' ':!*.md'; }

check_scripts() {
    scripts | (cd "$repo" && xargs shellcheck -x -a)
}

check_gofmt() {
    local unformatted
    unformatted=$(cd "$repo" && git ls-files -z '*.go' | xargs -0 gofmt -l)
    [ -z "$unformatted" ] || die "gofmt would change $unformatted"
}

# check_imports holds the arrows of docs/architecture.md: "FROM TO" is one that
# must not be.
check_imports() {
    local from to module=github.com/amikit/amikit
    while read -r from to; do
        ! (cd "$repo" && go list -deps "./$from/...") | grep -qE "^$to(/|\$)" ||
            die "$from imports $to, and must not: see docs/architecture.md"
    done <<RULES
ami $module/llb
ami $module/frontend
ami github.com/moby/buildkit
llb $module/ami
llb $module/frontend
frontend $module/ami
disk $module/ami
disk $module/internal/disk
cmd/amikit-disk github.com/aws
cmd/amikit-disk github.com/moby/buildkit
cmd/amikit github.com/versity
RULES
    ! (cd "$repo/localaws" && go list -deps ./...) | grep -q "^$module/\(ami\|disk\|frontend\|internal\|llb\)" ||
        die "localaws imports the product, and must not: see docs/architecture.md"
}

# check_size notices what brings ten megabytes into the image, such as a package
# that finds methods by their names.
check_size() {
    local dir size
    dir=$(mktemp -d)
    binaries_build "$(host_platform)" "$dir"
    size=$(stat -c %s "$dir/amikit")
    rm -r "$dir"
    [ "$size" -lt $((30 << 20)) ] || die "amikit is $size bytes; the limit is 30 MiB (go build -ldflags=-dumpdep names what keeps methods alive)"
}

# check_leftovers refuses skipped tests and open ends.
check_leftovers() {
    local found
    found=$(git -C "$repo" grep -nE '\b(TODO|FIXME|XXX)\b|\bt\.Skip' -- '*.go' || true)
    [ -z "$found" ] || die "left open or skipped: $found"
}

# check_demo FIRST SECOND compares what two runs of hack/demo printed.
check_demo() {
    local first second
    first=$(tail -n 1 <<< "$1")
    second=$(tail -n 1 <<< "$2")
    [[ $first =~ ^ami-[0-9a-f]{17}$ ]] || die "the last line of hack/demo is no AMI's ID: $first"
    [ "$first" = "$second" ] || die "the second run of hack/demo made another AMI: $second, not $first"
    grep -q '"sent": 0\b' <<< "$2" || die "the second run of hack/demo uploaded something"
}
