#!/usr/bin/env bash
# Runs a target of the Earthfile, with -P and with just the credentials that are
# there:
#
#   ./earthly.sh [FLAGS] +TARGET [--SETTING=VALUE ...]
#
# An Earthfile's secret is never optional, so this looks first: in .secret, then
# in the environment, then for ~/.aws. A profile takes the two files of ~/.aws
# along. USER_DATA_FILE names a cloud-config that is given as a secret. The
# clients ignore a setting that no recipe declares, so a mistyped one is refused
# here. EARTHLY names the client; else it is earth or earthly, as found.
set -euo pipefail

flags=(-P) settings=()

in_file() {
    [ -f .secret ] && grep -Eq "^[[:space:]]*(export[[:space:]]+)?$1[[:space:]]*=[[:space:]]*[\"']?[^\"'#[:space:]]" .secret
}

in_environment() { [ -n "${!1:-}" ]; }

# take NAME... passes secrets on from the environment; those of .secret the
# client reads by itself.
take() {
    local name
    [ "$source" = in_environment ] || return 0
    for name in "$@"; do flags+=(--secret "$name"); done
}

readable() { if [ -r "$1" ]; then printf '%s' "$1"; else printf /dev/null; fi; }

profile() {
    settings+=(--CREDENTIALS=profile)
    flags+=(--secret-file "aws-config=$(readable "${AWS_CONFIG_FILE:-$HOME/.aws/config}")")
    flags+=(--secret-file "aws-credentials=$(readable "${AWS_SHARED_CREDENTIALS_FILE:-$HOME/.aws/credentials}")")
}

# credentials SOURCE takes what the source has and fails where it has nothing.
credentials() {
    source=$1
    if "$source" AWS_PROFILE; then
        take AWS_PROFILE
        profile
    elif "$source" AWS_ACCESS_KEY_ID && "$source" AWS_SESSION_TOKEN; then
        take AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
        settings+=(--CREDENTIALS=session)
    elif "$source" AWS_ACCESS_KEY_ID; then
        take AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
        settings+=(--CREDENTIALS=keys)
    else
        return 1
    fi
}

default_profile() {
    [ -r "$HOME/.aws/config" ] || [ -r "$HOME/.aws/credentials" ] || return 0
    flags+=(--secret AWS_PROFILE=default)
    profile
}

ca_bundle() {
    in_environment AWS_CA_BUNDLE || return 0
    flags+=(--secret-file "ca-bundle=$AWS_CA_BUNDLE")
    settings+=(--CA_BUNDLE=true)
}

# user_data passes the cloud-config, and its digest, which makes the disk anew
# where it is another one.
user_data() {
    in_environment USER_DATA_FILE || return 0
    local sum
    sum=$(sha256sum <"$USER_DATA_FILE")
    flags+=(--secret-file "user-data=$USER_DATA_FILE")
    settings+=("--USER_DATA=${sum%% *}")
}

# declared NAME tells whether a recipe here, or in a folder below, takes the setting.
declared() {
    grep -Eqs "^[[:space:]]*ARG[[:space:]]+(--[a-z-]+[[:space:]]+)*$1([[:space:]=]|\$)" Earthfile ./*/Earthfile
}

# elsewhere tells whether recipes come from where this script cannot look.
elsewhere() { [ ! -e Earthfile ] || grep -Eq '^[[:space:]]*IMPORT[[:space:]]+[^.[:space:]]' Earthfile; }

# check_settings ARGUMENT... refuses settings behind the target that nobody takes.
check_settings() {
    local argument name behind=''
    for argument; do
        case $argument in
        +*) behind=1 ;;
        --*=*)
            name=${argument#--}
            name=${name%%=*}
            [ -z "$behind" ] || declared "$name" || {
                echo "$argument: no recipe of this Earthfile has an ARG $name; docs/settings.md lists the settings" >&2
                exit 1
            }
            ;;
        esac
    done
}

elsewhere || check_settings "$@"
client=${EARTHLY:-$(command -v earth || command -v earthly)} || {
    echo "neither earth nor earthly is on PATH; install one of them, or set EARTHLY to its path" >&2
    exit 1
}
case " $* " in
*" --CREDENTIALS="*) ;;
*+aws-cloud-image\ *)
    credentials in_file || credentials in_environment || default_profile
    ca_bundle
    ;;
esac
case " $* " in
*" --USER_DATA="*) ;;
*+aws-cloud-image\ * | *+cloud-image\ *) user_data ;;
esac
exec "$client" "${flags[@]}" "$@" ${settings[@]+"${settings[@]}"}
