"""Write reference values for the gradients of the miniature models, in float64.

One line per model, task and style, for the first record of the correct data file: the token ids, where the response
starts, the loss, and for the gradient of every projection its Frobenius norm, nuclear norm, largest singular value and
effective rank. The decoder is written out in decoder.py; before anything is written its loss and gradients are compared
with those of transformers in float32.

    python golden.py --models ../models --data ../data --output golden.jsonl
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from torch import Tensor
from transformers import LlamaForCausalLM

import corpus
from checkpoint import load_model
from decoder import Decoder
from evaluate import PROMPTS
from problems import STYLES
from tokenizer import load_tokenizer

AGREEMENT = 1e-4  # float32 against float64; observed differences are below 1e-5


def spectrum(gradient: Tensor) -> dict[str, object]:
    """The shape (rows, columns) and the statistics of the singular values of one gradient."""
    values = torch.linalg.svdvals(gradient)
    shares = values[values > 0] / values.sum()
    numbers = {"frobenius": gradient.norm(), "nuclear": values.sum(), "sigma1": values[0],
               "effective_rank": (-(shares * shares.log()).sum()).exp()}
    return {"shape": list(gradient.shape)} | {name: float(f"{number.item():.10g}") for name, number in numbers.items()}


def compare(model: LlamaForCausalLM, ids: list[int], start: int, loss: Tensor, gradients: dict[str, Tensor]) -> None:
    """Raises `ValueError` if transformers in float32 finds another loss or gradient."""
    model.zero_grad()
    labels = torch.tensor([[-100] * start + ids[start:]])
    single = model(torch.tensor([ids]), labels=labels, use_cache=False).loss
    single.backward()
    parameters = dict(model.named_parameters())
    worst = max(((parameters[name].grad.double() - gradient).norm() / gradient.norm()).item()
                for name, gradient in gradients.items())
    worst = max(worst, abs(single.item() / loss.item() - 1))
    if worst > AGREEMENT:
        raise ValueError(f"float64 and transformers differ by {worst:.1e}")


def row(name: str, folder: Path, decoder: Decoder, data: Path) -> dict[str, object]:
    """The reference values for the first record of a data file."""
    record = json.loads(data.read_text(encoding="utf-8"))[0]
    tokenizer, prompt = load_tokenizer(folder), PROMPTS[name](record["instruction"])
    ids, start = tokenizer.encode(prompt + record["output"]).ids, len(tokenizer.encode(prompt).ids)
    projections = {key: value for key, value in sorted(decoder.weights.items()) if key.endswith("proj.weight")}
    loss = decoder.loss(ids, start)
    gradients = dict(zip(projections, torch.autograd.grad(loss, list(projections.values()))))
    compare(load_model(folder), ids, start, loss.detach(), gradients)
    return {"model": name, "prompt": "base" if name == "base" else "chat", "data": data.name, "index": 0,
            "text": prompt + record["output"], "input_ids": ids, "start": start, "loss": float(f"{loss.item():.10g}"),
            "parameters": {key: spectrum(gradient) for key, gradient in gradients.items()}}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, required=True, help="folder with the folders base and instruct")
    parser.add_argument("--data", type=Path, required=True, help="folder with the data files of the study")
    parser.add_argument("--output", type=Path, required=True, help="file to write, one JSON object per line")
    args = parser.parse_args()
    torch.set_num_threads(1)
    with args.output.open("w", encoding="utf-8") as file:
        for name in PROMPTS:
            folder = args.models / name
            decoder = Decoder(folder)
            for task in corpus.TASKS:
                for style in STYLES:
                    values = row(name, folder, decoder, args.data / f"{task}_{style}_correct.json")
                    file.write(json.dumps(values, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
