#!/usr/bin/env python3
"""Time the plotting module against matplotlib on the same figure, in the same run, on one core.

The figure: three panels of three lines with bands, shared axis, titles, legend, 6.3 × 2.4 inches, in SVG, PNG at 150 dpi
and PDF (fonts embedded as TrueType, which papers need). Both sides are warm: every import done, every font loaded, one
figure drawn; what the first figure of a process costs is printed beside it. Rounds alternate, so that both see the same load;
the time of the core leaves out what other programs took of it.
"""
import argparse
import io
import json
import os
import statistics
import subprocess
import time
from pathlib import Path

# One core for everything that this process starts, before numpy makes its threads.
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

began = time.perf_counter()
import matplotlib  # noqa: E402

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402

from support import machine  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
FORMATS = ("svg", "png", "pdf")


def curve(panel: int, line: int) -> np.ndarray:
    """The curve of a line: what `Figures/main.swift` computes too."""
    layers = np.arange(28)
    return 3 / (line + 1) * np.exp(-2 * layers / 27) * (1 + 0.1 * np.sin(layers * (panel + 2) + line))


def draw() -> dict[str, bytes]:
    """The figure in all three formats."""
    figure, axes = plt.subplots(1, 3, figsize=(6.3, 2.4), sharey=True, layout="constrained")
    for panel, (axis, title) in enumerate(zip(axes, "qkv")):
        for line, name in enumerate(("none", "simplified", "detailed")):
            y = curve(panel, line)
            axis.fill_between(range(28), y * 0.9, y * 1.1, alpha=0.18)
            axis.plot(range(28), y, label=name)
        axis.set_title(title)
        axis.set_xlabel("Layer")
    axes[0].set_ylabel("Nuclear norm")
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper left", ncols=3, frameon=False)
    figure.suptitle("Nine lines")
    files = {}
    for form in FORMATS:
        stream = io.BytesIO()
        figure.savefig(stream, format=form, dpi=150)
        files[form] = stream.getvalue()
    plt.close(figure)
    return files


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", type=Path, default=ROOT / ".build/release/figure-speed")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of ten figures of theirs and a hundred of ours")
    parser.add_argument("--markdown", action="store_true", help="print the section of the report only")
    arguments = parser.parse_args()
    plt.rcParams.update({"font.size": 8, "pdf.fonttype": 42})
    draw()
    first = (time.perf_counter() - began) * 1000
    theirs, ours, ratios, cores, core_ratios, size = [], [], [], [], [], {}
    for _ in range(arguments.rounds):
        times, core_times = [], []
        for _ in range(10):
            start, core_start = time.perf_counter(), time.process_time()
            files = draw()
            times.append((time.perf_counter() - start) * 1000)
            core_times.append((time.process_time() - core_start) * 1000)
        output = subprocess.run([arguments.program, "100"], check=True, capture_output=True, text=True).stdout
        ours.append(json.loads(output))
        theirs.append(statistics.median(times))
        cores.append(statistics.median(core_times))
        ratios.append(theirs[-1] / ours[-1]["median"])
        core_ratios.append(cores[-1] / ours[-1]["core"])
        size = {form: len(data) for form, data in files.items()}

    def middle(key: str) -> float:
        return statistics.median(run[key] for run in ours)

    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    if not arguments.markdown:
        print(machine.description() + "\n")
    print(f"One core, load of the machine {load:.1f}, matplotlib {matplotlib.__version__}, figures per round: 10 and 100\n")
    print("| | Strata | matplotlib |\n|---|---|---|")
    print(f"| SVG + PNG + PDF, median | {middle('median'):.1f} ms | {statistics.median(theirs):.0f} ms |")
    print(f"| the same by the time of the core | {middle('core'):.1f} ms | {statistics.median(cores):.0f} ms |")
    print(f"| the fastest | {min(run['least'] for run in ours):.1f} ms | |")
    print(f"| layout, SVG, PNG, PDF | {middle('layout'):.1f}, {middle('svg'):.1f}, {middle('png'):.1f}, "
          f"{middle('pdf'):.1f} ms | |")
    print(f"| first figure of a process (matplotlib with its import) | {middle('first'):.0f} ms | {first:.0f} ms |")
    print("| bytes | " + " | ".join(", ".join(f"{form} {count[form]:,}" for form in FORMATS)
                                    for count in (ours[-1]["bytes"], size)) + " |")
    print()
    for name, values in (("ratio by the clock", ratios), ("by the time of the core", core_ratios)):
        print(f"{name} {statistics.median(values):.1f}, rounds from {min(values):.1f} to {max(values):.1f}  ")


if __name__ == "__main__":
    main()
