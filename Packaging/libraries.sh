#!/bin/sh
# libraries.sh PROGRAM: the shared libraries that PROGRAM names, each with the Debian package that has it where dpkg knows it.
set -eu
objdump -p "$1" | sed -n 's/^ *NEEDED *//p' | sort | while read -r library; do
  file=$(ldd "$1" | sed -n "s|^[[:space:]]*$library => \([^ ]*\).*|\1|p")
  [ -n "$file" ] || file=$(ldd "$1" | sed -n "s|^[[:space:]]*\(/[^ ]*/$library\) .*|\1|p")
  package=
  for candidate in "$file" "$(readlink -f "$file")" "/usr$file"; do
    package=$(dpkg-query -S "$candidate" 2>/dev/null | sed -n '1s/:.*//p')
    [ -z "$package" ] || break
  done
  echo "$library ${package:--}"
done
