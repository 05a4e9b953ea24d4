#!/bin/sh
# docc.sh BUILD OUTPUT: makes the documentation of the two library products from what was built in BUILD, such as .build/release, into
# OUTPUT/Gradients and OUTPUT/Plotting, to be served from a static host. A warning of docc is an error.
set -eu
build=$1 output=$2
symbols=$(mktemp -d)
trap 'rm -rf "$symbols"' EXIT

maps() { # the module maps of C modules, those of the package and those that SwiftPM wrote
  find Sources/System -name module.modulemap
  ls "$build"/*.build/module.modulemap
}

extract() { # extract PRODUCT MODULE
  # shellcheck disable=SC2046 # one word for each option
  swift-symbolgraph-extract -module-name "$2" -I "$build/Modules" -minimum-access-level public \
    -target "$(uname -m)-unknown-linux-gnu" -output-dir "$symbols/$1" \
    $(maps | sed 's/^/-Xcc -fmodule-map-file=/') $(pkg-config --cflags-only-I cairo harfbuzz | sed 's/-I/-Xcc -I/g')
}

document() { # document PRODUCT MODULE ...
  product=$1
  mkdir -p "$symbols/$product"
  shift
  for module in "$@"; do extract "$product" "$module"; done
  rm -rf "${output:?}/$product"
  docc convert --fallback-display-name "$product" --fallback-bundle-identifier "strata.$product" \
    --additional-symbol-graph-dir "$symbols/$product" --output-path "$output/$product" --warnings-as-errors \
    --transform-for-static-hosting --hosting-base-path "$product"
}

mkdir -p "$output"
document Gradients Gradients Checkpoints
document Plotting Plotting
echo "$output: Gradients, Plotting"
