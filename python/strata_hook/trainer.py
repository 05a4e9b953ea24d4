"""A callback for Hugging Face's Trainer: the same samples, measured again and again while a model trains.

Needs transformers: `pip install "./python[trainer]"`.
"""
from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import nn
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from .encoding import SYSTEM, encode
from .gradients import LayerGradients
from .layout import Condition

MOMENTS = ("begin", "evaluate", "save", "epoch", "end")


class GradientCallback(TrainerCallback):
    """Writes the statistics of samples, by condition, at moments of a training run.

        probes = {Condition("gsm8k", "none"): fast, Condition("gsm8k", "detailed"): slow}
        trainer.add_callback(GradientCallback("statistics", probes, tokenizer))
        trainer.train()

    - `folder` gets `grads_exp/<kind>/step-<n>/grads_<task>_<style>.jsonl`, which `strata import` reads with the step as
      the model. A run that is gone on with leaves what is whole and adds what is missing.
    - `probes` has the samples of every condition: dictionaries with `instruction`, `output` and perhaps `input`.
    - `at` says when: begin, evaluate, save, epoch, end; `every` adds each so many steps.
    - `chat`, `system` and `max_length` are those of `encode`.

    Nothing of the training changes: no weight's gradient is touched, dropout is off while it measures, and random numbers
    go on from where they were. Only the first process measures; others wait at their next exchange. Sharded weights
    (FSDP, DeepSpeed's stage 3) are refused: measure them in a loop of your own.
    """

    def __init__(self, folder: str | os.PathLike[str], probes: Mapping[Condition, Sequence[dict[str, str]]],
                 tokenizer: Any, *, at: Sequence[str] = ("begin", "end"), every: int | None = None, chat: bool = False,
                 system: str | None = SYSTEM, max_length: int = 1024,
                 pattern: str = r"self_attn\.[qkvo]_proj$") -> None:
        unknown = [moment for moment in at if moment not in MOMENTS]
        if unknown:
            raise ValueError(f"at has {unknown[0]!r}; moments are {', '.join(MOMENTS)}")
        if every is not None and every < 1:
            raise ValueError(f"every is {every}; it must be a number of steps, from 1")
        if not probes:
            raise ValueError("probes has no condition; give each its samples")
        self.folder, self.probes, self.tokenizer = Path(folder), dict(probes), tokenizer
        self.at, self.every, self.pattern = frozenset(at), every, pattern
        self.options = {"chat": chat, "system": system, "max_length": max_length}

    def on_train_begin(self, args: TrainingArguments, state: TrainerState, control: TrainerControl,
                       model: nn.Module, **_: Any) -> None:
        self._at("begin", state, model)

    def on_step_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, model: nn.Module,
                    **_: Any) -> None:
        if self.every and state.global_step % self.every == 0:
            self.measure(model, state)

    def on_evaluate(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, model: nn.Module,
                    **_: Any) -> None:
        self._at("evaluate", state, model)

    def on_save(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, model: nn.Module,
                **_: Any) -> None:
        self._at("save", state, model)

    def on_epoch_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, model: nn.Module,
                     **_: Any) -> None:
        self._at("epoch", state, model)

    def on_train_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, model: nn.Module,
                     **_: Any) -> None:
        self._at("end", state, model)

    def _at(self, moment: str, state: TrainerState, model: nn.Module) -> None:
        if moment in self.at:
            self.measure(model, state)

    def measure(self, model: nn.Module, state: TrainerState) -> None:
        """Measures all probes now, as `step-<n>`, on the first process."""
        refuse_sharded(model)
        if not state.is_world_process_zero:
            return
        was_training = model.training
        devices = [next(model.parameters()).device.index] if next(model.parameters()).is_cuda else []
        model.eval()
        try:
            with torch.random.fork_rng(devices=devices), torch.enable_grad():
                for condition, records in self.probes.items():
                    file = condition.file(self.folder, f"step-{state.global_step}")
                    self._measure(model, records, file)
        finally:
            model.train(was_training)

    def _measure(self, model: nn.Module, records: Sequence[dict[str, str]], file: Path) -> None:
        device = next(model.parameters()).device
        with LayerGradients(model, self.pattern, output=file, freeze=True) as gradients:
            for index, record in enumerate(records):
                if index in gradients.written:
                    continue
                ids, labels = encode(self.tokenizer, record, **self.options)
                if bool((labels == -100).all()):
                    gradients.skip(record["instruction"], record["output"], index=index)
                    continue
                loss = model(input_ids=ids.to(device), labels=labels.to(device), use_cache=False).loss
                loss.backward()
                gradients.write(record["instruction"], record["output"], loss, index=index)


def refuse_sharded(model: nn.Module) -> None:
    """Raises for weights of which this process has a part only."""
    for name, weight in model.named_parameters():
        if hasattr(weight, "ds_id") or type(weight).__name__ == "DTensor" or "_fsdp_wrapped_module" in name:
            raise RuntimeError(f"{name} is sharded, and only all processes together could measure it; use "
                               "LayerGradients in a loop of your own (README.md, Several GPUs)")
