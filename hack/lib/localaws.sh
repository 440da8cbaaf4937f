# shellcheck shell=bash
# The local AWS: localaws on loopback, with one access key.

# localaws_start STATE RUN [FLAG…] builds it and its small client RUN/demoaws,
# starts it with the flags, and exports the AWS variables that point to it.
localaws_start() {
    local state=$1 run=$2
    shift 2
    export AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=AKIADEMODEMODEMODEMO AWS_SECRET_ACCESS_KEY=demo-demo-demo
    unset AWS_PROFILE AWS_SESSION_TOKEN
    go build -C "$repo/localaws" -o "$run/localaws" . >&2
    go build -C "$repo" -o "$run/demoaws" ./hack/demoaws >&2
    daemon_start localaws "$run/localaws.log" "$run/localaws" \
        --listen 127.0.0.1:0 --data "$state" \
        --access-key "$AWS_ACCESS_KEY_ID" --secret-key "$AWS_SECRET_ACCESS_KEY" "$@"
    daemon_wait localaws "$run/localaws.log" daemon_address "$run/localaws.log"
    AWS_ENDPOINT_URL=http://$(daemon_address "$run/localaws.log")
    export AWS_ENDPOINT_URL
}
