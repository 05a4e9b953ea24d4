#!/usr/bin/env python3
"""Time Strata against the reference procedure on the same checkpoint, samples and threads.

The reference procedure is that of the papers: one sample at a time, forward and backward in float32, then a dense
singular value decomposition of the gradient of every q, k, v and o weight. Its time leaves out loading the model;
Strata's is the whole process, from the files to the last line of JSON.
"""
import argparse
import json
import os
import subprocess
import tempfile
import time
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast

ROOT = Path(__file__).resolve().parent.parent
PROJECTIONS = ("q_proj", "k_proj", "v_proj", "o_proj")


def reference(checkpoint: Path, records: list[dict[str, str]]) -> float:
    """Seconds that the reference procedure takes for all records."""
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(checkpoint / "tokenizer.json"))
    model = AutoModelForCausalLM.from_pretrained(checkpoint, dtype=torch.float32, attn_implementation="eager").eval()
    for name, parameter in model.named_parameters():
        parameter.requires_grad_("self_attn" in name)
    began = time.perf_counter()
    for record in records:
        prefix = record["instruction"] + "\n"
        ids = tokenizer.encode(prefix + record["output"])
        start = len(tokenizer.encode(prefix))
        labels = torch.tensor([[-100] * start + ids[start:]])
        model.zero_grad(set_to_none=True)
        model(torch.tensor([ids]), labels=labels, use_cache=False).loss.backward()
        for layer in model.model.layers:
            for projection in PROJECTIONS:
                torch.linalg.svdvals(getattr(layer.self_attn, projection).weight.grad).sum().item()
    return time.perf_counter() - began


def strata(checkpoint: Path, data: Path, threads: int) -> float:
    """Seconds that `strata compute` takes for the same file."""
    with tempfile.TemporaryDirectory() as folder:
        command = [str(ROOT / ".build/release/strata"), "compute", "--checkpoint", str(checkpoint), "--data", str(data),
                   "--output", f"{folder}/out.jsonl", "--threads", str(threads)]
        began = time.perf_counter()
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, default=ROOT / "examples/miniature/models/base")
    parser.add_argument("--data", type=Path, nargs="+",
                        default=sorted((ROOT / "examples/miniature/data").glob("*_correct.json")))
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--runs", type=int, default=3, help="pairs of runs; the median ratio is printed last")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    print(f"{arguments.threads} threads, torch {torch.__version__}")
    print("| data | samples | reference s | Strata s | ratio |\n|---|---|---|---|---|")
    ratios = []
    for data in arguments.data:
        records = json.loads(data.read_text())
        pairs = sorted(((reference(arguments.checkpoint, records), strata(arguments.checkpoint, data, arguments.threads))
                        for _ in range(arguments.runs)), key=lambda pair: pair[0] / pair[1])
        theirs, ours = pairs[len(pairs) // 2]
        ratios.append(theirs / ours)
        print(f"| {data.stem} | {len(records)} | {theirs:.2f} | {ours:.2f} | {theirs / ours:.1f} |", flush=True)
    print(f"\nmedian ratio {sorted(ratios)[len(ratios) // 2]:.1f}")


if __name__ == "__main__":
    main()
