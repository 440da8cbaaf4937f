# shellcheck shell=bash
# Stages of a long script: each is a function stage_NAME that ends at its first
# failing command. One line says its time. A failed stage does not keep the
# others from running. Nothing of a stage stays behind it, also where the script
# is told to end: its processes are one group, and what is temporary lies in TMPDIR.

# stage_begin makes the folder, whose path is short because a socket's is, and
# has it removed at the end.
stage_begin() {
    stage_group=''
    stage_dir=$(mktemp -d "${TMPDIR:-/tmp}/at.XXXXXX")
    export TMPDIR=$stage_dir
    trap stage_end EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

# stage_stop ends what still runs of a stage, as its supervisor would. It asks once: a
# daemon that is asked again ends before it has cleaned up.
stage_stop() {
    local tries=0
    [ -n "$stage_group" ] || return 0
    kill -TERM -- "-$stage_group" 2> /dev/null || true
    while kill -0 -- "-$stage_group" 2> /dev/null && [ $((tries += 1)) -lt 100 ]; do sleep 0.2; done
    kill -KILL -- "-$stage_group" 2> /dev/null || true
    stage_group=''
}

# stage_end takes mounts off the folder before it is removed.
stage_end() {
    trap '' INT TERM
    stage_stop
    awk -v dir="$stage_dir/" 'index($2, dir) == 1 { print $2 }' /proc/mounts | sort -r | xargs -r -n 1 umount -l || true
    rm -rf --one-file-system "$stage_dir"
}

# stage_run NAME runs one stage and sets stage_status. It must not be called
# where bash ignores failures, such as after if: the stage would go on after one.
stage_run() {
    local name=$1 began=$SECONDS
    declare -F "stage_$name" > /dev/null || die "there is no stage $name"
    printf '== %s\n' "$name"
    set +e
    set -m
    (
        set +m
        trap - EXIT INT TERM
        set -e
        "stage_$name"
    ) < /dev/null &
    stage_group=$!
    set +m
    wait "$stage_group"
    stage_status=$?
    stage_stop
    set -e
    if [ "$stage_status" = 0 ]; then
        printf -- '-- %s passed in %s\n' "$name" "$(elapsed "$began")"
    else
        printf -- '-- %s FAILED after %s\n' "$name" "$(elapsed "$began")"
    fi
}

# stage_run_all NAME… runs the stages, counts them, and fails where one did.
# After a failed setup or build the others could not tell anything.
stage_run_all() {
    local name passed=0 failed=0
    for name; do
        stage_run "$name"
        if [ "$stage_status" = 0 ]; then
            passed=$((passed + 1))
            continue
        fi
        failed=$((failed + 1))
        case $name in setup | build) break ;; esac
    done
    printf '%d passed, %d failed\n' "$passed" "$failed"
    [ "$failed" = 0 ]
}
