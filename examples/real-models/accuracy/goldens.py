#!/usr/bin/env python3
"""Write `goldens-<model>.json`: losses and singular values of PyTorch's dense gradients in float64, on the study's weights.

    pip install -r examples/real-models/requirements.txt
    python3 examples/real-models/fetch.py
    python3 examples/real-models/accuracy/goldens.py

transformers takes norms, softmax, rotary angles and the loss in float32 whatever the model is in; here they are taken in
float64 too, since what float32 rounds there (an angle at position 800 by 5e-5) is more than what is to be measured.

The samples are written for this purpose: short and long, with an input, other scripts, an emoji, line feeds, and one longer
than Gemma's window of 512 tokens. Each is prompted as a base model; for a model with a chat template each is prompted by it
too. The published way of finding the response is used. Numbers of each gradient are [layers × (q, k, v, o)]: the nuclear
norm, the largest singular value and the Frobenius norm.
"""
from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

HERE = Path(__file__).resolve().parent
SYSTEM = {"role": "system", "content": "You are a helpful assistant."}


@contextlib.contextmanager
def float64_throughout() -> Iterator[None]:
    """Whatever asks for float32 inside gets float64."""
    to, softmax = torch.Tensor.to, torch.nn.functional.softmax

    def wider(value: object) -> object:
        return torch.float64 if value is torch.float32 else value

    def to_wider(self, *args, **kwargs):
        return to(self, *map(wider, args), **{key: wider(value) for key, value in kwargs.items()})

    def softmax_wider(*args, dtype=None, **kwargs):
        return softmax(*args, dtype=wider(dtype), **kwargs)

    own_float = torch.Tensor.float
    torch.Tensor.to, torch.nn.functional.softmax = to_wider, softmax_wider
    torch.Tensor.float = lambda self, *_, **__: to(self, torch.float64)
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        torch.Tensor.to, torch.nn.functional.softmax, torch.Tensor.float = to, softmax, own_float
        torch.set_default_dtype(torch.float32)


def prompts(tokenizer, record: dict[str, str]) -> dict[str, str]:
    """What stands before the response, by the kind of prompt."""
    question = "\n".join(part for part in (record["instruction"], record.get("input")) if part)
    found = {"base": question + "\n"}
    if tokenizer.chat_template:
        found["chat"] = tokenizer.apply_chat_template(
            [SYSTEM, {"role": "user", "content": question}], tokenize=False, add_generation_prompt=True)
    return found


def golden(model, tokenizer, kind: str, prompt: str, output: str) -> dict[str, object]:
    """The loss of one sample and the singular values of its gradients."""
    ids = torch.tensor([tokenizer(prompt + output).input_ids])
    labels = ids.clone()
    labels[:, : len(tokenizer(prompt).input_ids)] = -100
    model.zero_grad(set_to_none=True)
    # transformers' own loss is taken in float32.
    logits = model(input_ids=ids, use_cache=False).logits
    loss = torch.nn.functional.cross_entropy(logits[0, :-1], labels[0, 1:])
    loss.backward()
    numbers = {"nuclear_norm": [], "largest": [], "frobenius_norm": []}
    for layer in model.model.layers:
        for part in "qkvo":
            values = torch.linalg.svdvals(getattr(layer.self_attn, f"{part}_proj").weight.grad)
            numbers["nuclear_norm"].append(values.sum().item())
            numbers["largest"].append(values[0].item())
            numbers["frobenius_norm"].append(values.norm().item())
    rounded = {name: [float(f"{value:.12g}") for value in found] for name, found in numbers.items()}
    return {"prompt": kind, "tokens": ids.shape[1], "labels": int((labels != -100).sum()), "loss": loss.item()} | rounded


def main() -> None:
    with float64_throughout():
        write()


def write() -> None:
    """Writes the goldens of both models."""
    samples = json.loads((HERE / "samples.json").read_text(encoding="utf-8"))
    for folder in sorted((HERE.parent / "models").iterdir()):
        tokenizer = AutoTokenizer.from_pretrained(folder)
        model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float64, attn_implementation="eager").eval()
        found = []
        for number, record in enumerate(samples):
            for kind, prompt in prompts(tokenizer, record).items():
                found.append({"sample": number} | golden(model, tokenizer, kind, prompt, record["output"]))
                print(folder.name, number, kind, found[-1]["tokens"], found[-1]["loss"], flush=True)
        (HERE / f"goldens-{folder.name}.json").write_text(json.dumps(found) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
