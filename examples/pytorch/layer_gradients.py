#!/usr/bin/env python3
"""Per-sample gradient spectra of linear layers in PyTorch, for those who already train on GPUs.

The gradient of a linear layer's weight for one sample is G = DᵀX, with D the gradient of the layer's output and X its
input, one row per token. Hooks catch both factors; QR of each leaves a matrix of at most tokens × tokens with the
singular values of G. So no weight gradient is formed, none is stored, and nothing is decomposed that is larger than the
text is long.

    with LayerGradients(model, pattern=r"self_attn\\.[qkvo]_proj$") as gradients:
        for record in data:
            loss = mean_cross_entropy_over_the_response(model, record)     # one sample at a time
            loss.backward()
            writer.write(gradients.line(record["instruction"], record["output"], loss))

Works on any `nn.Module`, under DistributedDataParallel and FullyShardedDataParallel too: hooks see activations, which are
never sharded, and parameters need no gradient. Wrap the model first and give the wrapped one; each rank writes a file of
its own. The lines are those of the papers' published files, with `S_list`; `strata import` reads them.

Needs torch 2.1 or newer, nothing else.
"""
from __future__ import annotations

import json
import re
from types import TracebackType

import torch
from torch import Tensor, nn

# What wrappers put into a parameter's path and a checkpoint does not have.
WRAPPERS = re.compile(r"(^|\.)(module|_fsdp_wrapped_module|_checkpoint_wrapped_module|_orig_mod)(?=\.)")


def reduced(factor: Tensor) -> Tensor:
    """The factor [tokens × features] with as few columns as carry its spectrum: R of QR of its transpose, transposed.

    float64 costs little here, since the matrix is small, and keeps the tail of the spectrum.
    """
    factor = factor.detach().to(torch.float64)
    tokens, features = factor.shape
    return torch.linalg.qr(factor.T, mode="r").R.T if tokens < features else factor


def singular_values(deltas: Tensor, inputs: Tensor) -> Tensor:
    """All min(tokens, rows, columns) singular values of G = deltasᵀ inputs, largest first."""
    return torch.linalg.svdvals(reduced(deltas).T @ reduced(inputs))


class LayerGradients:
    """Catches the factors of every linear layer whose name matches, and turns them into published lines.

    One sample per backward pass: with a batch, tokens of all samples would be added into one gradient. Inputs with a
    batch dimension of one are accepted.
    """

    def __init__(self, model: nn.Module, pattern: str = r"self_attn\.[qkvo]_proj$") -> None:
        self.layers = {WRAPPERS.sub(r"\1", name).lstrip("."): layer for name, layer in model.named_modules()
                       if isinstance(layer, nn.Linear) and re.search(pattern, name)}
        if not self.layers:
            raise ValueError(f"no linear layer has a name that matches {pattern!r}")
        self.factors: dict[str, tuple[Tensor, Tensor]] = {}
        self._inputs: dict[str, Tensor] = {}
        self._hooks: list[torch.utils.hooks.RemovableHandle] = []

    def __enter__(self) -> LayerGradients:
        for name, layer in self.layers.items():
            self._hooks.append(layer.register_forward_hook(self._keep_input(name)))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        for hook in self._hooks:
            hook.remove()
        self._hooks.clear()
        self._inputs.clear()

    def _keep_input(self, name: str):
        def hook(_: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
            if not output.requires_grad:
                raise RuntimeError(f"{name}: its output needs no gradient. Let the embeddings' output require one "
                                   "(model.enable_input_require_grads() in transformers) if all weights are frozen.")
            self._inputs[name] = rows(name, inputs[0]).detach()
            output.register_hook(lambda gradient: self._keep_factors(name, gradient))

        return hook

    def _keep_factors(self, name: str, gradient: Tensor) -> None:
        self.factors[name] = (rows(name, gradient).detach(), self._inputs.pop(name))

    def line(self, instruction: str, output: str, loss: Tensor | float) -> str:
        """One line of the published format for the sample of the last backward pass."""
        if len(self.factors) < len(self.layers):
            missing = sorted(set(self.layers) - set(self.factors))
            raise RuntimeError(f"no gradient reached {', '.join(missing)}: call backward() before line()")
        value = loss.item() if isinstance(loss, Tensor) else loss
        record: dict[str, object] = {"instruction": instruction, "output": output, "loss": value}
        for name in sorted(self.factors, key=natural):
            deltas, inputs = self.factors[name]
            values = singular_values(deltas, inputs)
            mean = (deltas.double().sum(1) @ inputs.double().sum(1)) / (deltas.shape[1] * inputs.shape[1])
            # Beyond the last token's the singular values are exactly 0: with few tokens, so is the smallest.
            smallest = values[-1].item() if len(values) == min(deltas.shape[1], inputs.shape[1]) else 0.0
            record[f"{name}.weight"] = {"M_mean": mean.item(), "frobenius_norm": values.norm().item(),
                                        "S_list": values.tolist(), "S_min": smallest}
        self.factors.clear()
        return json.dumps(record)


def rows(name: str, activation: Tensor) -> Tensor:
    """[tokens × features] of an activation that may have a batch dimension of one."""
    if activation.dim() == 3 and activation.shape[0] != 1:
        raise ValueError(f"{name}: a batch of {activation.shape[0]} samples; give one sample at a time")
    return activation.reshape(-1, activation.shape[-1])


def natural(name: str) -> list[int | str]:
    """Sort key by which layer 10 comes after layer 9."""
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]
