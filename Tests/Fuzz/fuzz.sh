#!/bin/sh
# Feeds every parser of strangers' files with changed seeds for so many seconds each, one after the other, on one core:
#
#   fuzz.sh PROGRAM SECONDS FOLDER [TARGET...]
#
# Says how many inputs each has read. An input that crashes, hangs or fills the memory stays in FOLDER/TARGET/findings, and
# the script fails; what it found new stays in FOLDER/TARGET/corpus and is where the next time begins.
set -eu
program=$1 seconds=$2 folder=$3
shift 3
seeds=$(dirname "$0")/Seeds
[ $# -gt 0 ] || set -- $(ls "$seeds")

failed=
for target; do
  place=$folder/$target
  mkdir -p "$place/corpus" "$place/findings"
  # A parser may take 10 seconds and 1 GB for an input, whatever it is; with all that it tells the fuzzer it takes several times as long,
  # and the fuzzer has memory of its own.
  status=0
  "$program" "$target" -max_total_time="$seconds" -timeout=60 -rss_limit_mb=1536 -max_len=20000 -print_final_stats=1 \
    -artifact_prefix="$place/findings/" "$place/corpus" "$seeds/$target" >"$place/log" 2>&1 &
  process=$!
  wait $process || status=$?
  # What a program that died has left; folders of others that run beside are theirs.
  rm -rf /dev/shm/strata-fuzz-$process || :
  count=$(sed -n 's/^stat::number_of_executed_units: *//p' "$place/log" | tail -1)
  if [ $status = 0 ]; then
    echo "$target: $count inputs, nothing found"
  else
    echo "$target: FOUND after ${count:-some} inputs, see $place/log and $place/findings"
    failed=1
  fi
done
[ -z "$failed" ]
