#!/usr/bin/env python3
"""Write one report of all benchmarks: the machine, the versions, and a section of ratios for each.

    report.py                       all parts, to Benchmarks/REPORT.md
    report.py --only engine,import  these parts only
    report.py --output report.md --rounds 5
    report.py --only engine --real models/smollm2 models/gemma --full

A part is a script beside this one that prints its section with `--markdown`. What a part prints on its way goes to standard
error. A part that fails is named in the report with what it said, and the command ends with 1.
"""
from __future__ import annotations

import argparse
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from support import machine

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Part:
    """A section of the report."""

    name: str
    title: str
    script: str
    # Parts that need much disk, memory or time run with --full, or when they are asked for by name.
    is_heavy: bool = False


PARTS = (
    Part("engine", "Engine", "gradients.py"),
    Part("growth", "Growth of the engine's cost", "growth.py"),
    Part("memory", "Memory of a large model", "memory.py", is_heavy=True),
    Part("import", "Import of published statistics", "import.py"),
    Part("store", "Store", "store.py"),
    Part("site", "Site, figures and tables of a full study", "site.py"),
    Part("figures", "One figure", "figures.py"),
    Part("tokenizers", "Tokenizers", "tokenization.py"),
)


def selected(arguments: argparse.Namespace) -> list[Part]:
    """The parts to run, in their order."""
    names = [name for name in (arguments.only or "").split(",") if name]
    unknown = set(names) - {part.name for part in PARTS}
    if unknown:
        sys.exit(f"no part is named {', '.join(sorted(unknown))}; there are {', '.join(part.name for part in PARTS)}")
    return [part for part in PARTS if (part.name in names if names else arguments.full or not part.is_heavy)]


def run(part: Part, arguments: argparse.Namespace) -> tuple[str, bool]:
    """The section of a part, and whether it was measured."""
    command = [sys.executable, str(HERE / part.script), "--markdown"]
    if arguments.rounds:
        command += ["--rounds", str(arguments.rounds)]
    if part.name == "engine":
        command += ["--full"] * arguments.full
        command += ["--real", *map(str, arguments.real)] if arguments.real else []
    began = time.perf_counter()
    finished = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    minutes = (time.perf_counter() - began) / 60
    body = finished.stdout.strip()
    if finished.returncode != 0:
        body = f"{body}\n\nThis part failed: `{part.script}` ended with {finished.returncode}.".strip()
    return f"## {part.title}\n\n`{part.script}`, {minutes:.1f} minutes.\n\n{body}\n", finished.returncode == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", help="parts to run, by commas: " + ", ".join(part.name for part in PARTS))
    parser.add_argument("--output", type=Path, default=HERE / "REPORT.md")
    parser.add_argument("--rounds", type=int, help="rounds of every part (default: what each takes)")
    parser.add_argument("--real", type=Path, nargs="*", default=[], help="folders of published checkpoints, for the engine")
    parser.add_argument("--full", action="store_true", help="with the heavy parts: Llama-3.1-8B's shape, memory")
    arguments = parser.parse_args()
    sections = [f"# Benchmarks, as they were measured\n\n    make bench\n\n{machine.description()}\n"]
    is_complete = True
    for part in selected(arguments):
        section, is_measured = run(part, arguments)
        sections.append(section)
        is_complete = is_complete and is_measured
        # Written part by part: hours of measuring are not lost to a late failure.
        arguments.output.write_text("\n".join(sections))
    print(f"The report is in {arguments.output}.")
    sys.exit(0 if is_complete else 1)


if __name__ == "__main__":
    main()
