# shellcheck shell=bash
# A registry on loopback.

# registry_start STATE RUN starts it and sets REGISTRY to its host and port.
registry_start() {
    local state=$1 run=$2
    mkdir -p "$state"
    cat > "$run/registry.yml" <<CONFIG
version: 0.1
storage:
  filesystem:
    rootdirectory: $state
http:
  addr: 127.0.0.1:0
CONFIG
    OTEL_TRACES_EXPORTER=none daemon_start registry "$run/registry.log" registry serve "$run/registry.yml"
    daemon_wait registry "$run/registry.log" daemon_address "$run/registry.log"
    REGISTRY=$(daemon_address "$run/registry.log")
}
