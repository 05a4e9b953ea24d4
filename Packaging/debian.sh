#!/bin/sh
# debian.sh PROGRAM MANUAL OUTPUT: packs PROGRAM with what make install installs into OUTPUT/strata_VERSION_ARCH.deb, for Debian 12. The
# same program gives the same bytes: times are fixed (SOURCE_DATE_EPOCH, or the last commit's).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=$1 manual=$2 output=$3
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$here" log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
version=$("$program" --version)
architecture=$(dpkg --print-architecture)
# Whoever publishes the package says in DEBEMAIL where to write to.
maintainer="Strata's authors <${DEBEMAIL:-strata@localhost.localdomain}>"
mkdir -p "$output"
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
umask 022
root=$stage/root
strip --strip-unneeded --remove-section=.comment --remove-section=.note -o "$stage/strata" "$program"
sh "$here/install.sh" "$stage/strata" "$manual" "$root" /usr

# Debian's places and forms where they are its own.
share=$root/usr/share
rm "$share/doc/strata/files" "$share/doc/strata/LICENSE"
mkdir -p "$share/zsh/vendor-completions"
mv "$share/zsh/site-functions/_strata" "$share/zsh/vendor-completions/_strata"
rmdir "$share/zsh/site-functions"
gzip -9 -n "$share"/man/man1/*.1
cat > "$share/doc/strata/copyright" <<END
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Strata

Files: *
Copyright: Strata's authors
License: Apache-2.0
 On Debian systems the full text of the Apache License, version 2.0, is in
 /usr/share/common-licenses/Apache-2.0.

Files: usr/bin/strata
Copyright: Strata's authors
 2016-2020 The Inter Project Authors (the font Inter, which the program puts into sites)
License: Apache-2.0 and OFL-1.1
$(sed 's/^$/./; s/^/ /' "$here/../Site/assets/fonts/OFL.txt")
END
cat > "$stage/changelog" <<END
strata ($version) bookworm; urgency=medium

  * See the changelog of the sources.

 -- $maintainer  $(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")
END
gzip -9 -n < "$stage/changelog" > "$share/doc/strata/changelog.gz"

mkdir -p "$share/lintian/overrides"
cat > "$share/lintian/overrides/strata" <<END
# Yams, the YAML library of Swift, is a package of sources that brings libyaml along.
strata: embedded-library libyaml *
# The package is made by whoever builds it, with DEBEMAIL or without.
strata: bogus-mail-host *
strata: bogus-mail-host-in-debian-changelog *
# Completions that argument-parser writes begin with the shell that they are for.
strata: bash-completion-with-hashbang *
END

depends=$(sh "$here/libraries.sh" "$stage/strata" | sed -n 's/^[^ ]* \([^-].*\)/\1/p' | sort -u | tr '\n' ',' | sed 's/,/, /g')
mkdir "$root/DEBIAN"
cat > "$root/DEBIAN/control" <<END
Package: strata
Version: $version
Architecture: $architecture
Maintainer: $maintainer
Installed-Size: $(du -k -s --apparent-size "$root/usr" | cut -f1)
Depends: ${depends}fonts-inter, fonts-dejavu-core
Section: science
Priority: optional
Description: layer-wise gradients of language models, as figures and a site
 Strata shows what happens in each layer of a language model when it is
 trained on fast answers (no chain of thought) or slow ones (detailed chain
 of thought). It computes the gradient of every projection sample by sample,
 keeps its exact singular values, and turns them into figures for papers and
 a static report site.
END
(cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum) > "$root/DEBIAN/md5sums"
chmod 644 "$root/DEBIAN/md5sums"
find "$root" -print0 | xargs -0 touch -h -d "@$SOURCE_DATE_EPOCH"
file=$output/strata_${version}_$architecture.deb
dpkg-deb --root-owner-group -Zxz --build "$root" "$file" > "$stage/log" || { cat "$stage/log" >&2; exit 1; }
echo "$file"
