#!/usr/bin/env python3
"""Time `strata tokenize` against Hugging Face's `tokenizers`: the same texts, one core each, one run.

Seconds are those of the processor, so that a busy machine changes little. Strata's are a whole process, JSON in and
JSON out, less those of a process with one short line, which mostly reads the vocabulary. The peer's are those of its
fastest call, `encode_batch_fast`, with the vocabulary read before. The second table shows that no text is slow: lines
of one and of two megabytes, which are one word for most of these tokenizers.
"""
from __future__ import annotations

import os

os.environ |= {"RAYON_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}

import argparse
import gzip
import json
import random
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tokenizers import Tokenizer

from support import machine

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
MEGABYTE = 1_000_000


def corpus(megabytes: float) -> list[str]:
    """Samples as they are tokenised: the published data where it lies beside the project, else the miniature study's."""
    files = sorted(SHARED.glob("data/layer_gradient/*/*.json")) or sorted(ROOT.glob("examples/miniature/data/*.json"))
    texts: list[str] = []
    size = 0
    while size < megabytes * MEGABYTE:
        for file in files:
            for record in json.loads(file.read_text(encoding="utf-8")):
                texts.append(record["instruction"] + "\n" + record["output"])
                size += len(texts[-1].encode())
                if size >= megabytes * MEGABYTE:
                    return texts
    return texts


def strata(tokenizer: Path, texts: list[str]) -> float:
    """Seconds of the processor that Strata takes."""
    def run(lines: bytes) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([ROOT / ".build/release/strata", "tokenize", "--tokenizer", tokenizer, "--jsonl"], input=lines, check=True,
                       stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    lines = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts).encode()
    return run(lines) - run(b'{"text": "a"}\n')


def peer(tokenizer: Tokenizer, texts: list[str]) -> float:
    """Seconds of the processor that the peer takes."""
    began = time.process_time()
    tokenizer.encode_batch_fast(texts)
    return time.process_time() - began


def median(measure: Callable[[], float], runs: int) -> float:
    return sorted(measure() for _ in range(runs))[runs // 2]


def hard_texts(size: int) -> dict[str, str]:
    """Lines of so many characters that tempt a tokenizer to look at everything again and again."""
    draw = random.Random(0)
    letters = "".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=size))
    return {"`a` …": "a" * size, "`ab` …": "ab" * (size // 2), "spaces": " " * size, "line feeds": "\n" * size, "random letters": letters,
            "digits": "7" * size, "marks (U+0301)": "\u0301" * size, "`<s> ` …": "<s> " * (size // 4)}


def unpacked(file: Path, folder: Path) -> Path:
    if file.suffix != ".gz":
        return file
    copy = folder / f"{file.parent.name}.json"
    copy.write_bytes(gzip.decompress(file.read_bytes()))
    return copy


def compare(tokenizer: Path, texts: list[str], runs: int) -> tuple[int, float, float]:
    """Megabytes per second of both, after a look whether both read the same vocabulary."""
    reference = Tokenizer.from_file(str(tokenizer))
    size = sum(len(text.encode()) for text in texts) / MEGABYTE
    theirs = size / median(lambda: peer(reference, texts), runs)
    ours = size / median(lambda: strata(tokenizer, texts), runs)
    return reference.get_vocab_size(), theirs, ours


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    standard = sorted(SHARED.glob("tokenizers/*/tokenizer.json*")) or [ROOT / "examples/miniature/models/base/tokenizer.json"]
    parser.add_argument("tokenizers", type=Path, nargs="*", default=standard, help="tokenizer.json files, plain or .gz")
    parser.add_argument("--megabytes", type=float, default=10, help="of text")
    parser.add_argument("--rounds", type=int, default=3, help="the median is printed")
    parser.add_argument("--markdown", action="store_true", help="print the section of the report only")
    arguments = parser.parse_args()
    texts = corpus(arguments.megabytes)
    with tempfile.TemporaryDirectory() as scratch:
        files = {file.parent.name: unpacked(file, Path(scratch)) for file in arguments.tokenizers}
        if not arguments.markdown:
            print(machine.description() + "\n")
        print(f"{sum(len(text.encode()) for text in texts) / MEGABYTE:.1f} MB in {len(texts):,} samples\n")
        print("| tokenizer | tokens | tokenizers MB/s | Strata MB/s | ratio |\n|---|---|---|---|---|")
        for name, file in files.items():
            tokens, theirs, ours = compare(file, texts, arguments.rounds)
            print(f"| {name} | {tokens:,} | {theirs:.1f} | {ours:.1f} | {ours / theirs:.1f} |", flush=True)
        name, file = next(((name, file) for name, file in files.items() if name == "llama-3"), next(iter(files.items())))
        print(f"\n| one line, {name} | 1 MB s | 2 MB s |\n|---|---|---|")
        for kind, text in hard_texts(MEGABYTE).items():
            once, twice = (median(lambda: strata(file, [text * times]), arguments.rounds) for times in (1, 2))
            print(f"| {kind} | {once:.2f} | {twice:.2f} |", flush=True)


if __name__ == "__main__":
    main()
