#!/bin/sh
# deb.sh PROGRAM MANUAL OUTPUT MAINTAINER: builds OUTPUT/strata_VERSION-1_ARCH.deb, and has lintian look at it. MAINTAINER is a name with
# an address. The same program gives the same bytes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=$1 manual=$2 output=$3 maintainer=$4
version=$("$program" --version)-1
architecture=$(dpkg --print-architecture)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$here" log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
mkdir -p "$output"
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
umask 022
root=$stage/root
strip --strip-unneeded --remove-section=.comment --remove-section=.note -o "$stage/strata" "$program"
sh "$here/install.sh" "$stage/strata" "$manual" "$root" /usr
# Debian has places of its own for licences and for completions of zsh, and no lists of files.
doc=$root/usr/share/doc/strata
rm "$doc/LICENSE" "$doc/files"
mkdir -p "$root/usr/share/zsh/vendor-completions" "$root/DEBIAN" "$stage/debian"
mv "$root/usr/share/zsh/site-functions/_strata" "$root/usr/share/zsh/vendor-completions/"
rmdir "$root/usr/share/zsh/site-functions"
gzip -9 -n "$root"/usr/share/man/man1/*.1

cat > "$doc/copyright" <<END
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Strata

Files: *
Copyright: $(date -u -d "@$SOURCE_DATE_EPOCH" +%Y) $maintainer
License: Apache-2.0
 On Debian systems, the text of the Apache License, version 2.0, is in
 /usr/share/common-licenses/Apache-2.0.
END
gzip -9 -n > "$doc/changelog.Debian.gz" <<END
strata ($version) unstable; urgency=medium

  * See /usr/share/doc/strata/changelog.gz.

 -- $maintainer  $(date -u -R -d "@$SOURCE_DATE_EPOCH")
END
gzip -9 -n < "$here/../CHANGELOG.md" > "$doc/changelog.gz"

# dpkg-shlibdeps reads a source package's control file.
cat > "$stage/debian/control" <<END
Source: strata

Package: strata
Architecture: any
END
depends=$(cd "$stage" && dpkg-shlibdeps -O -e"root/usr/bin/strata" 2>/dev/null | sed -n 's/^shlibs:Depends=//p')
cat > "$root/DEBIAN/control" <<END
Package: strata
Version: $version
Architecture: $architecture
Maintainer: $maintainer
Installed-Size: $(du -k -s --apparent-size "$root/usr" | cut -f1)
Depends: $depends, fonts-inter, fonts-dejavu-core
Section: science
Priority: optional
Description: layer-wise gradients of language models under fast and slow thinking
 Strata shows what happens in each layer of a language model when it is
 trained on answers without a chain of thought or with a detailed one. It
 takes a checkpoint and training examples, computes the gradient of every
 projection sample by sample, keeps its exact singular values, and turns them
 into figures for papers and a static report site.
END
(cd "$root" && find usr -type f | LC_ALL=C sort | xargs md5sum > DEBIAN/md5sums)
find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
package=$output/strata_${version}_$architecture.deb
dpkg-deb --root-owner-group -Zxz --build "$root" "$package" > "$stage/log" || { cat "$stage/log" >&2; exit 1; }
lintian --fail-on error,warning --allow-root "$package"
echo "$package"
