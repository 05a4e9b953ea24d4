"""Checks strata_hook inside of all kinds of training loops, on the CPU, in one process."""
from __future__ import annotations

import functools
import json
import math
import unittest
import warnings

from support import RECORDS, Small, lines, load, plain, process_group, sample_loss

import torch
from torch import nn
from torch.distributed.algorithms._checkpoint.checkpoint_wrapper import apply_activation_checkpointing
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import FullyShardedDataParallel, fully_shard
from torch.distributed.fsdp.wrap import transformer_auto_wrap_policy
from torch.nn.parallel import DistributedDataParallel
from torch.utils.checkpoint import checkpoint

from strata_hook import LayerGradients


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

    def test_scalers(self) -> None:
        model, scaler = load(), torch.amp.GradScaler("cpu", init_scale=1024.0)
        with LayerGradients(model) as gradients:
            loss = sample_loss(model, RECORDS[0])
            scaler.scale(loss).backward()
            line = gradients.line(RECORDS[0]["instruction"], RECORDS[0]["output"], loss, scale=scaler.get_scale())
        self.assertEqual(json.loads(line), plain()[0])

    def test_accumulation(self) -> None:
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
        adapted = get_peft_model(load(), LoraConfig(r=4, target_modules=[f"{part}_proj" for part in "qkvo"])).eval()
        adapted.enable_input_require_grads()
        self.same(adapted)   # B begins at zero


if __name__ == "__main__":
    unittest.main()
