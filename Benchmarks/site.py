#!/usr/bin/env python3
"""Time the site, figures and tables of a study of full scope: 10 models, 13 tasks, every style, correct and irrelevant.

The study is made by `full-study` (`Study/`), by a seeded generator, once; it takes some gigabytes of disk. Each round removes what
was kept of the round before and then takes, one after the other: a build with nothing kept (cold), the same again (nothing has
changed), single figures and tables, and a build after a style sheet was added (what was reduced is kept). Wall is the clock, CPU
the time of all cores together, memory the most that was resident. The goals are those of a machine of two cores.
"""
from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from support.measure import ROOT, Cost, Spread, child, note, parser, table

MAKER = ROOT / ".build/release/full-study"


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
        Step("plot forest", 1, ("plot", "forest", study, "--claim", "strength", "--output", picture)),
        Step("plot length", 1, ("plot", "length", study, "--output", picture)),
        Step("table mad", 1, ("table", "mad", study, "--output", text)),
        Step("table ratio with intervals", 1, ("table", "ratio", study, "--intervals", "--output", text)),
        Step("table relevance", 1, ("table", "relevance", study, "--output", text)),
    ]


def one_round(strata: Path, folder: Path, site: Path) -> dict[str, Cost]:
    """Every step once, from a state in which nothing is kept."""
    for kept in folder.glob("*.sqlite.*"):
        kept.unlink()
    shutil.rmtree(site, ignore_errors=True)
    build = (strata, "build", folder, "--output", site, "--quiet")
    costs = {"build, cold": child(build)}
    for step in steps(folder, site):
        costs[step.name] = child((strata, *step.words))
    style = folder / "site/assets/own.css"
    style.parent.mkdir(parents=True, exist_ok=True)
    style.write_text("main { max-width: 70rem }\n")
    costs["build, another style sheet"] = child(build)
    shutil.rmtree(folder / "site")
    return costs


def size(folder: Path) -> tuple[int, float]:
    """How many files there are below a folder, and how many MB they take."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes) / 1e6


def report(rounds: list[dict[str, Cost]], goals: dict[str, float]) -> str:
    """A row for each step: medians of the rounds, with the least and the most, and the most memory."""
    rows = []
    for name in rounds[0]:
        costs = [made[name] for made in rounds]
        goal = f"{goals[name]:g}" if name in goals else "–"
        rows.append((name, Spread.of(cost.wall for cost in costs).text(), Spread.of(cost.cpu for cost in costs).text(),
                     f"{max(cost.peak for cost in costs) / 1e6:.0f}", goal))
    return table(("", "wall, s", "CPU, s", "memory, MB", "goal, s"), rows)


def main() -> None:
    options = parser(__doc__, rounds=3)
    options.add_argument("--study", type=Path, help="a folder with a study that `full-study` made; kept")
    options.add_argument("--scope", type=int, nargs=3, default=(10, 13, 500), metavar=("MODELS", "TASKS", "SAMPLES"))
    arguments = options.parse_args()
    subprocess.run(["swift", "build", "-c", "release", "--product", "full-study"], cwd=ROOT, check=True, stdout=sys.stderr)
    folder = arguments.study or arguments.scratch / ("study-" + "-".join(map(str, arguments.scope)))
    if not (folder / "study.sqlite").exists():
        note(f"The study was made in {child((MAKER, folder, *arguments.scope)).wall:.0f} s.")
    if (folder / "site").exists():
        sys.exit(f"{folder} has a site of its own; give one that `full-study` made.")
    with tempfile.TemporaryDirectory(prefix="strata-site-") as scratch:
        site = Path(scratch) / "site"
        rounds = []
        for number in range(arguments.rounds):
            rounds.append(one_round(arguments.strata, folder, site))
            note(f"Round {number + 1}: cold build {rounds[-1]['build, cold'].wall:.1f} s, load {os.getloadavg()[0]:.1f}.")
        files, megabytes = size(site)
    goals = {"build, cold": 15.0} | {step.name: step.goal for step in steps(folder, site)}
    store, kept = (sum(path.stat().st_size for path in folder.glob(pattern)) / 1e6
                   for pattern in ("*.sqlite", "*.sqlite*.cache"))
    print(report(rounds, goals))
    print(f"\nThe site has {files:,} files and {megabytes:.0f} MB; the store {store:.0f} MB, what is kept of it {kept:.0f} MB.")


if __name__ == "__main__":
    main()
