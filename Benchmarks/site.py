#!/usr/bin/env python3
"""Time the site, figures and tables of a study of full scope: 10 models, 13 tasks, every style, correct and irrelevant.

The study is made by `full-study` (`Study/`), by a seeded generator, once; it takes some gigabytes of disk. Each round removes what
was kept of the round before and then takes, one after the other: a build into no folder with nothing kept (cold), the same
again (nothing has changed), a build after a template was added (results kept), and single figures and tables. Wall is the clock,
CPU the time of all cores together, memory the most that was resident. The goals are those of a machine of two cores.
"""
from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STRATA = ROOT / ".build/release/strata"
MAKER = ROOT / ".build/release/full-study"


@dataclass(frozen=True)
class Cost:
    """What one run of a program took: seconds by the clock, seconds of all cores, the most memory in MB."""

    wall: float
    cpu: float
    memory: float


def measured(*command: object) -> Cost:
    """Run a command, which must succeed."""
    began = time.perf_counter()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{errors.decode(errors='replace')}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


@dataclass(frozen=True)
class Step:
    """A command that is measured, with the seconds that it may take; 0 where nobody said."""

    name: str
    goal: float
    words: tuple[str, ...]


def steps(folder: Path, site: Path) -> list[Step]:
    """The commands of a round after the cold build, in their order."""
    picture, text = str(folder / "figure.pdf"), str(folder / "table.tex")
    study = str(folder)
    return [
        Step("build, nothing changed", 1, ("build", study, "--output", str(site), "--quiet")),
        Step("plot curves", 1, ("plot", "curves", study, "--output", picture)),
        Step("plot claims", 1, ("plot", "claims", study, "--output", picture)),
        Step("plot length", 1, ("plot", "length", study, "--output", picture)),
        Step("table mad", 1, ("table", "mad", study, "--output", text)),
        Step("table ratio with intervals", 1, ("table", "ratio", study, "--intervals", "--output", text)),
        Step("table relevance", 1, ("table", "relevance", study, "--output", text)),
    ]


def one_round(folder: Path, site: Path) -> dict[str, Cost]:
    """Every step once, from a state in which nothing is kept."""
    for kept in folder.glob("*.sqlite.*"):
        kept.unlink()
    shutil.rmtree(site, ignore_errors=True)
    build = (STRATA, "build", folder, "--output", site, "--quiet")
    costs = {"build, cold": measured(*build)}
    for step in steps(folder, site):
        costs[step.name] = measured(STRATA, *step.words)
    style = folder / "site/assets/own.css"
    style.parent.mkdir(parents=True, exist_ok=True)
    style.write_text("main { max-width: 70rem }\n")
    costs["build, another style sheet"] = measured(*build)
    shutil.rmtree(folder / "site")
    return costs


def size(folder: Path) -> tuple[int, float]:
    """How many files there are below a folder, and how many MB they take."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes) / 1e6


def report(rounds: list[dict[str, Cost]], goals: dict[str, float]) -> list[str]:
    """A row for each step: the median of the rounds and, in brackets, the least and the most by the clock."""
    lines = ["| | wall, s | CPU, s | memory, MB | goal, s |", "|---|---|---|---|---|"]
    for name in rounds[0]:
        walls = [costs[name].wall for costs in rounds]
        cpu = statistics.median(costs[name].cpu for costs in rounds)
        memory = max(costs[name].memory for costs in rounds)
        goal = f"{goals[name]:g}" if goals.get(name) else "–"
        lines.append(f"| {name} | {statistics.median(walls):.2f} ({min(walls):.2f} to {max(walls):.2f}) | {cpu:.2f} | "
                     f"{memory:.0f} | {goal} |")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--study", type=Path, help="a folder with a study that `full-study` made; kept")
    parser.add_argument("--scope", type=int, nargs=3, default=(10, 13, 500), metavar=("MODELS", "TASKS", "SAMPLES"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--markdown", action="store_true", help="print the table alone, for a report")
    arguments = parser.parse_args()
    for product in ("strata", "full-study"):
        subprocess.run(["swift", "build", "-c", "release", "--product", product], cwd=ROOT, check=True, stdout=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="strata-site-") as scratch:
        folder = arguments.study or Path(scratch) / "study"
        if not (folder / "study.sqlite").exists():
            made = measured(MAKER, folder, *arguments.scope)
            print(f"The study was made in {made.wall:.0f} s.", file=sys.stderr)
        if (folder / "site").exists():
            sys.exit(f"{folder} has a site of its own; give one that `full-study` made.")
        site = Path(scratch) / "site"
        rounds = []
        for number in range(arguments.rounds):
            rounds.append(one_round(folder, site))
            print(f"Round {number + 1}: cold build {rounds[-1]['build, cold'].wall:.1f} s.", file=sys.stderr)
        files, megabytes = size(site)
        goals = {"build, cold": 15.0} | {step.name: step.goal for step in steps(folder, site)}
        store, kept = (sum(path.stat().st_size for path in folder.glob(pattern)) / 1e6
                       for pattern in ("*.sqlite", "*.sqlite.cache"))
    if not arguments.markdown:
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
        print(f"{os.cpu_count()} cores, load of the machine {load:.1f}, {arguments.rounds} rounds\n")
    print("\n".join(report(rounds, goals)))
    print(f"\nThe site has {files:,} files and {megabytes:.0f} MB; the store {store:.0f} MB, what is kept of it {kept:.0f} MB. "
          "The median of rounds, in brackets the least and the most; memory is the most of any round.")


if __name__ == "__main__":
    main()
