#!/usr/bin/env python3
"""Per-sample gradient spectra of linear layers in PyTorch, for those who already train on GPUs.

The gradient of a linear layer's weight for one sample is G = DᵀX, with D the gradient of the layer's output and X its
input, one row per token. Hooks catch both factors; QR of each leaves a matrix of at most tokens × tokens with the
singular values of G. So no weight gradient is formed, none is stored, and nothing is decomposed that is larger than the
text is long.

    with LayerGradients(model) as gradients:
        for index, record in enumerate(data):
            loss = mean_cross_entropy_over_the_response(model, record)     # one sample at a time
            loss.backward()
            print(gradients.line(record["instruction"], record["output"], loss, index=index), file=out)

Works on any `nn.Module`, under DDP and FSDP too: hooks see activations, which are never sharded, and parameters need no
gradient. Wrap the model first and give the wrapped one; each rank writes a file of its own. The lines are those of the
papers' published files, with `S_list`; `strata import` reads them. README.md says what to do in loops with accumulation,
mixed precision, checkpointing, compilation and sharding.

Needs torch, nothing else.
"""
from __future__ import annotations

import json
import math
import re
from types import TracebackType

import torch
from torch import Tensor, nn

# What FSDP1, torch.compile, activation checkpointing and PEFT put into a layer's path and a checkpoint does not have.
WRAPPERS = {"_fsdp_wrapped_module", "_orig_mod", "_checkpoint_wrapped_module", "base_layer"}
# Layers that hold several projections, one after the other in their rows.
FUSED = {"qkv_proj": ("q_proj", "k_proj", "v_proj"), "gate_up_proj": ("gate_proj", "up_proj")}


class LayerGradients:
    """Catches the factors of every linear layer whose name matches, and turns them into published lines.

    `pattern` is searched for in names as a checkpoint has them (`model.layers.0.self_attn.q_proj`). A fused layer is
    taken for the projections that it holds.

    One sample per backward pass: with a batch, tokens of all samples would be added into one gradient. Inputs with a
    batch dimension of one are accepted. Whatever runs without gradients inside of the `with` is not looked at.
    """

    def __init__(self, model: nn.Module, pattern: str = r"self_attn\.[qkvo]_proj$") -> None:
        modules = dict(model.named_modules())
        self.layers: dict[str, nn.Linear] = {}
        # Of every layer: the projections that are wanted, and the rows of the weight that they are.
        self.parts: dict[str, dict[str, slice]] = {}
        for path, layer in modules.items():
            name = unwrapped(path, modules)
            block, _, last = name.rpartition(".")
            parts = [f"{block}.{part}".lstrip(".") for part in FUSED.get(last, (last,))]
            wanted = [bool(re.search(pattern, part)) for part in parts]
            if not isinstance(layer, nn.Linear) or not any(wanted):
                continue
            if name in self.layers:
                raise ValueError(f"two layers are called {name} without their wrappers; give the model that holds one")
            ranges = fused_rows(path, modules) if last in FUSED else [slice(None)]
            self.layers[name] = layer
            self.parts[name] = {part: rows for part, rows, take in zip(parts, ranges, wanted) if take}
        if not self.layers:
            raise ValueError(f"no linear layer has a name that matches {pattern!r}")
        self.factors: dict[str, tuple[Tensor, Tensor]] = {}
        self._passes: dict[str, int] = {}
        self._hooks: list[torch.utils.hooks.RemovableHandle] = []

    def __enter__(self) -> LayerGradients:
        self.discard()
        for name, layer in self.layers.items():
            self._hooks.append(layer.register_forward_hook(self._catch_input(name)))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        for hook in self._hooks:
            hook.remove()
        self._hooks.clear()

    def _catch_input(self, name: str):
        @torch.compiler.disable
        def hook(_: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
            # Compiled code may keep a hook that was removed; no backward pass follows without gradients.
            if not self._hooks or not torch.is_grad_enabled():
                return
            if not output.requires_grad:
                raise RuntimeError(f"{name}: its output needs no gradient. Let the embeddings' output require one "
                                   "(model.enable_input_require_grads() in transformers) if all weights are frozen.")
            # Under autocast the layer multiplies its input in the output's type, and so does autograd.
            kept = rows(name, inputs[0]).detach().to(output.dtype)
            version = kept._version

            def catch(gradient: Tensor) -> None:
                if kept._version != version:
                    raise RuntimeError(f"{name}: its input was changed in place after the layer had read it")
                self._keep(name, rows(name, gradient).detach(), kept)

            # Each forward pass has its own input here: which backward pass comes first does not matter.
            output.register_hook(catch)

        return hook

    def _keep(self, name: str, deltas: Tensor, inputs: Tensor) -> None:
        current = torch._C._current_graph_task_id()
        if name in self.factors:
            raise RuntimeError(
                f"{name}: used twice in one backward pass, by a model that shares the layer or by a loss of two "
                "forward passes. Its gradient is a sum, not one sample's: leave the layer out, or the second pass."
                if self._passes[name] == current else
                f"{name}: a second backward() before line(). Call line(), or discard(), after each: one line is one "
                "sample. Batches are trained on outside of the `with`.")
        self.factors[name] = (deltas, inputs)
        self._passes[name] = current

    def discard(self) -> None:
        """Forgets the last backward pass: one that failed, or whose sample is not wanted."""
        self.factors.clear()
        self._passes = {}

    def line(self, instruction: str, output: str, loss: Tensor | float, *, index: int | None = None,
             scale: float = 1.0) -> str:
        """One line of the published format for the sample of the last backward pass.

        `loss` is the sample's loss itself, `scale` what it was multiplied by before backward() (1/8 for `loss / 8`,
        `scaler.get_scale()`): all statistics are linear in it and are divided by it. `index` is the sample's position
        in the data file, from 0. Gradients that overflowed give NaN.
        """
        if not (math.isfinite(scale) and scale > 0):
            raise ValueError(f"scale is {scale}; it must be what the loss was multiplied by, above 0")
        if index is not None and (type(index) is not int or index < 0):
            raise ValueError(f"index is {index!r}; it must be a position in the data file, an int from 0")
        missing = sorted(set(self.layers) - set(self.factors), key=natural)
        if missing:
            raise RuntimeError(
                f"no gradient reached {', '.join(missing)}. Call backward() before line(), and the forward pass inside "
                "of the `with` and with gradients. A model that was compiled and run before the `with` does not see it; "
                "reentrant checkpointing gives none unless the embeddings' output requires one.")
        record: dict[str, object] = {} if index is None else {"index": index}
        value = loss.item() if isinstance(loss, Tensor) else loss
        record |= {"instruction": instruction, "output": output, "loss": value}
        for name in sorted(self.layers, key=natural):
            deltas, inputs = map(double, self.factors[name])
            for part, part_rows in self.parts[name].items():
                record[f"{part}.weight"] = statistics(deltas[:, part_rows] / scale, inputs)
        self.discard()
        return json.dumps(record)


def statistics(deltas: Tensor, inputs: Tensor) -> dict[str, object]:
    """What a published line says of G = deltasᵀ inputs, both [tokens × features] in float64."""
    sides = (deltas.shape[1], inputs.shape[1])
    values = singular_values(deltas, inputs)
    # Beyond the last token's the singular values are exactly 0: with few tokens, so is the smallest.
    is_last = len(values) == min(sides) or bool(values.isnan().any())
    return {"M_mean": (deltas.sum(1) @ inputs.sum(1) / math.prod(sides)).item(),
            "frobenius_norm": values.norm().item(), "S_list": values.tolist(),
            "S_min": values[-1].item() if is_last else 0.0}


def singular_values(deltas: Tensor, inputs: Tensor) -> Tensor:
    """All min(tokens, rows, columns) singular values of G = deltasᵀ inputs, largest first; NaN if G is not finite."""
    deltas, inputs = double(deltas), double(inputs)
    if not (deltas.isfinite().all() and inputs.isfinite().all()):
        return torch.full((min(*deltas.shape, inputs.shape[1]),), math.nan)
    return torch.linalg.svdvals(reduced(deltas).T @ reduced(inputs))


def reduced(factor: Tensor) -> Tensor:
    """The factor [tokens × features] with as few columns as carry its spectrum: R of its transpose, transposed."""
    tokens, features = factor.shape
    return torch.linalg.qr(factor.T, mode="r").R.T if tokens < features else factor


def double(factor: Tensor) -> Tensor:
    """In float64, whatever the loop computes in: it costs little in a small matrix, and keeps the spectrum's tail."""
    return factor.detach().to(torch.float64)


def rows(name: str, activation: Tensor) -> Tensor:
    """[tokens × features] of an activation that may have a batch dimension of one."""
    if activation.dim() > 2 and math.prod(activation.shape[:-2]) != 1:
        raise ValueError(f"{name}: a batch of {math.prod(activation.shape[:-2])} samples; give one sample at a time")
    return activation.reshape(-1, activation.shape[-1])


def unwrapped(path: str, modules: dict[str, nn.Module]) -> str:
    """The path of a layer without what wrappers put into it.

    DDP's `module` could be a model's own word; only a wrapper has no other child.
    """
    parts = path.split(".")
    alone = [len(modules[".".join(parts[:place])]._modules) == 1 for place in range(len(parts))]
    kept = [part for part, only in zip(parts, alone) if part not in WRAPPERS and not (part == "module" and only)]
    return ".".join(kept).removeprefix("base_model.model.")   # PEFT's


def fused_rows(path: str, modules: dict[str, nn.Module]) -> list[slice]:
    """The rows of each projection in a fused layer, by the heads that the nearest `config` above it tells."""
    count = modules[path].out_features
    parts = path.split(".")
    if "gate_up_proj" in parts:
        sizes = [count // 2] * 2
    else:
        above = (modules[".".join(parts[:place])] for place in reversed(range(len(parts))))
        config = next((module.config for module in above if hasattr(module, "config")), None)
        heads = getattr(config, "num_attention_heads", 0)
        shared = getattr(config, "num_key_value_heads", None) or heads
        width = getattr(config, "head_dim", None) or getattr(config, "hidden_size", 0) // max(heads, 1)
        sizes = [heads * width, shared * width, shared * width]
    if sum(sizes) != count:
        raise ValueError(f"{path}: cannot tell its {count} rows apart; the model's config says {sizes}")
    return [slice(sum(sizes[:place]), sum(sizes[: place + 1])) for place in range(len(sizes))]


def natural(name: str) -> list[int | str]:
    """Sort key by which layer 10 comes after layer 9."""
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]
