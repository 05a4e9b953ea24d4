"""What the tests of strata_hook share: the miniature model, a run of the program, small models.

Whatever is not installed is named, and the tests are skipped.
"""
from __future__ import annotations

import contextlib
import functools
import json
import os
import subprocess
import tempfile
import unittest
import warnings
from collections.abc import Iterator
from pathlib import Path

try:
    import torch
    from tokenizers import Tokenizer
    from torch import Tensor, distributed, nn
    from transformers import AutoModelForCausalLM, Phi3Config, Phi3ForCausalLM
    from transformers.utils import logging
except ModuleNotFoundError as error:
    raise unittest.SkipTest(f"{error.name} is not installed; "
                            "run `pip install -r examples/miniature/recipe/requirements.txt`") from error

from strata_hook import LayerGradients

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "examples/miniature/models/base"
DATA = ROOT / "examples/miniature/data/arithmetic_detailed_correct.json"
SHORT = ROOT / "examples/miniature/data/arithmetic_none_correct.json"
TOKENIZER = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
RECORDS = json.loads(SHORT.read_text(encoding="utf-8"))[:2]
logging.disable_progress_bar()
warnings.filterwarnings("ignore", category=FutureWarning)


def program() -> str | Path:
    """The program that STRATA names, or else the newest under .build."""
    built = sorted(ROOT.glob(".build/*/strata"), key=lambda file: file.stat().st_mtime)
    found = os.environ.get("STRATA") or (built[-1] if built else None)
    if found is None:
        raise unittest.SkipTest("strata is not built; run `swift build -c release --product strata`")
    return found


def strata(*arguments: str | Path) -> str:
    """Standard output of a run of the program."""
    return subprocess.run([program(), *arguments], check=True, capture_output=True, text=True).stdout


def imported(found: list[dict]) -> dict:
    """What `strata import` says of lines."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "grads_exp/math/mini/grads_arithmetic_with_cot_gpt4o.jsonl"
        place.parent.mkdir(parents=True)
        place.write_text("".join(json.dumps(line) + "\n" for line in found), encoding="utf-8")
        return json.loads(strata("import", place, "--output", Path(folder) / "study", "--json"))


def sample_loss(model: nn.Module, record: dict[str, str]) -> Tensor:
    """Mean cross entropy over the response's tokens, prompted as base models are."""
    prompt = record["instruction"] + "\n"
    ids = torch.tensor([TOKENIZER.encode(prompt + record["output"]).ids])
    labels = ids.clone()
    labels[:, : len(TOKENIZER.encode(prompt).ids)] = -100
    return model(input_ids=ids, labels=labels, use_cache=False).loss


def lines(model: nn.Module, records: list[dict[str, str]] = RECORDS) -> list[dict]:
    """The lines of samples, one after the other."""
    found = []
    with LayerGradients(model) as gradients:
        for record in records:
            loss = sample_loss(model, record)
            loss.backward()
            found.append(json.loads(gradients.line(record["instruction"], record["output"], loss)))
    return found


def load() -> nn.Module:
    """The miniature model in float32, with the attention that is written out."""
    return AutoModelForCausalLM.from_pretrained(MODEL, dtype=torch.float32, attn_implementation="eager").eval()


@functools.cache
def plain() -> list[dict]:
    """The lines without anything around the model."""
    return lines(load())


@contextlib.contextmanager
def process_group() -> Iterator[None]:
    """A process group of one."""
    with tempfile.TemporaryDirectory() as folder:
        distributed.init_process_group("gloo", init_method=f"file://{folder}/group", rank=0, world_size=1)
        try:
            yield
        finally:
            distributed.destroy_process_group()


class Small(nn.Module):
    """A layer of 6 × 5, used as often as is said."""

    def __init__(self, uses: int = 1) -> None:
        super().__init__()
        torch.manual_seed(1)
        self.self_attn = nn.ModuleDict({"q_proj": nn.Linear(5, 6)})
        self.uses = uses

    def forward(self, inputs: Tensor) -> Tensor:
        return sum(self.self_attn["q_proj"](inputs * (use + 1)).tanh().sum() for use in range(self.uses))


def phi3() -> nn.Module:
    """A Phi-3 of two layers: fused projections, fewer key and value heads than queries."""
    torch.manual_seed(1)
    return Phi3ForCausalLM(Phi3Config(
        vocab_size=20, hidden_size=16, intermediate_size=12, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, pad_token_id=0, bos_token_id=1, eos_token_id=2, attn_implementation="eager")).eval()


def phi3_line(model: nn.Module, pattern: str) -> dict:
    """Its line for eight tokens."""
    ids = torch.arange(1, 9)[None]
    with LayerGradients(model, pattern=pattern) as gradients:
        loss = model(input_ids=ids, labels=ids).loss
        loss.backward()
        return json.loads(gradients.line("a", "b", loss))
