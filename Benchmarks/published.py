"""Files of published statistics with made-up numbers: as large as the real ones, and always the same for a seed.

A file has 500 lines of 28 layers with q, k, v and o, about 17 MB in the format of arXiv 2410.23743. Numbers went through
single precision, as those of the papers did, and Python's json wrote them.
"""
import json
import random
import struct
from pathlib import Path

PROJECTIONS = ("q_proj", "k_proj", "v_proj", "o_proj")
TASKS = ("aqua", "gsm8k", "strategyqa", "ecqa", "creak", "sensemaking")
STYLES = ("no_cot", "with_cot", "with_cot_gpt4o")
WORDS = "the a number of apples is sold for how many dollars then what remains when each one costs twice".split()


def single(value: float) -> float:
    """The nearest number of single precision."""
    return struct.unpack("f", struct.pack("f", value))[0]


def gradient(source: random.Random, layer: int) -> dict[str, float]:
    """The statistics of one gradient."""
    largest = single(source.lognormvariate(0.5 - layer / 20, 0.6))
    total = single(largest * source.uniform(2, 40))
    extreme = single(largest * source.uniform(1e-3, 1e-1))
    return {
        "M_mean": single(source.gauss(0, 1e-8)), "M_max": extreme, "M_min": single(-extreme * source.uniform(0.5, 1)),
        "frobenius_norm": single(largest * source.uniform(1, 2)), "S_sum": total, "S_max": largest,
        "S_min": single(largest * source.uniform(1e-9, 1e-8)),
    }


def line(source: random.Random, index: int, layers: int) -> str:
    """One sample."""
    def text(count: int) -> str:
        return " ".join(source.choices(WORDS, k=count))
    members = {"instruction": f"{index}: {text(40)}?", "output": text(80), "loss": single(source.uniform(0.2, 4))}
    for layer in range(layers):
        for projection in PROJECTIONS:
            members[f"model.layers.{layer}.self_attn.{projection}.weight"] = gradient(source, layer)
    return json.dumps(members) + "\n"


def write(folder: Path, files: int, *, lines: int = 500, layers: int = 28, seed: int = 1) -> list[Path]:
    """Writes so many files into the folders of a published tree; instructions are the same in all of them."""
    places = []
    for number in range(files):
        task, style = TASKS[number // len(STYLES) % len(TASKS)], STYLES[number % len(STYLES)]
        model = f"model_{number // (len(STYLES) * len(TASKS))}"
        place = folder / "grads_exp" / "cot_500" / model / f"grads_{task}_train_{style}.jsonl"
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("w") as stream:
            for index in range(lines):
                stream.write(line(random.Random(f"{seed} {number} {index}"), index, layers))
        places.append(place)
    return places
