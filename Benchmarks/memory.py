#!/usr/bin/env python3
"""Find the memory that a long sample of a large model takes beside the mapped weights.

Writes a bf16 checkpoint of Llama-3.1-8B's shape, 32 layers, 16 GB, computes one sample of 1,024 tokens with one thread, follows the
process's anonymous memory in /proc, and removes the checkpoint. Weights are random; all layers have the same, which saves
drawing them and changes neither memory nor time. Needs 17 GB of disk.
"""
from __future__ import annotations

import json
import math
import shutil
import subprocess
import sys
import time
from pathlib import Path

from safetensors.torch import save
from tokenizers import Tokenizer

from support import machine
from support.checkpoints import SHAPES, Shape, records, values, write_ends
from support.measure import Spread, environment, note, parser, table


def write(folder: Path, shape: Shape, layers: int) -> None:
    """The checkpoint, a file for each layer and one for the ends, with its index."""
    write_ends(folder, shape.config(layers))
    weights = values(shape.layer(0), seed=1)
    places: dict[str, str] = {}

    def add(name: str, tensors: dict) -> None:
        (folder / name).write_bytes(save(tensors, metadata={"format": "pt"}))
        places.update(dict.fromkeys(tensors, name))

    for index in range(layers):
        add(f"layer-{index:02}.safetensors",
            {name.replace("layers.0.", f"layers.{index}."): tensor for name, tensor in weights.items()})
    add("ends.safetensors", values(shape.ends(), seed=0))
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": places}))


def sizes(process: int) -> tuple[int, int]:
    """Bytes of anonymous memory and of mapped files that a process has now; nothing once it has ended."""
    fields = {}
    try:
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            name, _, value = line.partition(":")
            fields[name] = value.split()
    except OSError:
        return 0, 0
    anonymous, mapped = (int(fields[name][0]) * 1024 if name in fields else 0 for name in ("RssAnon", "RssFile"))
    return anonymous, mapped


def follow(command: list[object]) -> tuple[int, int, float]:
    """The peaks of a program's anonymous memory and of its mapped files, and its seconds."""
    began = time.perf_counter()
    peaks = (0, 0)
    with subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, env=environment()) as process:
        while process.poll() is None:
            peaks = tuple(map(max, zip(peaks, sizes(process.pid))))
            time.sleep(0.02)
        if process.returncode != 0:
            sys.exit(f"{command[0]} ended with {process.returncode}: {process.stderr.read().decode(errors='replace')[-2000:]}")
    return *peaks, time.perf_counter() - began


def main() -> None:
    options = parser(__doc__, rounds=1)
    options.add_argument("--layers", type=int, default=32)
    options.add_argument("--tokens", type=int, default=1024)
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--memory", help="the program's --memory, such as 4G")
    arguments = options.parse_args()
    shape, folder = SHAPES["llama-3.1-8b"], arguments.scratch / "memory"
    arguments.scratch.mkdir(parents=True, exist_ok=True)
    elements = arguments.layers * sum(map(math.prod, shape.layer(0).values())) + sum(map(math.prod, shape.ends().values()))
    needed = 2 * elements
    if shutil.disk_usage(arguments.scratch).free < needed + 1_000_000_000:
        sys.exit(f"{arguments.scratch} has no room for {(needed + 1e9) / 1e9:.0f} GB; give another folder with --scratch")
    note(f"writing {needed / 1e9:.1f} GB")
    runs = []
    try:
        write(folder, shape, arguments.layers)
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        (folder / "samples.json").write_text(json.dumps(records(tokenizer, arguments.tokens, 1)))
        bound = ["--memory", arguments.memory] if arguments.memory else []
        for number in range(arguments.rounds):
            note(f"round {number + 1}")
            (folder / "output.jsonl").unlink(missing_ok=True)
            runs.append(follow([arguments.strata, "compute", "--checkpoint", folder, "--data", folder / "samples.json", "--output",
                                folder / "output.jsonl", "--threads", arguments.threads, "--no-extrema", "--quiet", *bound]))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if not arguments.markdown:
        print(machine.description() + "\n")
    anonymous, mapped, seconds = (Spread.of(values) for values in zip(*runs))
    print(f"Llama-3.1-8B's shape, {arguments.layers} layers in bf16 with random weights, the same in every layer; "
          f"one sample, {arguments.rounds} rounds.\n")
    print(table(["tokens", "threads", "--memory", "weights GB", "anonymous memory GB", "of the mapped file GB", "s"],
                [[arguments.tokens, arguments.threads, arguments.memory or "default", f"{needed / 1e9:.1f}",
                  f"{anonymous.largest / 1e9:.2f}", f"{mapped.largest / 1e9:.1f}", seconds.text(0)]]))


if __name__ == "__main__":
    main()
