#!/bin/sh
# test-debian.sh PACKAGE: holds PACKAGE to lintian, installs it in a bare Debian 12, and runs a study there from its first file to its
# checked site. Needs root, lintian and mmdebstrap.
set -eu
package=$(readlink -f "$1")
lintian --fail-on error --suppress-tags bad-distribution-in-changes-file "$package"
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mmdebstrap --quiet --variant=apt bookworm "$root"
cp "$package" "$root/strata.deb"
inside() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive "$@"; }
inside apt-get install -q -y --no-install-recommends /strata.deb
inside sh -ec 'cd /root && strata init study && strata doctor study && strata run study && strata build study && strata check _site'
inside apt-get purge -q -y strata
[ ! -e "$root/usr/bin/strata" ]
echo "$package: installed, run and removed in a bare Debian 12"
