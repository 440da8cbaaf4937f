# shellcheck shell=bash
# Debian packages: what hack/ needs of the machine beside Go.

# apt_needs prints "PACKAGE CHECK" for all that stage $1 (demo or test) needs:
# the package is missing where the command CHECK fails.
apt_needs() {
    cat <<'NEEDS'
runc command -v runc
mmdebstrap command -v mmdebstrap
debian-archive-keyring test -e /usr/share/keyrings/debian-archive-keyring.gpg
git command -v git
qemu-system-x86 command -v qemu-system-x86_64
ovmf test -e /usr/share/OVMF/OVMF_CODE_4M.fd
ca-certificates test -e /etc/ssl/certs/ca-certificates.crt
NEEDS
    [ "$1" = demo ] || cat <<'NEEDS'
e2fsprogs command -v mke2fs
gdisk command -v sgdisk
mtools command -v mcopy
dosfstools command -v mkfs.vfat
qemu-utils command -v qemu-img
rsync command -v rsync
mount command -v losetup
busybox-static command -v busybox
shellcheck command -v shellcheck
python3-venv python3 -c 'import ensurepip'
gcc command -v gcc
libc6-dev test -e /usr/include/stdlib.h
NEEDS
}

# apt_missing prints the packages of stage $1 that are not there.
apt_missing() {
    local package check
    apt_needs "$1" | while read -r package check; do
        PATH=$PATH:/usr/sbin:/sbin bash -c "$check" > /dev/null 2>&1 < /dev/null || printf '%s\n' "$package"
    done
}

# apt_install installs the packages that stage $1 misses.
apt_install() {
    local missing
    mapfile -t missing < <(apt_missing "$1")
    [ ${#missing[@]} -gt 0 ] || return 0
    local what="Debian packages are missing: ${missing[*]}"
    command -v apt-get > /dev/null || die "$what; there is no apt-get here, so install what they hold by hand"
    [ "$(id -u)" = 0 ] || die "$what; run as root, or: apt-get install ${missing[*]}"
    say "installing ${missing[*]}"
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}" < /dev/null >&2
}
