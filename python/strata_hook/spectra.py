"""Statistics of a gradient from its factors.

The gradient of a linear layer's weight for one sample is G = DᵀX: D the gradient of the layer's output, X its input, one
row a token. QR of either leaves a matrix of at most tokens × tokens with the singular values of G.
"""
from __future__ import annotations

import math

import torch
from torch import Tensor


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
