#!/bin/sh
# test-debian.sh PACKAGE: holds PACKAGE to lintian, installs it in a bare Debian 12, and runs a study there from its first file to its
# checked site. Needs root, lintian and mmdebstrap.
set -eu
package=$(readlink -f "$1")
lintian --fail-on error --suppress-tags bad-distribution-in-changes-file "$package"
root=$(mktemp -d)
clean() {
  umount "$root/proc" 2>/dev/null || true
  rm -rf --one-file-system "$root"
}
trap clean EXIT
# Just what the package asks for, so that one that it forgets is missed.
mmdebstrap --quiet --variant=minbase --include="$(dpkg-deb -f "$package" Depends | tr -d ' ')" bookworm "$root"
# Swift finds its arguments there.
mount -t proc proc "$root/proc"
cp "$package" "$root/strata.deb"
inside() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root "$@"; }
inside dpkg --install /strata.deb
inside sh -ec 'cd /root && strata init study && strata doctor study && strata run study && strata build study && strata check _site && [ -f _site/index.html ]'
inside dpkg --purge strata
[ ! -e "$root/usr/bin/strata" ]
echo "$package: installed, run and removed in a bare Debian 12"
