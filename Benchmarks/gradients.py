#!/usr/bin/env python3
"""Time the engine against the best PyTorch loop that we can write and against the reference procedure of the papers.

All three see the same checkpoints, samples and cores, in alternating rounds of one run. Strata's time is the whole process, from
the files to the last line of JSON; the peers' leave out starting Python, loading and converting weights. Checkpoints of published shapes
have random weights and few layers; `--real` adds published models with the papers' GSM8K in its three styles.

Useful operations are those of a forward and a backward pass through the matrices, once each, with the head at labelled positions
only, without attention, decompositions and what is computed twice. Their rate is compared with that of plain products in
the same round: 2048 × 2048 in Float on every core, by the faster of PyTorch's two libraries.
"""
from __future__ import annotations

import argparse
import gc
import itertools
import json
import os
import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from support.measure import ROOT, Cost, Spread, child, environment, note, own, parser, table

# Before torch: switches of OpenBLAS must reach neither side.
for name in set(os.environ) - set(environment()):
    del os.environ[name]

import torch  # noqa: E402
from tokenizers import Tokenizer  # noqa: E402
from transformers import AutoModelForCausalLM  # noqa: E402
from transformers.utils import logging  # noqa: E402

from support import machine  # noqa: E402
from support.best_torch import BestTorch, Plan, ProductRoute  # noqa: E402
from support.checkpoints import SHAPES, Sample, random_checkpoint, records, sample  # noqa: E402
from support.reference import PROJECTIONS, reference  # noqa: E402

STYLES = {"none": "no_cot", "simplified": "with_cot", "detailed": "with_cot_gpt4o"}
GSM8K = ROOT.parent / "shared/data/layer_gradient/cot_500"
# Samples of the reference procedure, which is slow and takes one sample at a time: a sample's cost does not depend on how many.
REFERENCE_SAMPLES = 2


@dataclass
class Case:
    """A checkpoint with samples, and what they cost in every round."""

    name: str
    folder: Path
    records: list[dict[str, str]]
    with_reference: bool = True
    samples: list[Sample] = field(default_factory=list)
    strata: list[Cost] = field(default_factory=list)
    best: list[Cost] = field(default_factory=list)
    reference: list[Cost] = field(default_factory=list)
    sgemm: list[float] = field(default_factory=list)
    plan: str = ""
    deviation: float = 0.0

    @property
    def mean_tokens(self) -> float:
        return sum(len(sample.ids) for sample in self.samples) / len(self.samples)

    def over(self, peer: list[Cost], by: Callable[[Cost], float]) -> Spread | None:
        """How many times longer a peer took, round by round."""
        return Spread.of(by(theirs) / by(ours) for theirs, ours in zip(peer, self.strata)) if peer else None


def sgemm_rate(threads: int) -> float:
    """Operations a second of plain Float products, as many as threads at a time, by the faster of oneDNN and MKL."""
    size, repeats = 2048, 3
    a, b = torch.randn(size, size), torch.randn(size, size)
    packed = torch.ops.mkldnn._reorder_linear_weight(b, size)
    routes = (lambda: torch.mm(a, b), lambda: torch.ops.mkldnn._linear_pointwise(a, packed, None, "none", [], ""))

    def rate(product: Callable[[], object]) -> float:
        def serve() -> None:
            torch.set_num_threads(1)
            for _ in range(repeats):
                product()

        def together() -> None:
            workers = [threading.Thread(target=serve) for _ in range(threads)]
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join()

        product()
        return 2 * size**3 * repeats * threads / own(together)[0].wall

    torch.set_num_threads(1)
    return max(rate(product) for product in routes)


def useful_operations(model: torch.nn.Module, samples: list[Sample]) -> float:
    """Operations that all samples need: two for every weight and token, forward and backward."""
    layers = sum(parameter.numel() for parameter in model.model.layers.parameters() if parameter.dim() == 2)
    tokens = sum(len(sample.ids) - 1 for sample in samples)
    labels = sum(len(sample.ids) - sample.start for sample in samples)
    return 4.0 * (layers * tokens + model.lm_head.weight.numel() * labels)


class Engine:
    """Strata, as a user runs it."""

    def __init__(self, program: Path, threads: int, scratch: Path):
        self.program, self.threads, self.scratch = program, threads, scratch

    def run(self, case: Case) -> tuple[Cost, list[float]]:
        """What all samples of a case cost, and the sum of all nuclear norms of each."""
        data, output = self.scratch / "samples.json", self.scratch / "output.jsonl"
        data.write_text(json.dumps(case.records))
        output.unlink(missing_ok=True)
        cost = child([self.program, "compute", "--checkpoint", case.folder, "--data", data, "--output", output, "--threads", self.threads,
                      "--no-extrema", "--quiet"])
        lines = [json.loads(line) for line in output.read_text().splitlines()]
        suffixes = tuple(f"{name}.weight" for name in PROJECTIONS)
        return cost, [sum(value["S_sum"] for name, value in line.items() if name.endswith(suffixes)) for line in lines]


class Peers:
    """Both peers, which share the weights of one model."""

    def __init__(self, folder: Path, threads: int):
        logging.disable_progress_bar()
        self.threads = threads
        self.model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="sdpa").eval()
        self.best: BestTorch | None = None
        self.route = ProductRoute.MM

    def _prepare(self, route: ProductRoute) -> BestTorch:
        if self.best is None or self.route is not route:
            self.best = None
            gc.collect()
            self.best, self.route = BestTorch(self.model, route), route
        return self.best

    def tune(self, samples: list[Sample]) -> tuple[ProductRoute, Plan]:
        """The fastest way to share out these samples: library, size of batches, and cores to a batch."""
        def seconds(route: ProductRoute, plan: Plan) -> float:
            best = self._prepare(route)
            return own(lambda: best.run(samples, plan))[0].wall

        first = Plan(self.threads, 1, 1024)
        route = min(ProductRoute, key=lambda route: seconds(route, first))
        plans = [first, *(Plan(self.threads, 1, tokens) for tokens in (1, 256, 512, 2048))]
        if self.threads > 1:
            plans += [Plan(1, self.threads, tokens) for tokens in (1024, 4096)]
        return route, min(plans, key=lambda plan: seconds(route, plan))

    def run_best(self, samples: list[Sample], route: ProductRoute, plan: Plan) -> tuple[Cost, list[float]]:
        best = self._prepare(route)
        return own(lambda: best.run(samples, plan))

    def run_reference(self, samples: list[Sample]) -> Cost:
        torch.set_num_threads(self.threads)
        return own(lambda: reference(self.model, samples))[0]


def shape_cases(arguments: argparse.Namespace) -> Iterator[list[Case]]:
    """Cases of every published shape, those of one checkpoint together."""
    lengths = [int(tokens) for tokens in arguments.tokens.split(",")]
    for name in arguments.shapes.split(","):
        if not name:
            continue
        is_large = name.startswith("llama")
        if is_large and not arguments.full:
            continue
        note(f"{name}: {arguments.layers} layers")
        folder = random_checkpoint(arguments.scratch / f"{name}-{arguments.layers}", SHAPES[name], arguments.layers)
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        yield [Case(f"{name}, {arguments.layers} layers", folder, records(tokenizer, tokens, arguments.samples),
                    with_reference=not is_large or tokens == min(lengths)) for tokens in lengths]


def real_cases(arguments: argparse.Namespace) -> Iterator[list[Case]]:
    """Cases of published models: the same questions of GSM8K in every style."""
    for folder in arguments.real:
        chosen = sorted(random.Random(3).sample(range(500), arguments.real_samples))
        files = {style: GSM8K / f"gsm8k_train_{ending}.json" for style, ending in STYLES.items()}
        yield [Case(f"{folder.name}, {style}", folder, [json.loads(file.read_text())[index] for index in chosen])
               for style, file in files.items()]


def measure(cases: list[Case], arguments: argparse.Namespace, engine: Engine) -> Iterator[tuple[Case, float]]:
    """All cases of one checkpoint, each with its useful operations."""
    tokenizer = Tokenizer.from_file(str(cases[0].folder / "tokenizer.json"))
    peers = Peers(cases[0].folder, arguments.threads)
    for case in cases:
        case.samples = [sample(tokenizer, record) for record in case.records]
        note(f"{case.name}, {case.mean_tokens:.0f} tokens")
        route, plan = peers.tune(case.samples)
        case.plan = f"{route.value}, {plan.text}"
        for _ in range(arguments.rounds):
            case.sgemm.append(sgemm_rate(arguments.threads))
            cost, ours = engine.run(case)
            case.strata.append(cost.of(len(case.samples)))
            cost, theirs = peers.run_best(case.samples, route, plan)
            case.best.append(cost.of(len(case.samples)))
            case.deviation = max(abs(one / other - 1) for one, other in zip(ours, theirs, strict=True))
            if case.with_reference and not arguments.no_reference:
                case.reference.append(peers.run_reference(case.samples[:REFERENCE_SAMPLES]).of(REFERENCE_SAMPLES))
        yield case, useful_operations(peers.model, case.samples) / len(case.samples)


def row(case: Case, operations: float) -> list[str]:
    """A case as a line of the table."""
    def seconds(costs: list[Cost]) -> str:
        if not costs:
            return "–"
        return f"{Spread.of(cost.wall for cost in costs).median:.3f} ({Spread.of(cost.cpu for cost in costs).median:.3f})"

    def ratio(peer: list[Cost]) -> str:
        wall, cpu = case.over(peer, lambda cost: cost.wall), case.over(peer, lambda cost: cost.cpu)
        return f"**{wall.text()}**; {cpu.median:.2f}" if wall and cpu else "–"

    useful = Spread.of(100 * operations / cost.wall / rate for cost, rate in zip(case.strata, case.sgemm))
    return [case.name, f"{case.mean_tokens:.0f}", seconds(case.strata), seconds(case.best), seconds(case.reference), ratio(case.best),
            ratio(case.reference), f"{useful.median:.0f} %", f"{case.deviation:.0e}", case.plan]


def main() -> None:
    options = parser(__doc__, rounds=3)
    options.add_argument("--shapes", default=",".join(SHAPES), help="published shapes, by commas; the Llama slice with --full only")
    options.add_argument("--layers", type=int, default=4, help="of these")
    options.add_argument("--tokens", default="80,160,300", help="lengths of the random samples")
    options.add_argument("--samples", type=int, default=12, help="random samples of a case")
    options.add_argument("--real", type=Path, nargs="*", default=[], help="folders of published checkpoints")
    options.add_argument("--real-samples", type=int, default=8, help="samples of theirs in each style")
    options.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    options.add_argument("--full", action="store_true", help="with four layers of Llama-3.1-8B's shape (24 GB of memory)")
    options.add_argument("--no-reference", action="store_true", help="without the reference procedure")
    arguments = options.parse_args()
    arguments.scratch.mkdir(parents=True, exist_ok=True)
    engine = Engine(arguments.strata, arguments.threads, arguments.scratch)
    if not arguments.markdown:
        print(machine.description() + "\n")
    rows, rates = [], []
    for cases in itertools.chain(shape_cases(arguments), real_cases(arguments)):
        for case, operations in measure(cases, arguments, engine):
            rows.append(row(case, operations))
            rates += case.sgemm
            note(" | ".join(rows[-1]))
    print(f"{arguments.threads} threads, {arguments.rounds} rounds, plain products {Spread.of(rate / 1e9 for rate in rates).text(0)} GF/s. "
          "Seconds a sample by the clock, and of all cores in brackets, are medians; ratios are medians by the clock with least and "
          "largest round, then by the cores' time. Deviation is the largest of a sample's sum of nuclear norms from the best PyTorch's.\n")
    print(table(["case", "tokens", "Strata s", "best PyTorch s", "reference s", "over best", "over reference", "useful", "deviation",
                 "best PyTorch's plan"], rows))


if __name__ == "__main__":
    main()
