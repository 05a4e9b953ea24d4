#!/usr/bin/env python3
"""Checks layer_gradients.py against `strata compute` on the miniature base model, on the CPU.

    swift build -c release --product strata
    python -m unittest discover examples/pytorch

Needs torch, transformers, tokenizers and safetensors (examples/miniature/recipe/requirements.txt), and a built
`strata`: the one that STRATA names, or else the newest under .build.
"""
from __future__ import annotations

import json
import os
import subprocess
import tempfile
import unittest
from itertools import zip_longest
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, distributed, nn
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import fully_shard
from torch.nn.parallel import DistributedDataParallel
from transformers import AutoModelForCausalLM

from layer_gradients import LayerGradients, singular_values

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "examples/miniature/models/base"
DATA = ROOT / "examples/miniature/data/arithmetic_detailed_correct.json"
SAMPLES = 4
# Strata and PyTorch both compute in float32: each is off by up to 1e-5 of the largest value (docs: accuracy).
RELATIVE = 5e-5


def strata(*arguments: str | Path) -> str:
    """Standard output of a run of the program."""
    built = sorted(ROOT.glob(".build/*/strata"), key=lambda file: file.stat().st_mtime)
    program = os.environ.get("STRATA") or (built[-1] if built else None)
    if program is None:
        raise unittest.SkipTest("strata is not built; run `swift build -c release --product strata`")
    return subprocess.run([program, *arguments], check=True, capture_output=True, text=True).stdout


def sample_loss(model: nn.Module, tokenizer: Tokenizer, record: dict[str, str]) -> Tensor:
    """Mean cross entropy over the response's tokens, prompted as base models are."""
    prompt = record["instruction"] + "\n"
    ids = torch.tensor([tokenizer.encode(prompt + record["output"]).ids])
    labels = ids.clone()
    labels[:, : len(tokenizer.encode(prompt).ids)] = -100
    return model(input_ids=ids, labels=labels).loss


def lines(model: nn.Module, **options: str) -> list[dict]:
    """The lines of the first samples, as a training loop would write them."""
    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    records = json.loads(DATA.read_text(encoding="utf-8"))[:SAMPLES]
    found = []
    with LayerGradients(model, **options) as gradients:
        for record in records:
            loss = sample_loss(model, tokenizer, record)
            loss.backward()
            found.append(json.loads(gradients.line(record["instruction"], record["output"], loss)))
    return found


def load() -> nn.Module:
    """The miniature model in float32, with the attention that is written out."""
    return AutoModelForCausalLM.from_pretrained(MODEL, dtype=torch.float32, attn_implementation="eager").eval()


class AgainstStrata(unittest.TestCase):
    """The same numbers as Strata's own, to what float32 gives."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.output = Path(cls.folder.name) / "grads.jsonl"
        strata("compute", "--checkpoint", MODEL, "--data", DATA, "--output", cls.output, "--end", str(SAMPLES),
               "--shape", "gradient-unified")
        cls.expected = [json.loads(line) for line in cls.output.read_text(encoding="utf-8").splitlines()]
        cls.found = lines(load())

    def test_every_statistic(self) -> None:
        self.assertEqual(len(self.found), len(self.expected))
        for found, expected in zip(self.found, self.expected):
            self.assertEqual(found["instruction"], expected["instruction"])
            self.assertAlmostEqual(found["loss"] / expected["loss"], 1, delta=5e-6)
            names = [name for name in expected if name.startswith("model.layers.")]
            self.assertEqual({name for name in found if name.startswith("model.")}, set(names))
            for name in names:
                self.check(found[name], expected[name])

    def check(self, found: dict, expected: dict) -> None:
        allowed = RELATIVE * expected["S_list"][0]
        # Strata leaves out the last token, which predicts nothing: one more value here, and it is zero.
        self.assertIn(len(found["S_list"]) - len(expected["S_list"]), (0, 1))
        for one, other in zip_longest(found["S_list"], expected["S_list"], fillvalue=0):
            self.assertAlmostEqual(one, other, delta=allowed)
        self.assertAlmostEqual(found["frobenius_norm"], expected["frobenius_norm"], delta=allowed)
        self.assertAlmostEqual(found["S_min"], expected["S_min"], delta=allowed)
        # The mean of all elements is far smaller than they are; it can cancel.
        self.assertAlmostEqual(found["M_mean"], expected["M_mean"], delta=allowed * 1e-2)

    def test_import_reads_the_lines(self) -> None:
        place = Path(self.folder.name) / "grads_exp/math/mini/grads_arithmetic_with_cot_gpt4o.jsonl"
        place.parent.mkdir(parents=True)
        place.write_text("".join(json.dumps(line) + "\n" for line in self.found), encoding="utf-8")
        summary = json.loads(strata("import", place, "--output", Path(self.folder.name) / "study", "--json"))
        self.assertEqual((summary["samples"], summary["invalid"]), (SAMPLES, []))


class AgainstTheDenseGradient(unittest.TestCase):
    """What needs no Strata: the identity, wrappers, misuse."""

    def test_singular_values_of_both_sides(self) -> None:
        torch.manual_seed(1)
        for tokens in (3, 40):
            deltas, inputs = torch.randn(tokens, 8), torch.randn(tokens, 12)
            dense = torch.linalg.svdvals((deltas.T @ inputs).double())
            found = singular_values(deltas, inputs)
            torch.testing.assert_close(found, dense[: len(found)], rtol=1e-5, atol=1e-5)

    def test_names_lose_what_wrappers_add(self) -> None:
        wrapped = nn.ModuleDict({"module": nn.ModuleDict({"_orig_mod": nn.ModuleDict({
            "self_attn": nn.ModuleDict({"q_proj": nn.Linear(2, 2)})})})})
        self.assertEqual(list(LayerGradients(wrapped).layers), ["self_attn.q_proj"])

    def test_frozen_weights_have_the_same_gradients(self) -> None:
        free, frozen = load(), load()
        frozen.requires_grad_(False)
        frozen.enable_input_require_grads()
        self.assertEqual(lines(free), lines(frozen))

    def test_wrappers_change_nothing(self) -> None:
        expected = lines(load())
        with tempfile.TemporaryDirectory() as folder:
            distributed.init_process_group("gloo", init_method=f"file://{folder}/group", rank=0, world_size=1)
            try:
                self.assertEqual(lines(DistributedDataParallel(load())), expected)
                sharded = load()
                for layer in sharded.model.layers:
                    fully_shard(layer, mesh=init_device_mesh("cpu", (1,)))
                self.assertEqual(lines(fully_shard(sharded, mesh=init_device_mesh("cpu", (1,)))), expected)
            finally:
                distributed.destroy_process_group()

    def test_misuse_says_what_to_do(self) -> None:
        with self.assertRaisesRegex(ValueError, "no linear layer"):
            LayerGradients(nn.Linear(2, 2))
        layer = nn.ModuleDict({"q": nn.Linear(2, 2)})
        with LayerGradients(layer, pattern="q") as gradients:
            with self.assertRaisesRegex(RuntimeError, "call backward"):
                gradients.line("a", "b", 1.0)
            with self.assertRaisesRegex(ValueError, "one sample at a time"):
                layer["q"](torch.zeros(2, 3, 2))


if __name__ == "__main__":
    unittest.main()
