#!/usr/bin/env python3
"""Time `strata import` against Python's `json.loads` on the same files of published statistics, in alternating rounds.

Python reads each file line by line and forgets what it read, on the one core that it can use. Strata's time is that of the
whole process, with all cores: reading, checking, hashing, and writing the store and the data files of the new study. The
files are made up (`published.py`), of the size of the published ones, and in the page cache for both.
"""
import argparse
import json
import os
import resource
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import published

ROOT = Path(__file__).resolve().parent.parent


def children() -> float:
    """Seconds of cores that ended children took."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def loads(files: list[Path]) -> tuple[float, float]:
    """Seconds by the clock and of the core that `json.loads` takes for every line of all files."""
    began, core = time.perf_counter(), time.process_time()
    for file in files:
        with file.open() as stream:
            for line in stream:
                json.loads(line)
    return time.perf_counter() - began, time.process_time() - core


def strata(program: Path, tree: Path, folder: Path) -> tuple[float, float, int]:
    """Seconds by the clock and of all cores that `strata import` takes for the same files, and the store's bytes."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        began, core = time.perf_counter(), children()
        subprocess.run([str(program), "import", str(tree), "--output", f"{place}/study", "--quiet"], check=True)
        seconds = time.perf_counter() - began, children() - core
        return *seconds, (Path(place) / "study/study.sqlite").stat().st_size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=12, help="files of 500 lines, about 15 MB each")
    parser.add_argument("--rounds", type=int, default=5, help="pairs of runs; medians are printed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--markdown", action="store_true", help="print only a table in Markdown")
    parser.add_argument("--strata", type=Path, default=ROOT / ".build/release/strata", help="the program")
    parser.add_argument("--scratch", type=Path, help="the folder for files (default: the system's)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.scratch) as name:
        tree = Path(name) / "published"
        files = published.write(tree, arguments.files, seed=arguments.seed)
        size = sum(file.stat().st_size for file in files) / 1e6
        strata(arguments.strata, tree, Path(name))
        rounds = []
        for _ in range(arguments.rounds):
            theirs, ours = loads(files), strata(arguments.strata, tree, Path(name))
            rounds.append((*theirs, *ours))
            if not arguments.markdown:
                print("json.loads %.0f MB/s (core %.0f), strata %.0f MB/s (cores %.0f)" % (
                    size / theirs[0], size / theirs[1], size / ours[0], size / ours[1]), flush=True)
    def median(values):
        return statistics.median(values)
    clock, core = [a[0] / a[2] for a in rounds], [a[1] / a[3] for a in rounds]
    rows = [
        ("rate by the clock, MB/s", *(f"{size / median(r[i] for r in rounds):.0f}" for i in (0, 2)), clock),
        ("rate by the time of cores, MB/s", *(f"{size / median(r[i] for r in rounds):.0f}" for i in (1, 3)), core),
    ]
    print(f"\n{len(files)} files, {size:.0f} MB, {os.cpu_count()} cores, {arguments.rounds} rounds, "
          f"store {rounds[0][4] / 1e6:.0f} MB\n")
    print("| import | json.loads | strata import | ratio | from, to |\n|---|---|---|---|---|")
    for words, theirs, ours, ratios in rows:
        print(f"| {words} | {theirs} | {ours} | {median(ratios):.1f} | {min(ratios):.1f}, {max(ratios):.1f} |")


if __name__ == "__main__":
    main()
