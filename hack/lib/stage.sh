# shellcheck shell=bash
# Stages of a long script: each is a function stage_NAME that ends at its first
# failing command. One line says its time. A failed stage does not keep the
# others from running.

# stage_run NAME runs one stage and sets stage_status. It must not be called
# where bash ignores failures, such as after if: the stage would go on after one.
stage_run() {
    local name=$1 began=$SECONDS
    declare -F "stage_$name" > /dev/null || die "there is no stage $name"
    printf '== %s\n' "$name"
    set +e
    (
        set -e
        "stage_$name"
    )
    stage_status=$?
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
