# shellcheck shell=bash
# hack/bench disk: how a Kairos disk is made. It needs run, rounds, repo and say
# of its caller.

# benchdisk_space MIB makes a filesystem of its own, whose use is the builders'
# alone, in $run/space. It is a sparse file behind a loop device.
benchdisk_space() {
    mkdir -p "$run/space"
    truncate -s "$1M" "$run/space.img"
    mke2fs -q -t ext4 "$run/space.img"
    mount -o loop "$run/space.img" "$run/space"
}

# benchdisk_end gives the loop device back. A builder that is still running after a
# kill keeps the filesystem busy: it goes when the builder does.
benchdisk_end() {
    ! mountpoint -q "$run/space" || umount --recursive --lazy "$run/space"
    rm -f "$run/space.img"
}

# benchdisk_auroraboot prints the program to compare with: AURORABOOT, or the
# stand-in of the end-to-end tests, which does the same copies and mounts.
benchdisk_auroraboot() {
    if [ -n "${AURORABOOT:-}" ]; then
        printf '%s' "$AURORABOOT"
        return
    fi
    CGO_ENABLED=0 go build -C "$repo" -trimpath -buildvcs=false -o "$run/auroraboot" ./e2e/auroraboot >&2
    printf '%s' "$run/auroraboot"
}

# benchdisk_run NAME COMMAND prints a line for the shell that runs the command,
# which leaves a disk in $run/space/NAME, notes its size, and leaves nothing.
benchdisk_run() {
    local dir=$run/space/$1
    printf 'mkdir -p %s %s; export TMPDIR=%s; %s; du -m %s/*.raw > %s; rm -rf %s/*' \
        "$dir" "$run/space/tmp" "$run/space/tmp" "$2" "$dir" "$run/$1.size" "$run/space"
}

# benchdisk_kairos MIB compares both builders on a root filesystem of that size.
benchdisk_kairos() {
    local root=$run/root-$1 auroraboot
    auroraboot=$(benchdisk_auroraboot)
    say "disk: a Kairos disk of a root filesystem of $1 MiB; auroraboot is $("$auroraboot" --version) (${AURORABOOT:-the stand-in})"
    [ -d "$root" ] || "$run/kairosroot" "$root" "$1"
    printf '#cloud-config\n' > "$run/user-data"
    benchdisk_space $(($1 * 6 + 2048))
    "$run/measure" -space "$run/space" "$rounds" \
        auroraboot "$(benchdisk_run auroraboot "NO_COLOR=1 $auroraboot --set container_image=dir:$root --set disk.efi=true \
            --set state_dir=$run/space/auroraboot --set disable_http_server=true --set disable_netboot=true --cloud-config $run/user-data")" \
        builtin "$(benchdisk_run builtin "$run/amikit disk build $root $run/space/builtin/disk.raw --user-data $run/user-data")"
    printf 'allocated: auroraboot %d MiB, builtin %d MiB\n' "$(cut -f1 "$run/auroraboot.size")" "$(cut -f1 "$run/builtin.size")"
    benchdisk_end
    rm -rf "$root"
}
