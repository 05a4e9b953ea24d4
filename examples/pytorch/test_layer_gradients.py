#!/usr/bin/env python3
"""Checks layer_gradients.py on the CPU: against `strata compute`, and inside of all kinds of training loops.

    swift build -c release --product strata
    python -m unittest discover examples/pytorch

Needs torch, transformers, tokenizers and safetensors (examples/miniature/recipe/requirements.txt), and a built
`strata`: the one that STRATA names, or else the newest under .build. What is missing is named, and its tests are skipped.
"""
from __future__ import annotations

import contextlib
import functools
import json
import math
import os
import subprocess
import tempfile
import unittest
import warnings
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

try:
    import torch
    from tokenizers import Tokenizer
    from torch import Tensor, distributed, nn
    from torch.distributed.algorithms._checkpoint.checkpoint_wrapper import apply_activation_checkpointing
    from torch.distributed.device_mesh import init_device_mesh
    from torch.distributed.fsdp import FullyShardedDataParallel, fully_shard
    from torch.distributed.fsdp.wrap import transformer_auto_wrap_policy
    from torch.nn.parallel import DistributedDataParallel
    from torch.utils.checkpoint import checkpoint
    from transformers import AutoModelForCausalLM, Phi3Config, Phi3ForCausalLM
    from transformers.utils import logging
except ModuleNotFoundError as error:
    raise unittest.SkipTest(f"{error.name} is not installed; "
                            "run `pip install -r examples/miniature/recipe/requirements.txt`") from error

from layer_gradients import LayerGradients, singular_values

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "examples/miniature/models/base"
DATA = ROOT / "examples/miniature/data/arithmetic_detailed_correct.json"
SHORT = ROOT / "examples/miniature/data/arithmetic_none_correct.json"
SAMPLES = 4
# Strata and PyTorch both compute in float32: each is off by up to 1e-5 of the largest value (docs: accuracy).
RELATIVE = 5e-5
# A loss is a logarithm of a sum of exponentials less a logit, both about 10: float32 rounds each by up to 5e-7, however
# small their difference is. The losses here are about 0.03.
LOSS_ROUNDING = 1e-6

TOKENIZER = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
RECORDS = json.loads(SHORT.read_text(encoding="utf-8"))[:2]
logging.disable_progress_bar()
warnings.filterwarnings("ignore", category=FutureWarning)


def strata(*arguments: str | Path) -> str:
    """Standard output of a run of the program."""
    built = sorted(ROOT.glob(".build/*/strata"), key=lambda file: file.stat().st_mtime)
    program = os.environ.get("STRATA") or (built[-1] if built else None)
    if program is None:
        raise unittest.SkipTest("strata is not built; run `swift build -c release --product strata`")
    return subprocess.run([program, *arguments], check=True, capture_output=True, text=True).stdout


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


class AgainstStrata(unittest.TestCase):
    """The same numbers as Strata's own, to what float32 gives."""

    @classmethod
    def setUpClass(cls) -> None:
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder) / "grads.jsonl"
            strata("compute", "--checkpoint", MODEL, "--data", DATA, "--output", output, "--end", str(SAMPLES),
                   "--shape", "gradient-unified")
            cls.expected = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
        cls.found = lines(load(), json.loads(DATA.read_text(encoding="utf-8"))[:SAMPLES])

    def test_every_statistic(self) -> None:
        self.assertEqual(len(self.found), len(self.expected))
        for found, expected in zip(self.found, self.expected):
            self.assertEqual(found["instruction"], expected["instruction"])
            self.assertAlmostEqual(found["loss"], expected["loss"], delta=LOSS_ROUNDING + 5e-6 * expected["loss"])
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
        summary = imported(self.found)
        self.assertEqual((summary["samples"], summary["invalid"]), (SAMPLES, []))

    def test_import_takes_repeated_samples_by_their_index(self) -> None:
        twice = [{"index": place} | self.found[0] for place in (7, 2)]
        self.assertEqual(imported(twice)["samples"], 2)
        with self.assertRaises(subprocess.CalledProcessError):
            imported([self.found[0]] * 2)

    def test_import_takes_overflow(self) -> None:
        model = load()
        with LayerGradients(model) as gradients:
            loss = sample_loss(model, RECORDS[0]) * math.nan
            loss.backward()
            line = json.loads(gradients.line("a", "b", loss))
        statistics = line["model.layers.0.self_attn.q_proj.weight"]
        self.assertTrue(math.isnan(statistics["frobenius_norm"]) and math.isnan(statistics["S_min"]))
        self.assertEqual(imported([line, self.found[0]])["samples"], 2)

    def test_import_knows_the_parts_of_fused_layers(self) -> None:
        names = r"(self_attn\.[qkvo]|mlp\.(gate|up|down))_proj$"
        self.assertEqual(imported([phi3_line(phi3(), names)])["samples"], 1)


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


class AgainstTheDenseGradient(unittest.TestCase):
    """The identity, for plain and fused layers and in any precision."""

    def test_singular_values_of_both_sides(self) -> None:
        torch.manual_seed(1)
        for tokens in (3, 40):
            deltas, inputs = torch.randn(tokens, 8), torch.randn(tokens, 12)
            dense = torch.linalg.svdvals(deltas.double().T @ inputs.double())
            found = singular_values(deltas, inputs)
            torch.testing.assert_close(found, dense[: len(found)], rtol=1e-12, atol=1e-12)

    def test_fused_layers_are_written_as_their_projections(self) -> None:
        model = phi3()
        line = phi3_line(model, r"(self_attn\.[qkvo]|mlp\.(gate|up|down))_proj$")
        for number, layer in enumerate(model.model.layers):
            attention, mlp = layer.self_attn, layer.mlp
            dense = dict(zip("qkv", attention.qkv_proj.weight.grad.split([16, 8, 8])))
            dense |= zip(("gate", "up"), mlp.gate_up_proj.weight.grad.split([12, 12]))
            dense |= {"o": attention.o_proj.weight.grad, "down": mlp.down_proj.weight.grad}
            for part, gradient in dense.items():
                block = "self_attn" if part in "qkvo" else "mlp"
                found = line.pop(f"model.layers.{number}.{block}.{part}_proj.weight")
                expected = torch.linalg.svdvals(gradient.double())[: len(found["S_list"])]
                torch.testing.assert_close(torch.tensor(found["S_list"]).double(), expected, rtol=1e-5, atol=1e-6)
                self.assertAlmostEqual(found["M_mean"], gradient.double().mean().item(), places=7)
        self.assertEqual(set(line), {"instruction", "output", "loss"})

    def test_a_pattern_takes_one_part_of_a_fused_layer(self) -> None:
        names = [name for name in phi3_line(phi3(), r"self_attn\.k_proj$") if name.startswith("model")]
        self.assertEqual(names, [f"model.layers.{layer}.self_attn.k_proj.weight" for layer in (0, 1)])

    def test_fused_layers_without_heads_are_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "self_attn.qkv_proj: cannot tell its 6 rows apart"):
            LayerGradients(nn.ModuleDict({"self_attn": nn.ModuleDict({"qkv_proj": nn.Linear(2, 6)})}))

    def test_reduced_precision_has_the_factors_that_autograd_had(self) -> None:
        torch.manual_seed(1)
        inputs = torch.randn(1, 1, 5)
        # One token: the gradient is the product of two rows, which bfloat16 rounds once.
        for dtype, autocast in ((torch.float32, True), (torch.bfloat16, False)):
            model = Small().to(dtype)
            with LayerGradients(model) as gradients, torch.autocast("cpu", torch.bfloat16, enabled=autocast):
                model(inputs.to(dtype)).backward()
                (deltas, kept), = gradients.factors.values()
                torch.testing.assert_close((deltas.T @ kept).to(dtype), model.self_attn["q_proj"].weight.grad,
                                           rtol=0, atol=0)
                line = json.loads(gradients.line("a", "b", 1.0))
            exact = deltas.double().norm() * kept.double().norm()
            self.assertAlmostEqual(line["self_attn.q_proj.weight"]["frobenius_norm"] / exact.item(), 1, places=12)


class InsideOfLoops(unittest.TestCase):
    """What is around a model or beside a sample changes no number, or is refused."""

    def same(self, model: nn.Module) -> None:
        self.assertEqual(lines(model), plain())

    def test_frozen_weights(self) -> None:
        frozen = load().requires_grad_(False)
        with self.assertRaisesRegex(RuntimeError, "enable_input_require_grads"):
            lines(frozen)
        frozen.enable_input_require_grads()
        self.same(frozen)

    def test_accumulation_and_scalers(self) -> None:
        model = load()
        with LayerGradients(model) as gradients:
            for record, expected in zip(RECORDS, plain()):
                loss = sample_loss(model, record)
                (loss / 8).backward()
                line = gradients.line(record["instruction"], record["output"], loss, scale=1 / 8)
                self.assertEqual(json.loads(line), expected)
            for scale in (0, -1, math.nan, math.inf):
                with self.assertRaisesRegex(ValueError, "scale is"):
                    gradients.line("a", "b", 1.0, scale=scale)

    def test_evaluation_in_between(self) -> None:
        model = load()
        with LayerGradients(model) as gradients:
            loss = sample_loss(model, RECORDS[0])
            for mode in (torch.no_grad(), torch.inference_mode()):
                with mode:
                    model(input_ids=torch.ones(3, 9, dtype=torch.long))
            loss.backward()
            with torch.no_grad():
                sample_loss(model, RECORDS[1])
            line = gradients.line(RECORDS[0]["instruction"], RECORDS[0]["output"], loss)
        self.assertEqual(json.loads(line), plain()[0])

    def test_several_forward_passes_keep_their_inputs(self) -> None:
        model = load()
        with LayerGradients(model) as gradients:
            losses = [sample_loss(model, record) for record in RECORDS[:2]]
            for place in (1, 0):
                losses[place].backward()
                line = gradients.line(RECORDS[place]["instruction"], RECORDS[place]["output"], losses[place])
                self.assertEqual(json.loads(line), plain()[place])

    def test_two_backward_passes_need_two_lines(self) -> None:
        model, inputs = Small(), torch.ones(1, 3, 5)
        with LayerGradients(model) as gradients:
            model(inputs).backward()
            with self.assertRaisesRegex(RuntimeError, r"self_attn.q_proj: a second backward\(\) before line"):
                model(inputs).backward()
            gradients.discard()
            model(inputs * 2).backward()
            gradients.line("a", "b", 1.0)

    def test_a_layer_used_twice(self) -> None:
        inputs = torch.ones(1, 3, 5)
        shared, pair = Small(uses=2), Small()
        with LayerGradients(shared), self.assertRaisesRegex(RuntimeError, "self_attn.q_proj: used twice in one"):
            shared(inputs).backward()
        with LayerGradients(pair), self.assertRaisesRegex(RuntimeError, "self_attn.q_proj: used twice in one"):
            (pair(inputs) - pair(inputs * 2)).backward()

    def test_gradient_checkpointing(self) -> None:
        for reentrant in (False, True):
            model = load()
            model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": reentrant})
            self.same(model.train())   # the model has no dropout
        model = load()
        kind = type(model.model.layers[0])
        apply_activation_checkpointing(model, check_fn=lambda layer: isinstance(layer, kind))
        self.same(model)

    def test_reentrant_checkpointing_without_gradients_to_its_inputs(self) -> None:
        model, factor = Small(), nn.Parameter(torch.ones(()))
        with LayerGradients(model) as gradients, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            (checkpoint(model, torch.ones(1, 3, 5), use_reentrant=True) * factor).backward()
            with self.assertRaisesRegex(RuntimeError, "reentrant checkpointing gives none unless"):
                gradients.line("a", "b", 1.0)

    def test_compiled_models(self) -> None:
        for compiled in (self.compiled_layers(), torch.compile(load(), backend="aot_eager")):
            sample_loss(compiled, RECORDS[0])
            with self.assertRaisesRegex(RuntimeError, "compiled and run before the `with`"):
                lines(compiled)
            with torch.compiler.set_stance("force_eager"):
                self.same(compiled)

    def test_models_compiled_inside(self) -> None:
        for found, expected in zip(lines(self.compiled_layers()), plain()):
            self.assertEqual(list(found), list(expected))
            for name in set(found) - {"instruction", "output", "loss"}:
                # The compiler rounds elsewhere.
                self.assertAlmostEqual(found[name]["frobenius_norm"] / expected[name]["frobenius_norm"], 1, places=4)

    def compiled_layers(self) -> nn.Module:
        # What was compiled before is kept by code, not by model.
        torch.compiler.reset()
        self.addCleanup(torch.compiler.reset)
        model = load()
        for number, layer in enumerate(model.model.layers):
            model.model.layers[number] = torch.compile(layer, backend="aot_eager")
        return model

    def test_ddp(self) -> None:
        with process_group():
            self.same(DistributedDataParallel(load()))

    def test_fsdp1(self) -> None:
        model = load()
        policy = functools.partial(transformer_auto_wrap_policy, transformer_layer_cls={type(model.model.layers[0])})
        with process_group():
            for options in ({"auto_wrap_policy": policy, "use_orig_params": True}, {"use_orig_params": False}):
                self.same(FullyShardedDataParallel(load(), device_id=torch.device("cpu"), **options))

    def test_fsdp2(self) -> None:
        model = load()
        with process_group():
            mesh = init_device_mesh("cpu", (1,))
            for layer in model.model.layers:
                fully_shard(layer, mesh=mesh)
            self.same(fully_shard(model, mesh=mesh))

    def test_lora(self) -> None:
        try:
            from peft import LoraConfig, get_peft_model
        except ModuleNotFoundError as error:
            self.skipTest(f"{error.name} is not installed; run `pip install peft`")
        adapted = get_peft_model(load(), LoraConfig(r=4, target_modules=["q_proj", "k_proj", "v_proj", "o_proj"])).eval()
        adapted.enable_input_require_grads()
        self.same(adapted)   # B begins at zero

    def test_wrappers_anywhere_in_a_name(self) -> None:
        deep = "_orig_mod.module.model.layers.0._checkpoint_wrapped_module._fsdp_wrapped_module.self_attn.q_proj"
        for path in (deep, deep + ".base_layer", "module." + deep, deep.replace("layers.0.", "layers.0.module."),
                     "base_model.model." + deep):
            model = nn.Linear(2, 2)
            for part in reversed(path.split(".")):
                model = nn.ModuleDict({part: model})
            self.assertEqual(list(LayerGradients(model).layers), ["model.layers.0.self_attn.q_proj"], path)

    def test_a_word_of_the_model_is_no_wrapper(self) -> None:
        attention = nn.ModuleDict({"q_proj": nn.Linear(2, 2)})
        model = nn.ModuleDict({"module": nn.ModuleDict({"self_attn": attention}), "head": nn.Linear(2, 2)})
        self.assertEqual(list(LayerGradients(model).layers), ["module.self_attn.q_proj"])

    def test_two_layers_of_one_name_are_refused(self) -> None:
        attention = nn.ModuleDict({"q_proj": nn.Linear(2, 2)})
        model = nn.ModuleDict({"self_attn": attention, "_orig_mod": nn.ModuleDict({
            "self_attn": nn.ModuleDict({"q_proj": nn.Linear(2, 2)})})})
        with self.assertRaisesRegex(ValueError, "two layers are called self_attn.q_proj"):
            LayerGradients(model)

    def test_misuse_says_what_to_do(self) -> None:
        with self.assertRaisesRegex(ValueError, "no linear layer"):
            LayerGradients(nn.Linear(2, 2))
        model = Small()
        with LayerGradients(model) as gradients:
            with self.assertRaisesRegex(RuntimeError, "Call backward"):
                gradients.line("a", "b", 1.0)
            with self.assertRaisesRegex(ValueError, "one sample at a time"):
                model(torch.zeros(2, 3, 5))
            for index in (-1, True, "3"):
                with self.assertRaisesRegex(ValueError, "index is"):
                    gradients.line("a", "b", 1.0, index=index)

    def test_inputs_that_change_before_the_backward_pass(self) -> None:
        model = Small().requires_grad_(False)   # autograd keeps no input that it could miss
        inputs = torch.ones(1, 3, 5, requires_grad=True) * 1
        with LayerGradients(model), self.assertRaisesRegex(RuntimeError, "q_proj: its input was changed in place"):
            loss = model.self_attn["q_proj"](inputs).sum()
            inputs.add_(1)
            loss.backward()


if __name__ == "__main__":
    unittest.main()
