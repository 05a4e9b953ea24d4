"""Train the two miniature models: the base model from nothing, then its instruct partner from the base model.

Writes the folders `base` and `instruct` into --output, and how the losses fell into --log. The base model learns whole
documents; the instruct model learns the responses of chat turns, with the prompt as context only.

    python train.py --output ../models --log training.json
"""
from __future__ import annotations

import argparse
import json
import math
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Iterable

import torch
from tokenizers import Tokenizer
from transformers import LlamaForCausalLM

import corpus
from checkpoint import load_model, new_model, save_model
from tokenizer import END, TURN_END, chat_prompt, train_tokenizer

VOCABULARY = 1536
THREADS = 2
IGNORED = -100


@dataclass(frozen=True)
class Row:
    """Token ids, of which those from `start` on are learnt."""

    ids: list[int]
    start: int


@dataclass(frozen=True)
class Schedule:
    """How one phase of training goes."""

    peak_rate: float
    warmup: int
    batch_tokens: int


PRETRAINING = Schedule(peak_rate=2e-3, warmup=200, batch_tokens=1024)
TUNING = Schedule(peak_rate=5e-4, warmup=50, batch_tokens=1024)


def document_rows(tokenizer: Tokenizer, texts: Iterable[str]) -> list[Row]:
    """Whole documents, each closed by the end-of-text token."""
    end = tokenizer.token_to_id(END)
    return [Row(encoding.ids + [end], 1) for encoding in tokenizer.encode_batch(list(texts))]


def turn_rows(tokenizer: Tokenizer, pairs: Iterable[tuple[str, str]]) -> list[Row]:
    """Chat prompts with their responses, each closed by the end-of-turn token."""
    end, rows = tokenizer.token_to_id(TURN_END), []
    for instruction, response in pairs:
        prompt = chat_prompt(instruction)
        rows.append(Row(tokenizer.encode(prompt + response).ids + [end], len(tokenizer.encode(prompt).ids)))
    return rows


def batches(rows: list[Row], batch_tokens: int, rng: Random) -> list[list[Row]]:
    """All rows once, rows of similar length together, at most `batch_tokens` padded tokens a batch, in random order."""
    ordered = sorted(rng.sample(rows, len(rows)), key=lambda row: len(row.ids))
    groups: list[list[Row]] = [[]]
    for row in ordered:
        if groups[-1] and len(row.ids) * (len(groups[-1]) + 1) > batch_tokens:
            groups.append([])
        groups[-1].append(row)
    rng.shuffle(groups)
    return groups


def tensors(batch: list[Row]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids and labels, padded on the right; what is not learnt has the label `IGNORED`."""
    width = max(len(row.ids) for row in batch)
    ids = [row.ids + [0] * (width - len(row.ids)) for row in batch]
    labels = [[IGNORED] * row.start + row.ids[row.start:] + [IGNORED] * (width - len(row.ids)) for row in batch]
    return torch.tensor(ids), torch.tensor(labels)


def mean_loss(model: LlamaForCausalLM, rows: list[Row]) -> float:
    """Mean cross entropy over all learnt tokens of `rows`."""
    total, count = 0.0, 0
    with torch.no_grad():
        for batch in batches(rows, PRETRAINING.batch_tokens, Random(0)):
            ids, labels = tensors(batch)
            learnt = int((labels != IGNORED).sum())
            total += model(ids, labels=labels, use_cache=False).loss.item() * learnt
            count += learnt
    return total / count


def rate(schedule: Schedule, step: int, steps: int) -> float:
    """Learning rate as a share of its peak: linear warm-up, then a cosine down to one twentieth."""
    if step < schedule.warmup:
        return (step + 1) / schedule.warmup
    done = (step - schedule.warmup) / max(1, steps - schedule.warmup)
    return 0.05 + 0.95 * (1 + math.cos(math.pi * done)) / 2


def optimizer(model: LlamaForCausalLM, schedule: Schedule) -> torch.optim.AdamW:
    """AdamW with weight decay on matrices only."""
    matrices = [p for p in model.parameters() if p.dim() > 1]
    vectors = [p for p in model.parameters() if p.dim() < 2]
    return torch.optim.AdamW([{"params": matrices, "weight_decay": 0.1}, {"params": vectors, "weight_decay": 0.0}],
                             lr=schedule.peak_rate, betas=(0.9, 0.95))


def run(model: LlamaForCausalLM, rows: list[Row], schedule: Schedule, name: str) -> list[dict[str, float]]:
    """Trains on every row once; returns the mean loss of every hundred steps."""
    groups, log, window = batches(rows, schedule.batch_tokens, corpus.random_for(f"batches/{name}")), [], []
    adam = optimizer(model, schedule)
    steps = torch.optim.lr_scheduler.LambdaLR(adam, lambda step: rate(schedule, step, len(groups)))
    model.train()
    for number, batch in enumerate(groups, 1):
        ids, labels = tensors(batch)
        loss = model(ids, labels=labels, use_cache=False).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        adam.step()
        steps.step()
        adam.zero_grad()
        window.append(loss.item())
        if number % 100 == 0 or number == len(groups):
            log.append({"step": number, "loss": round(sum(window) / len(window), 5)})
            window = []
            print(f"{name}: step {number} of {len(groups)}, loss {log[-1]['loss']:.4f}", flush=True)
    return log


def phase(model: LlamaForCausalLM, rows: list[Row], held_out: list[Row], schedule: Schedule, name: str) -> dict:
    """One phase of training with what is to be said of it."""
    wall, cpu = time.perf_counter(), time.process_time()
    log = run(model, rows, schedule, name)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    model.eval()
    return {"rows": len(rows), "tokens": sum(len(row.ids) for row in rows), "steps": log[-1]["step"],
            "wall_seconds": round(wall), "cpu_seconds": round(cpu), "train_loss": log[-1]["loss"],
            "held_out_loss": round(mean_loss(model, held_out), 5), "log": log}


def train_base(tokenizer: Tokenizer, count: int, folder: Path) -> dict:
    """Pre-trains on `count` documents and writes the base model."""
    model = new_model(tokenizer, END)
    rows = document_rows(tokenizer, corpus.training_documents(count))
    held_out = document_rows(tokenizer, corpus.held_out_documents())
    result = phase(model, rows, held_out, PRETRAINING, "base")
    save_model(model, tokenizer, END, folder)
    return result | {"parameters": model.num_parameters(), "vocabulary": tokenizer.get_vocab_size()}


def train_instruct(tokenizer: Tokenizer, count: int, base: Path, folder: Path) -> dict:
    """Tunes the written base model on `count` turns and writes the instruct model."""
    model = load_model(base)
    rows = turn_rows(tokenizer, corpus.training_turns(count))
    held_out = turn_rows(tokenizer, corpus.held_out_turns())
    result = phase(model, rows, held_out, TUNING, "instruct")
    save_model(model, tokenizer, TURN_END, folder)
    return result


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, required=True, help="folder to write the model folders into")
    parser.add_argument("--log", type=Path, required=True, help="JSON file to write the course of the training into")
    parser.add_argument("--documents", type=int, default=corpus.DOCUMENTS, help="pre-training documents")
    parser.add_argument("--turns", type=int, default=corpus.TURNS, help="instruction-tuning turns")
    args = parser.parse_args()
    torch.manual_seed(corpus.SEED)
    torch.set_num_threads(THREADS)
    torch.use_deterministic_algorithms(True)
    tokenizer = train_tokenizer(corpus.tokenizer_texts(), VOCABULARY)
    base = train_base(tokenizer, args.documents, args.output / "base")
    instruct = train_instruct(tokenizer, args.turns, args.output / "base", args.output / "instruct")
    args.log.write_text(json.dumps({"base": base, "instruct": instruct}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
