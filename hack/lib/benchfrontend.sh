# shellcheck shell=bash
# The frontend's part of hack/bench: amikit's image against BuildKit's own
# Dockerfile frontend as an image, and the client against the daemon's dockerfile.v0.

# bench_frontend measures with a daemon and a registry of its own.
bench_frontend() {
    local context=$run/frontend
    need_root "hack/bench frontend"
    [ -z "$quick" ] || suite_tags=grpcnotrace
    suite_build_upstream
    unset BUILDKIT_HOST
    buildkit_start "$run/buildkit" "$run"
    registry_start "$run/registry" "$run"
    benchfrontend_images
    benchfrontend_context "$context"
    benchfrontend_run "$context"
    benchfrontend_process "$context"
    daemon_stop_all
    say "frontend: the graph of an AMI, without a daemon"
    go test -C "$repo" -tags grpcnotrace -run '^$' -bench '^BenchmarkGraph' -benchmem -benchtime "${rounds}00x" ./frontend |
        grep ^Benchmark
}

# benchfrontend_images pushes both frontends' images and a busybox, and tells
# what amikit's holds.
benchfrontend_images() {
    local platform
    platform=$(host_platform)
    cp -r "$repo/hack/suite/busybox" "$run/busybox"
    cp "$(command -v busybox)" "$run/busybox/busybox"
    suite_image "$run/busybox" "type=image,name=$REGISTRY/busybox,push=true"
    cp -r "$repo/hack/suite/upstream" "$run/upstream"
    cp "$(suite_frontend)" "$run/upstream/dockerfile-frontend"
    suite_image "$run/upstream" "type=image,name=$REGISTRY/upstream,push=true"
    mkdir -p "$run/image/${platform/\//-}"
    cp "$repo/Dockerfile" "$run/image/"
    cp "$run/amikit" "$run/amikit-disk" "$run/image/${platform/\//-}/"
    suite_image "$run/image" "type=image,name=$REGISTRY/amikit,push=true"
    suite_image "$run/image" "type=oci,tar=false,dest=$run/layout"
    printf "amikit's image: %s layer, %s MiB compressed, %s MiB unpacked\n" \
        "$(find "$run/layout/blobs" -type f -size +64k | wc -l)" \
        "$(benchfrontend_mib "$run/layout/blobs")" "$(benchfrontend_mib "$run/image/${platform/\//-}")"
}

benchfrontend_mib() { du -sb "$1" | awk '{printf "%.1f", $1 / 1048576}'; }

benchfrontend_context() {
    mkdir "$1"
    date > "$1/file"
    cat > "$1/Dockerfile" << DOCKERFILE
FROM $REGISTRY/busybox AS build
ARG WORDS=none
COPY file /file
RUN cat /file > /copy && echo "\$WORDS" >> /copy
FROM scratch
COPY --from=build /copy /
DOCKERFILE
}

# benchfrontend_run measures both pairs, with everything cached and with nothing.
benchfrontend_run() {
    local context=$1 name options times=$((rounds * 4))
    local locals="--local context=$1 --local dockerfile=$1 --progress plain"
    for name in cached cold; do
        options=
        [ "$name" = cached ] || options="--opt no-cache="
        say "frontend: a Dockerfile of six instructions, $name"
        "$run/measure" "$times" \
            "upstream's image, $name" "buildctl build --frontend gateway.v0 --opt source=$REGISTRY/upstream $locals $options 2> $run/log" \
            "amikit's image, $name" "buildctl build --frontend gateway.v0 --opt source=$REGISTRY/amikit $locals $options 2> $run/log"
        "$run/measure" "$times" \
            "buildctl and dockerfile.v0, $name" "buildctl build --frontend dockerfile.v0 $locals $options 2> $run/log" \
            "amikit build, $name" "$run/amikit build --progress plain ${options:+--no-cache} $context 2> $run/log"
    done
}

# benchfrontend_process measures the frontends' own processes, in their containers.
benchfrontend_process() {
    local locals="--local context=$1 --local dockerfile=$1" disk=$run/disk tools=$REGISTRY/disk-tools
    CGO_ENABLED=0 go build -C "$repo" -o "$run/" ./hack/rusage
    benchfrontend_timed upstream /bin/dockerfile-frontend
    benchfrontend_timed amikit /amikit
    "$here/image" --disk-tools --platform "$(host_platform)" --push "$tools" > "$run/log" 2>&1
    "$run/kairosroot" "$disk/root" 32
    printf 'FROM scratch\nCOPY root /\n' > "$disk/Dockerfile"
    say "frontend: the processes in their containers, everything cached"
    benchfrontend_median "upstream's" upstream "$locals"
    benchfrontend_median "amikit's" amikit "$locals"
    benchfrontend_median "amikit's, of a disk" amikit "--local context=$disk --local dockerfile=$disk \
        --opt target=cloud-image --opt build-arg:DISK_BUILDER=builtin --opt build-arg:DISK_TOOLS_IMAGE=$tools"
}

# benchfrontend_timed NAME PROGRAM makes the image timed-NAME, in which rusage runs
# the frontend's program and tells the daemon's log what that took.
benchfrontend_timed() {
    mkdir "$run/timed-$1"
    cp "$run/rusage" "$run/timed-$1/"
    printf 'FROM %s\nCOPY rusage /rusage\nENTRYPOINT ["/rusage", "%s"]\n' "$REGISTRY/$1" "$2" > "$run/timed-$1/Dockerfile"
    suite_image "$run/timed-$1" "type=image,name=$REGISTRY/timed-$1,push=true"
}

# benchfrontend_median TITLE NAME OPTIONS prints the run of timed-NAME with the middle
# peak of memory. The first run fills the cache and does not count.
benchfrontend_median() {
    local i log=$run/buildkit/buildkitd.log times=$((rounds * 4))
    for ((i = 0; i <= times; i++)); do
        # shellcheck disable=SC2086 # the options are words
        buildctl build --frontend gateway.v0 --opt source="$REGISTRY/timed-$2" $3 --progress plain 2> "$run/log" ||
            { tail "$run/log" >&2 && die "the build by $2 failed"; }
    done
    printf '%-20s %s\n' "$1" "$(grep -o 'rusage: .*' "$log" | tail -n "$times" | sort -t k -k 2.2n | sed -n "$((times / 2 + 1))s/rusage: //p")"
}
