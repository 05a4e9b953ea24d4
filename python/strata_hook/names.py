"""Names of layers as checkpoints have them, whatever a loop has wrapped around the model."""
from __future__ import annotations

import re

from torch import nn

# What FSDP1, torch.compile, activation checkpointing and PEFT put into a layer's path and a checkpoint does not have.
WRAPPERS = {"_fsdp_wrapped_module", "_orig_mod", "_checkpoint_wrapped_module", "base_layer"}
# Layers that hold several projections, one after the other in their rows.
FUSED = {"qkv_proj": ("q_proj", "k_proj", "v_proj"), "gate_up_proj": ("gate_proj", "up_proj")}


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
