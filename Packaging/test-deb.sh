#!/bin/sh
# test-deb.sh PACKAGE: installs PACKAGE in a bare Debian 12, runs it as somebody who is not root, removes it, and looks for what it left.
# Needs root, debootstrap and a mirror of Debian (MIRROR).
set -eu
package=$(readlink -f "$1")
mirror=${MIRROR:-http://deb.debian.org/debian}
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
debootstrap --variant=minbase bookworm "$root" "$mirror" > "$root.log" 2>&1 || { cat "$root.log" >&2; exit 1; }
rm -f "$root.log"
cp "$package" "$root/strata.deb"
cp /etc/resolv.conf "$root/etc/resolv.conf"
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/home/reader DEBIAN_FRONTEND=noninteractive "$@"; }
inside apt-get install -y -qq --no-install-recommends /strata.deb > /dev/null 2>&1 || {
  inside apt-get install -y --no-install-recommends /strata.deb
  exit 1
}
inside useradd --create-home reader
as_reader() { inside su reader -s /bin/sh -c "cd /home/reader && $1"; }
as_reader 'strata doctor'
as_reader 'strata init study && strata doctor study'
as_reader 'strata run study --quiet && strata build study --quiet && strata check _site'
as_reader 'strata plot curves study --output curves.pdf && test -s curves.pdf'
test -s "$root/usr/share/man/man1/strata-run.1.gz" || test -n "$(inside dpkg -L strata | grep man1/strata-run)"
inside apt-get purge -y -qq strata > /dev/null 2>&1
if find "$root/usr" "$root/etc" -path "$root/usr/share/doc" -prune -o -name '*strata*' -print | grep .; then
  echo "test-deb: the package left these files behind" >&2
  exit 1
fi
echo "$package installs, runs and goes on a bare Debian 12."
