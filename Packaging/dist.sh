#!/bin/sh
# dist.sh PROGRAM MANUAL OUTPUT: packs PROGRAM with what make install installs into OUTPUT/strata-VERSION-linux-ARCH.tar.gz. The same
# program gives the same bytes: names are sorted, owners and times are fixed (SOURCE_DATE_EPOCH, or the last commit's).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=$1 manual=$2 output=$3
version=$("$program" --version)
name=strata-$version-linux-$(uname -m)
epoch=${SOURCE_DATE_EPOCH:-$(git -C "$here" log -1 --format=%ct)}
mkdir -p "$output"
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
umask 022
strip --strip-unneeded -o "$stage/strata" "$program"
sh "$here/install.sh" "$stage/strata" "$manual" "$stage" "/$name"
sh "$here/libraries.sh" "$stage/strata" > "$stage/$name/LIBRARIES"
cp "$here/../CHANGELOG.md" "$stage/$name/"
cat > "$stage/$name/INSTALL" <<END
Copy bin and share to /usr/local, or put bin on the PATH. The Swift runtime is in the program; the shared libraries that it needs
besides are in LIBRARIES, with the Debian 12 packages that have them. Figures need the fonts of fonts-inter and fonts-dejavu-core.
On Debian 12, as root:

  apt-get install $(sed -n 's/^[^ ]* \([^-].*\)/\1/p' "$stage/$name/LIBRARIES" | sort -u | tr '\n' ' ')fonts-inter fonts-dejavu-core

bin/strata doctor says whether something is missing.
END
tar --sort=name --mtime="@$epoch" --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX --format=gnu \
  -C "$stage" -cf "$stage/tar" "$name"
gzip -9 -n < "$stage/tar" > "$output/$name.tar.gz"
echo "$output/$name.tar.gz"
