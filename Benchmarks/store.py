#!/usr/bin/env python3
"""Measure the store: how fast samples are written, how large a number is, and how fast shards merge against copying them.

The numbers are made up by `Store/main.swift` (the program `store-speed`): 32 layers with q, k, v and o, every statistic, 64
samples a transaction. Copying writes the bytes of all shards into one file, and waits until they are on the disk as SQLite
does. Rounds alternate.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def copy(files: list[Path], target: Path) -> float:
    """Seconds that it takes to write the bytes of all files into one."""
    began = time.perf_counter()
    with target.open("wb") as output:
        for file in files:
            with file.open("rb") as stream:
                shutil.copyfileobj(stream, output, 1 << 20)
        output.flush()
        os.fsync(output.fileno())
    return time.perf_counter() - began


def measure(program: Path, samples: int, shards: int, scratch: Path | None) -> dict[str, float]:
    """One round: seconds, bytes and numbers."""
    with tempfile.TemporaryDirectory(dir=scratch) as name:
        folder = Path(name)
        command = [str(program), name, str(samples), str(shards)]
        found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
        found["copy"] = copy(sorted(folder.glob("study.shard-*.sqlite")), folder / "copy")
        return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=100_000)
    parser.add_argument("--shards", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3, help="medians are printed")
    parser.add_argument("--markdown", action="store_true", help="print only a table in Markdown")
    parser.add_argument("--program", type=Path, default=ROOT / ".build/release/store-speed")
    parser.add_argument("--scratch", type=Path, help="the folder for files (default: the system's)")
    arguments = parser.parse_args()
    rounds = []
    for _ in range(arguments.rounds):
        rounds.append(measure(arguments.program, arguments.samples, arguments.shards, arguments.scratch))
        if not arguments.markdown:
            print(rounds[-1], flush=True)

    def median(value):
        return statistics.median(value(found) for found in rounds)

    rows = [
        ("writing, samples a second", median(lambda r: r["samples"] / r["write"]), ".0f"),
        ("writing a sample, ms of a core", median(lambda r: 1e3 * r["write_cores"] / r["samples"]), ".3f"),
        ("reading, samples a second", median(lambda r: r["samples"] / r["read"]), ".0f"),
        ("reading a sample, ms of a core", median(lambda r: 1e3 * r["read_cores"] / r["samples"]), ".3f"),
        ("bytes of a number over 8", median(lambda r: r["bytes"] / r["numbers"] / 8), ".2f"),
        ("merging, seconds of a core", median(lambda r: r["merge_cores"]), ".2f"),
        ("merging, MB/s", median(lambda r: r["bytes"] / 1e6 / r["merge"]), ".0f"),
        ("copying, MB/s", median(lambda r: r["bytes"] / 1e6 / r["copy"]), ".0f"),
        ("merging over copying, time", median(lambda r: r["merge"] / r["copy"]), ".2f"),
    ]
    print(f"\n{arguments.samples} samples × 128 gradients × 6 statistics, {arguments.shards} shards, "
          f"{arguments.rounds} rounds\n\n| store | |\n|---|---|")
    for words, value, form in rows:
        print(f"| {words} | {value:{form}} |")


if __name__ == "__main__":
    main()
