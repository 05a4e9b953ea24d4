"""The reference procedure in PyTorch: that of the papers."""
from __future__ import annotations

import torch

from .checkpoints import Sample

PROJECTIONS = ("q_proj", "k_proj", "v_proj", "o_proj")


def reference(model: torch.nn.Module, samples: list[Sample]) -> list[float]:
    """Sum of all nuclear norms of each sample: one sample at a time, forward and backward in Float, and a dense singular value
    decomposition, vectors included, of the gradient of every q, k, v and o weight. Other weights need no gradient, which
    favours the procedure."""
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(name.endswith("_proj.weight") and "self_attn" in name)
    sums = []
    for sample in samples:
        labels = torch.tensor([[-100] * sample.start + sample.ids[sample.start:]])
        model.zero_grad(set_to_none=True)
        model(torch.tensor([sample.ids]), labels=labels, use_cache=False).loss.backward()
        sums.append(sum(
            torch.linalg.svd(getattr(layer.self_attn, name).weight.grad, full_matrices=False).S.sum().item()
            for layer in model.model.layers for name in PROJECTIONS))
    model.zero_grad(set_to_none=True)
    model.requires_grad_(False)
    return sums
