"""Samples as tokens and labels, prompted as the papers prompt (arXiv 2410.23743, Section 3)."""
from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

SYSTEM = "You are a helpful assistant."


def encode(tokenizer: Any, record: dict[str, str], *, chat: bool = False, max_length: int = 1024,
           system: str | None = SYSTEM) -> tuple[Tensor, Tensor]:
    """Token ids and labels, both [1 × tokens], of one sample.

    The prompt is the instruction, its `input` and a line feed, or with `chat` what the tokenizer's chat template makes of
    it behind a system message (`None` for templates that have none, such as Gemma's). Labels of prompt tokens are -100.
    A text of more than `max_length` tokens is cut on the right.
    """
    question = "\n".join(part for part in (record["instruction"], record.get("input")) if part)
    if chat:
        messages = [{"role": "user", "content": question}]
        if system is not None:
            messages.insert(0, {"role": "system", "content": system})
        prompt = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
    else:
        prompt = question + "\n"
    ids = tokenizer(prompt + record["output"], truncation=True, max_length=max_length).input_ids
    start = len(tokenizer(prompt, truncation=True, max_length=max_length).input_ids)
    tokens = torch.tensor([ids])
    labels = tokens.clone()
    labels[:, :start] = -100
    return tokens, labels
