#!/bin/sh
# install.sh PROGRAM MANUAL DEST PREFIX: installs PROGRAM, its manual pages, completions and licence into DEST/PREFIX; MANUAL is the
# program that writes the pages. install.sh --uninstall DEST PREFIX removes what it installed, and nothing else.
set -eu
here=$(cd "$(dirname "$0")" && pwd)

list() { # the files of an installation, relative to the prefix; $1 is the folder with the pages
  echo bin/strata
  for page in "$1"/*.1; do echo "share/man/man1/$(basename "$page")"; done
  echo share/bash-completion/completions/strata
  echo share/zsh/site-functions/_strata
  echo share/fish/vendor_completions.d/strata.fish
  echo share/doc/strata/LICENSE
  echo share/doc/strata/files
}

if [ "$1" = --uninstall ]; then
  prefix=$2$3
  installed=$prefix/share/doc/strata/files
  if [ ! -f "$installed" ]; then
    echo "install: nothing is installed in $prefix: there is no $installed" >&2
    exit 1
  fi
  while read -r file; do rm -f "$prefix/$file"; done < "$installed"
  rmdir "$prefix/share/doc/strata"
  exit 0
fi

program=$1 manual=$2 prefix=$3$4
pages=$(mktemp -d)
trap 'rm -rf "$pages"' EXIT
"$manual" "$program" "$pages"

put() { # put MODE SOURCE FILE
  install -D -m "$1" "$2" "$prefix/$3"
}
put 755 "$program" bin/strata
for page in "$pages"/*.1; do put 644 "$page" "share/man/man1/$(basename "$page")"; done
complete() { # complete SHELL FILE
  "$program" --generate-completion-script "$1" > "$pages/completion"
  put 644 "$pages/completion" "$2"
}
complete bash share/bash-completion/completions/strata
complete zsh share/zsh/site-functions/_strata
complete fish share/fish/vendor_completions.d/strata.fish
put 644 "$here/../LICENSE" share/doc/strata/LICENSE
list "$pages" > "$pages/files"
put 644 "$pages/files" share/doc/strata/files
