"""Checks strata_hook against dense gradients: the identity, precision, fused layers, names, misuse."""
from __future__ import annotations

import json
import unittest

from support import Small, phi3, phi3_line

import torch
from torch import nn

from strata_hook import LayerGradients, singular_values


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


class NamesAndMisuse(unittest.TestCase):
    """Wrappers leave names; what cannot be right says what to do."""

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
