# shellcheck shell=bash
# BuildKit's own Dockerfile suite: package frontend/dockerfile of the module that
# hack/tools pins, run through a frontend's image by gateway.v0.

suite_package=github.com/moby/buildkit/frontend/dockerfile

suite_logs=$repo/build/conformance

# suite_images are the names that the suite would load from the network.
suite_images=(
    library/busybox:latest library/busybox:stable-musl library/alpine:latest
    amd64/debian:bullseye-20230109-slim tonistiigi/hellofs:latest
)

suite_dir() { printf '%s/suite' "$(tools_dir)"; }

# suite_build builds the suite and upstream's frontend, once for each hack/tools.
suite_build() {
    local dir
    dir=$(suite_dir)
    suite_build_upstream
    [ ! -e "$dir/complete" ] || return 0
    say "building BuildKit's Dockerfile suite (once, some minutes)"
    CGO_ENABLED=0 GOFLAGS='' go test -C "$repo/hack/tools" -c -trimpath -buildvcs=false -o "$dir/suite" "$suite_package" >&2
    touch "$dir/complete"
}

# suite_tags are what upstream's frontend is built with. Upstream has none; with those
# of amikit hardly anything is compiled that amikit's own build has not compiled.
suite_tags=''

suite_frontend() { printf '%s/dockerfile-frontend%s' "$(suite_dir)" "${suite_tags:+-$suite_tags}"; }

suite_build_upstream() {
    local dir
    dir=$(suite_dir)
    [ ! -x "$(suite_frontend)" ] || return 0
    say "building BuildKit's own frontend (once)"
    mkdir -p "$dir"
    CGO_ENABLED=0 GOFLAGS='' go build -C "$repo/hack/tools" -trimpath -buildvcs=false -ldflags '-s -w' -tags "$suite_tags" \
        -o "$(suite_frontend)" "$suite_package/cmd/dockerfile-frontend" >&2
}

# suite_image CONTEXT OUTPUT builds an image with the private daemon.
suite_image() {
    buildctl build --frontend dockerfile.v0 --local "context=$1" --local "dockerfile=$1" \
        --progress plain --output "$2" >&2
}

# suite_mirror WORK fills WORK/mirror, the registry that the suite starts.
suite_mirror() {
    local context=$1/busybox name
    cp -r "$repo/hack/suite/busybox" "$context"
    cp "$(command -v busybox)" "$context/busybox"
    registry_start "$1/mirror/data" "$1"
    for name in "${suite_images[@]}"; do
        suite_image "$context" "type=image,name=$REGISTRY/$name,push=true"
    done
}

# suite_upstream WORK and suite_amikit WORK build the two frontends' images.
suite_upstream() {
    cp -r "$repo/hack/suite/upstream" "$1/upstream"
    cp "$(suite_frontend)" "$1/upstream/dockerfile-frontend"
    suite_image "$1/upstream" "type=oci,dest=$1/upstream.tar"
}

suite_amikit() {
    local platform
    platform=$(host_platform)
    mkdir "$1/amikit"
    cp "$repo/Dockerfile" "$1/amikit/"
    binaries_build "$platform" "$1/amikit/${platform/\//-}"
    suite_image "$1/amikit" "type=oci,dest=$1/amikit.tar"
}

# suite_run WORK NAME PATTERN runs the tests of the pattern through the image
# NAME, and leaves one line "RESULT TEST" for each in build/conformance.
suite_run() {
    local work=$1 name=$2 pattern=$3 began=$SECONDS log=$suite_logs/$2.log
    say "running the suite through $name; its log is $log"
    (cd "$(go list -C "$repo/hack/tools" -f '{{.Dir}}' "$suite_package")" &&
        FRONTEND_GATEWAY_ONLY=local:$work/$name.tar BUILDKIT_REGISTRY_MIRROR_DIR=$work/mirror TMPDIR=$work \
            "$(suite_dir)/suite" -test.v -test.parallel 2 -test.timeout 40m \
            -test.run "TestIntegration/$pattern/worker=oci\$") > "$log" 2>&1 || true
    sed -nE 's/^ *--- (PASS|FAIL|SKIP): TestIntegration\/([^ ]*worker=oci[^ ]*) .*/\1 \2/p' "$log" |
        sort -u -k 2 > "$suite_logs/$name"
    [ -s "$suite_logs/$name" ] || {
        tail -n 20 "$log" >&2
        die "no test of the suite ran through $name"
    }
    printf '%-9s %s pass, %s fail, %s skip, in %s\n' "$name" "$(suite_count PASS "$name")" \
        "$(suite_count FAIL "$name")" "$(suite_count SKIP "$name")" "$(elapsed "$began")"
}

suite_count() { suite_tests "$1" "$2" | wc -l; }

# suite_tests RESULT NAME prints the tests that ended so through the image NAME.
suite_tests() { sed -n "s/^$1 //p" "$suite_logs/$2"; }

# suite_names RESULT NAME prints the same tests' functions as one pattern.
suite_names() { suite_tests "$1" "$2" | cut -d/ -f1 | sort -u | paste -sd '|'; }

# suite_lost prints the tests that pass through upstream's image and fail through
# amikit's.
suite_lost() { comm -12 <(suite_tests PASS upstream | sort) <(suite_tests FAIL amikit | sort); }
