# shellcheck shell=bash
# Daemons that live as long as the script that started them. Each is stopped by
# the process ID that it was started with.

daemon_pids=()

# daemon_start NAME LOG COMMAND… runs COMMAND in the background.
daemon_start() {
    local name=$1 log=$2
    shift 2
    "$@" < /dev/null > "$log" 2>&1 &
    daemon_pids+=("$!")
    say "$name is process $!, its log is $log"
}

# daemon_wait NAME LOG CHECK… waits until CHECK succeeds, and ends the script
# with the log's last lines where the daemon dies before, or takes a minute.
daemon_wait() {
    local name=$1 log=$2 pid=${daemon_pids[-1]} tries=0
    shift 2
    until "$@" > /dev/null 2>&1; do
        tries=$((tries + 1))
        if ! kill -0 "$pid" 2> /dev/null || [ "$tries" -gt 600 ]; then
            tail -n 20 "$log" >&2
            die "$name did not start; its log is above"
        fi
        sleep 0.1
    done
}

# daemon_stop_all stops them in the reverse order of their start, and waits.
daemon_stop_all() {
    local i
    for ((i = ${#daemon_pids[@]} - 1; i >= 0; i--)); do
        kill "${daemon_pids[i]}" 2> /dev/null || true
        wait "${daemon_pids[i]}" 2> /dev/null || true
    done
    daemon_pids=()
}

# daemon_address LOG prints the address of loopback that a daemon says it
# listens on; it fails as long as none is said.
daemon_address() {
    local address
    address=$(sed -n 's/.*listening on \(127\.0\.0\.1:[0-9]*\).*/\1/p' "$1" | head -n 1)
    [ -n "$address" ] && printf '%s' "$address"
}
