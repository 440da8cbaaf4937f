# shellcheck shell=bash
# What hack/bench measures of a disk's way into AWS.

# benchami_start builds the peers and starts a server that discards; the others
# come with a full run only.
benchami_start() {
    aws=$("$here/awscli")/aws
    go build -C "$repo" -o "$run/" ./hack/discard ./hack/bare >&2
    daemon_start discard "$run/discard.log" "$run/discard" "$run"
    daemon_wait discard "$run/discard.log" daemon_address "$run/discard.log"
    discard=https://$(daemon_address "$run/discard.log")
    cat > "$run/tuned" << 'CONFIG'
[default]
request_checksum_calculation = when_required
s3 =
    max_concurrent_requests = 6
    multipart_chunksize = 32MB
    payload_signing_enabled = false
CONFIG
}

# benchami_discard points every client to the server that discards.
benchami_discard() {
    export AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=AKIABENCHBENCHBENCHBE AWS_SECRET_ACCESS_KEY=bench
    export AWS_ENDPOINT_URL=$discard AWS_CA_BUNDLE=$run/ca.pem SSL_CERT_FILE=$run/ca.pem
    unset AWS_PROFILE AWS_SESSION_TOKEN
}

# benchami_peers builds rclone into the cache, and coldsnap where cargo is.
benchami_peers() {
    local key
    key=$(sha256sum < "$repo/hack/peers/go.sum" | cut -c1-16)
    rclone=$cache/rclone-$key
    [ -x "$rclone" ] || { say "building rclone (once, some minutes)" &&
        CGO_ENABLED=0 GOFLAGS=-trimpath go build -C "$repo/hack/peers" -ldflags '-s -w' -o "$rclone" . >&2; }
    benchami_coldsnap
}

# benchami_coldsnap takes the coldsnap on PATH, else the one in the cache, else
# builds that. EC2's client is most of the build and only asks for a snapshot's
# state: without optimisation it takes minutes less, and uploads are no slower.
benchami_coldsnap() {
    coldsnap=$(command -v coldsnap || echo "$cache/peers/bin/coldsnap")
    [ ! -x "$coldsnap" ] || return 0
    command -v cargo > /dev/null || { say "neither coldsnap nor cargo is on PATH: coldsnap is left out" && return; }
    say "building coldsnap (once, a quarter of an hour)"
    cargo install --quiet --locked coldsnap --version 0.12.0 --root "$cache/peers" \
        --config profile.release.package.aws-sdk-ec2.opt-level=0 >&2 || say "coldsnap could not be built and is left out"
}

# benchami_disk FILE MIB DATA EXTENTS writes a disk of MIB with DATA MiB of data in
# so many places, half of them compressible.
benchami_disk() {
    local i each=$(($3 / $4)) step=$(($2 / ($4 + 1)))
    truncate -s "$2M" "$1"
    sgdisk --new=1:2048:0 --typecode=1:ef00 "$1" > /dev/null
    for ((i = 1; i <= $4; i += 2)); do
        dd if=/dev/urandom of="$1" bs=1M count="$each" seek=$((i * step)) conv=notrunc status=none
    done
    yes "$1 is a disk of $2 MiB" | head -c "${each}M" > "$run/text" || true # yes is cut off
    for ((i = 2; i <= $4; i += 2)); do
        dd if="$run/text" of="$1" bs=1M seek=$((i * step)) conv=notrunc status=none
    done
    sync "$1" # or it is written out while the first round is measured
}

# benchami_full FILE MIB writes a disk without holes, half of it compressible.
benchami_full() {
    truncate -s "$2M" "$1"
    sgdisk --new=1:2048:0 --typecode=1:ef00 "$1" > /dev/null
    dd if=/dev/urandom of="$1" bs=1M count=$(($2 / 2)) seek=1 conv=notrunc status=none
    yes "$1 is a disk of $2 MiB" | head -c "$(($2 / 2 - 2))M" | dd of="$1" bs=1M seek=$(($2 / 2 + 1)) conv=notrunc iflag=fullblock status=none || true
    sync "$1"
}

# benchami_create DISK FLAG… prints the command that makes an image.
benchami_create() {
    local disk=$1
    shift
    printf '%s ' "$run/amikit" ami create "$disk" --region us-east-1 --arch amd64 --on-conflict replace \
        --import-poll 50ms --image-poll 50ms --log-level error --ami-name bench "$@"
}

# benchami_built is the same behind a build, which has described the disk already.
benchami_built() {
    "$run/bare" describe "$1"
    printf 'AMIKIT_TRUST_DISK_JSON=true %s' "$(benchami_create "$@")"
}

bench_s3() {
    local kind peers=()
    benchami_discard
    for kind in "${disks[@]}"; do
        say "s3: ${kind##*/}, against a server that discards, over https"
        peers=()
        [ ! -x "${rclone:-}" ] || peers=("rclone copyto" "RCLONE_CONFIG_B_TYPE=s3 RCLONE_CONFIG_B_PROVIDER=Other RCLONE_CONFIG_B_ENV_AUTH=true \
            $rclone --config '' --ca-cert $run/ca.pem --s3-endpoint $discard --s3-no-check-bucket --s3-no-head copyto $kind B:bench/rclone.raw")
        "$run/measure" -counts "$discard/_counts" "$rounds" "aws s3 cp" "$aws s3 cp --quiet $kind s3://bench/aws.raw" \
            "aws s3 cp, tuned" "AWS_CONFIG_FILE=$run/tuned $aws s3 cp --quiet $kind s3://bench/aws.raw" "${peers[@]}" \
            "bare part loop" "$run/bare parts $kind $discard" \
            "amikit ami create" "$(benchami_create "$kind" --import-method s3 --s3-bucket bench --s3-key amikit.raw)" \
            "the same in a build" "$(benchami_built "$kind" --import-method s3 --s3-bucket bench --s3-key amikit.raw)"
    done
}

# benchami_uploader sets peers to coldsnap, where it is. It leaves zeroes out as the
# others do, though it reads them all.
benchami_uploader() {
    peers=()
    [ ! -x "${coldsnap:-}" ] || peers=("coldsnap upload --omit-zero-blocks" "$coldsnap upload --no-progress --omit-zero-blocks $1 2> /dev/null")
}

bench_ebs() {
    local peers
    benchami_discard
    say "ebs: ${disks[0]##*/}, against a server that discards, over https"
    benchami_uploader "${disks[0]}"
    "$run/measure" -counts "$discard/_counts" "$rounds" \
        "bare block loop, held to AWS's 1,000 a second" "$run/bare blocks ${disks[0]} $discard 1000" \
        "bare block loop" "$run/bare blocks ${disks[0]} $discard" "${peers[@]}" \
        "amikit ami create" "$(benchami_create "${disks[0]}" --import-method ebs)" \
        "the same in a build" "$(benchami_built "${disks[0]}" --import-method ebs)"
}

# bench_sizes sends the same data in disks of three sizes.
bench_sizes() {
    local gib subjects=()
    benchami_discard
    say "sizes: $data MiB of data in disks of 2, 20 and 200 GiB, against a server that discards"
    for gib in 2 20 200; do
        benchami_disk "$run/of-$gib.raw" $((gib * 1024)) "$data" "$extents"
        subjects+=("s3, $gib GiB" "$(benchami_create "$run/of-$gib.raw" --import-method s3 --s3-bucket bench --s3-key amikit.raw)"
            "ebs, $gib GiB" "$(benchami_create "$run/of-$gib.raw" --import-method ebs)")
    done
    "$run/measure" -counts "$discard/_counts" "$rounds" "${subjects[@]}"
}

benchami_local() {
    unset AWS_CA_BUNDLE SSL_CERT_FILE
    localaws_start "$run/state-$1" "$run" "${@:2}"
    "$run/demoaws" bucket bench
}

# bench_local sends to a local AWS, which keeps and checks all that it gets on the
# same processors and may take minutes to join what was sent. One sector changes each
# time: nothing is there before.
bench_local() {
    local s3 ebs peers change step=$((mib / (extents + 1)))
    benchami_local keeps --import-duration 0s --image-duration 0s --snapshot-duration 0s
    say "local: ${disks[0]##*/}, against a local AWS"
    change="dd if=/dev/urandom of=${disks[0]} bs=512 count=1 seek=$((step * 2048 + 8)) conv=notrunc status=none"
    s3=(--import-method s3 --s3-bucket bench --s3-key amikit.raw)
    ebs=(--import-method ebs --parent none)
    "$run/measure" -before "$change" "$rounds" "aws s3 cp" "$aws --cli-read-timeout 0 s3 cp --quiet ${disks[0]} s3://bench/aws.raw" \
        "amikit ami create, s3" "$(benchami_create "${disks[0]}" "${s3[@]}")" \
        "the same with --verify" "$(benchami_create "${disks[0]}" "${s3[@]}" --verify)"
    benchami_uploader "${disks[0]}"
    "$run/measure" -before "$change" "$rounds" "${peers[@]}" \
        "amikit ami create, ebs" "$(benchami_create "${disks[0]}" "${ebs[@]}")" \
        "the same with --verify" "$(benchami_create "${disks[0]}" "${ebs[@]}" --verify)"
}

# bench_rebuild changes 3 of each hundred MiB before each run.
bench_rebuild() {
    local change changed=$((data * 3 / 100)) step=$((mib / (extents + 1)))
    benchami_local rebuild --import-duration 0s --image-duration 0s --snapshot-duration 0s
    say "rebuild: ${disks[0]##*/} with 3% changed, by ebs, against a local AWS"
    change="for i in \$(seq 1 $changed); do
        dd if=/dev/urandom of=${disks[0]} bs=1M count=1 seek=\$((i * $mib / ($changed + 1) / $step * $step + $step)) conv=notrunc status=none
    done"
    "$run/measure" -before "$change" "$rounds" \
        "all of it" "$(benchami_create "${disks[0]}" --import-method ebs --parent none)" \
        "what changed" "$(benchami_create "${disks[0]}" --import-method ebs --output json) > $run/rebuild.json"
    grep -o '"\(sent\|size\)": [0-9]*' "$run/rebuild.json"
}

# bench_script does what the design's script does, by the AWS CLI, and the same by
# amikit, with the same waits of the local AWS.
bench_script() {
    local change step=$((mib / (extents + 1)))
    benchami_local script --import-duration 3s --image-duration 1s
    say "script: the whole way of ${disks[0]##*/}; 4 s of each time are waits"
    change="dd if=/dev/urandom of=${disks[0]} bs=512 count=1 seek=$((step * 2048 + 8)) conv=notrunc status=none"
    "$run/measure" -before "$change" "$rounds" "the script's steps" "PATH=$(dirname "$aws"):\$PATH $here/lib/benchscript ${disks[0]}" \
        "amikit ami create, s3" "$(benchami_create "${disks[0]}" --import-method s3 --s3-bucket bench --s3-key amikit.raw)" \
        "amikit ami create, ebs" "$(benchami_create "${disks[0]}" --import-method ebs --parent none)"
}
