# shellcheck shell=bash
# The local AWS: localaws on loopback, with one access key.

# localaws_start STATE RUN builds and starts it, and exports the AWS variables
# that point to it.
localaws_start() {
    local state=$1 run=$2
    export AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=AKIADEMODEMODEMODEMO AWS_SECRET_ACCESS_KEY=demo-demo-demo
    unset AWS_PROFILE AWS_SESSION_TOKEN
    AWS_ENDPOINT_URL=http://127.0.0.1:$(free_port)
    export AWS_ENDPOINT_URL
    go build -C "$repo/localaws" -o "$run/localaws" . >&2
    daemon_start localaws "$run/localaws.log" "$run/localaws" \
        --listen "${AWS_ENDPOINT_URL#http://}" --data "$state" \
        --access-key "$AWS_ACCESS_KEY_ID" --secret-key "$AWS_SECRET_ACCESS_KEY"
    daemon_wait localaws "$run/localaws.log" curl --silent "$AWS_ENDPOINT_URL/"
}

# localaws_bucket NAME makes a bucket; one that is there stays as it is.
localaws_bucket() {
    printf 'user = "%s:%s"\n' "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" |
        curl --config - --fail --silent --show-error --aws-sigv4 "aws:amz:$AWS_REGION:s3" \
            --request PUT "$AWS_ENDPOINT_URL/$1" > /dev/null
}
