# shellcheck shell=bash
# A BuildKit daemon: the user's where BUILDKIT_HOST names one, else a private one.

# buildkit_start STATE RUN starts a private daemon that keeps its state in
# STATE and its socket in RUN (a short path: a socket's is limited to 107
# bytes), and exports BUILDKIT_HOST. It does nothing where that is set.
buildkit_start() {
    local state=$1 run=$2
    if [ -n "${BUILDKIT_HOST:-}" ]; then
        say "using the BuildKit daemon at $BUILDKIT_HOST"
        return
    fi
    need_root "a private BuildKit daemon"
    mkdir -p "$state" "$run"
    # A daemon that is killed leaves its mount points behind: they go with RUN.
    TMPDIR=$run daemon_start buildkitd "$state/buildkitd.log" buildkitd \
        --root "$state" --addr "unix://$run/buildkitd.sock" \
        --otel-socket-path "$run/otel.sock" --containerd-worker=false \
        --oci-worker-net=host --oci-worker-gc=false \
        --allow-insecure-entitlement security.insecure
    export BUILDKIT_HOST=unix://$run/buildkitd.sock
    daemon_wait buildkitd "$state/buildkitd.log" buildctl debug workers
}
