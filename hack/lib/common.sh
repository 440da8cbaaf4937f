# shellcheck shell=bash
# What every script of hack/ starts with: where things are, and how to speak.
# stdout is for results, so people are spoken to on stderr.

# shellcheck disable=SC2034  # the scripts that source this read them
repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cache=${AMIKIT_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/amikit}

say() { printf '%s\n' "$*" >&2; }

die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# elapsed SECONDS prints how long ago $SECONDS had that value, such as 1m07s.
elapsed() {
    local seconds=$((SECONDS - $1))
    printf '%dm%02ds' $((seconds / 60)) $((seconds % 60))
}

need_root() {
    [ "$(id -u)" = 0 ] || die "$1 needs root: BuildKit's daemon and Debian's tools mount file systems; run it with sudo"
}
