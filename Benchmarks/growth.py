#!/usr/bin/env python3
"""Fit how the engine's cost grows with tokens, width, depth, samples and threads, and what theory says beside it.

Each row varies one size of a Llama with random weights and a small vocabulary and fits log cost = a + b log size by least
squares. Cost is the time of all cores for samples beyond the first, so that starting up is not in it; for threads it is the time by
the clock. Theory is the same fit to counted operations: products with the weights, attention, and the decompositions.
"""
from __future__ import annotations

import itertools
import json
import math
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tokenizers import Tokenizer

from support import machine
from support.checkpoints import Shape, random_checkpoint, records
from support.measure import Cost, Spread, child, note, parser, table

VOCABULARY = 2048


@dataclass(frozen=True)
class Setting:
    """Sizes of a run."""

    tokens: int = 160
    width: int = 512
    depth: int = 4
    samples: int = 8
    threads: int = 1

    @property
    def shape(self) -> Shape:
        heads = self.width // 64
        return Shape("llama", self.width, 4 * self.width, heads, heads // 4, VOCABULARY, 1e4, tied=True)

    def operations(self) -> float:
        """Leading terms of a sample: forward and backward, seven T × T products of attention, QR of six factors, four cores."""
        t, d = self.tokens, self.width
        maps = d * d * (2 + 2 / 4) + 3 * 4 * d * d
        small = [min(t, d), min(t, d // 4), min(t, d // 4), min(t, d)]
        factors = [d, d, d, d, d // 4, d // 4]
        decompositions = sum(2 * min(t, size) ** 2 * max(t, size) for size in factors) + sum(8 / 3 * side**3 for side in small)
        return (self.samples - 1) * self.depth * (4 * t * maps + 14 * t * t * d + decompositions)


AXES: dict[str, Sequence[int]] = {
    "tokens": (40, 80, 160, 320, 640, 1280),
    "width": (256, 512, 1024, 2048),
    "depth": (2, 4, 8, 16, 32),
    "samples": (5, 9, 17, 33, 65),
}


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """The slope of log cost over log size."""
    x, y = [math.log(size) for size in sizes], [math.log(cost) for cost in costs]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y)) / sum((a - mean_x) ** 2 for a in x)


class Growth:
    """Runs of the engine at any setting."""

    def __init__(self, program: Path, scratch: Path):
        self.program, self.scratch = program, scratch / "growth"

    def cost(self, setting: Setting) -> Cost:
        """What the samples beyond the first cost."""
        folder = random_checkpoint(self.scratch / f"{setting.width}-{setting.depth}", setting.shape, setting.depth)
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        made = records(tokenizer, setting.tokens, setting.samples)
        data, output = self.scratch / "samples.json", self.scratch / "output.jsonl"
        runs = []
        for part in (made, made[:1]):
            data.write_text(json.dumps(part))
            output.unlink(missing_ok=True)
            runs.append(child([self.program, "compute", "--checkpoint", folder, "--data", data, "--output", output, "--threads",
                               setting.threads, "--no-extrema", "--quiet", "--max-length", 2048]))
        return Cost(max(runs[0].wall - runs[1].wall, 1e-3), max(runs[0].cpu - runs[1].cpu, 1e-3))

    def fit(self, axis: str, sizes: Sequence[int], rounds: int) -> list[str]:
        """A line of the table: the exponents of all rounds, and what theory says."""
        settings = [replace(Setting(), **{axis: size}) for size in sizes]
        # Of samples, those beyond the first are counted.
        shown = [size - 1 for size in sizes] if axis == "samples" else list(sizes)
        found, costs = [], []
        for number in range(rounds):
            note(f"{axis}, round {number + 1}")
            # Every other round goes backwards, so that a load that rises or falls bends no slope.
            order = settings if number % 2 == 0 else settings[::-1]
            measured = {setting: self.cost(setting) for setting in order}
            costs = [measured[setting].wall if axis == "threads" else measured[setting].cpu for setting in settings]
            found.append(exponent(shown, costs))
        theory = -1.0 if axis == "threads" else exponent(shown, [setting.operations() for setting in settings])
        last = [exponent(*zip(*pair)) for pair in itertools.pairwise(zip(shown, costs))][-1]
        return [axis, " ".join(map(str, sizes)), Spread.of(found).text(), f"{last:.2f}", f"{theory:.2f}",
                " ".join(f"{cost:.2f}" for cost in costs)]


def main() -> None:
    options = parser(__doc__, rounds=3)
    options.add_argument("--axes", default=",".join([*AXES, "threads"]), help="what to vary, by commas")
    arguments = options.parse_args()
    growth = Growth(arguments.strata, arguments.scratch)
    cores = os.cpu_count() or 1
    axes = dict(AXES)
    if cores > 1:
        axes["threads"] = sorted({*(2**power for power in range(cores.bit_length())), cores})
    rows = [growth.fit(axis, axes[axis], arguments.rounds) for axis in arguments.axes.split(",") if axis in axes]
    if not arguments.markdown:
        print(machine.description() + "\n")
    base = Setting()
    print(f"A Llama of width {base.width}, {base.depth} layers, {base.samples} samples of {base.tokens} tokens on one core, one size varied; "
          f"{arguments.rounds} rounds.\n")
    print(table(["cost in", "sizes", "exponent", "between the last two", "theory", "seconds, last round"], rows))


if __name__ == "__main__":
    main()
