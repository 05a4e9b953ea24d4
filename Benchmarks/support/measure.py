"""Measuring: child processes by clock, core and memory, rounds with their spread, Markdown."""
from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
STRATA = ROOT / ".build/release/strata"
# Checkpoints and the like that benchmarks write; ignored by git as every .build folder.
SCRATCH = ROOT / ".build-bench"


@dataclass(frozen=True)
class Cost:
    """What a piece of work took: seconds by the clock, seconds of all cores together, and peak bytes in memory."""

    wall: float
    cpu: float
    peak: int = 0

    def of(self, pieces: int) -> Cost:
        """The cost of one of so many equal pieces."""
        return Cost(self.wall / pieces, self.cpu / pieces, self.peak)


def environment() -> dict[str, str]:
    """The environment without the switches of OpenBLAS, which would change what is measured."""
    return {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}


def child(command: Sequence[object]) -> Cost:
    """Run a program to its end; what it prints goes nowhere, but for the errors of one that fails."""
    began = time.perf_counter()
    with subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, env=environment()) as process:
        errors = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\nended with {process.returncode}: {errors.decode(errors='replace')[-2000:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def own(work: Callable[[], object]) -> tuple[Cost, object]:
    """Run a piece of work in this process, all of its threads counted."""
    began, cores = time.perf_counter(), time.process_time()
    result = work()
    return Cost(time.perf_counter() - began, time.process_time() - cores), result


@dataclass(frozen=True)
class Spread:
    """The median of rounds with the least and the largest."""

    median: float
    least: float
    largest: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Spread:
        values = sorted(values)
        return cls(statistics.median(values), values[0], values[-1])

    def text(self, digits: int = 2) -> str:
        """`1.52 (1.49–1.60)`."""
        return f"{self.median:.{digits}f} ({self.least:.{digits}f}–{self.largest:.{digits}f})"


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def parser(description: str | None, rounds: int) -> argparse.ArgumentParser:
    """The options that every benchmark has."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--markdown", action="store_true", help="print the section of the report only, no progress")
    parser.add_argument("--rounds", type=int, default=rounds, help=f"alternating rounds (default: {rounds}); medians are printed")
    parser.add_argument("--strata", type=Path, default=STRATA, help="the program (default: the release build)")
    parser.add_argument("--scratch", type=Path, default=SCRATCH, help="folder for checkpoints that are written (default: .build-bench)")
    return parser


def note(text: str) -> None:
    """Say how far the benchmark is, beside the report."""
    print(text, file=sys.stderr, flush=True)
