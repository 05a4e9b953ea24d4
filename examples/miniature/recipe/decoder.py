"""The Llama decoder in plain float64 PyTorch, for reference values that no float32 step has touched."""
from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional


class Decoder:
    """A model folder, read once; its weights ask for gradients."""

    def __init__(self, folder: Path) -> None:
        self.config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.weights = {name: value.double().requires_grad_()
                        for name, value in load_file(folder / "model.safetensors").items()}

    def loss(self, ids: list[int], start: int) -> Tensor:
        """Mean cross entropy of the tokens from `start` on, each predicted from all tokens before it."""
        log = functional.log_softmax(self.logits(torch.tensor(ids)), dim=-1)
        return -torch.stack([log[place - 1, ids[place]] for place in range(max(start, 1), len(ids))]).mean()

    def logits(self, ids: Tensor) -> Tensor:
        """One row of logits per token."""
        embedding = self.weights["model.embed_tokens.weight"]
        state = embedding[ids]
        for layer in range(self.config["num_hidden_layers"]):
            prefix = f"model.layers.{layer}."
            state = state + self._attention(prefix, self._norm(state, prefix + "input_layernorm.weight"))
            state = state + self._mlp(prefix, self._norm(state, prefix + "post_attention_layernorm.weight"))
        return self._norm(state, "model.norm.weight") @ embedding.T

    def _norm(self, state: Tensor, name: str) -> Tensor:
        scale = (state.square().mean(-1, keepdim=True) + self.config["rms_norm_eps"]).rsqrt()
        return state * scale * self.weights[name]

    def _linear(self, name: str, state: Tensor) -> Tensor:
        return state @ self.weights[name + ".weight"].T

    def _mlp(self, prefix: str, state: Tensor) -> Tensor:
        gate = functional.silu(self._linear(prefix + "mlp.gate_proj", state))
        return self._linear(prefix + "mlp.down_proj", gate * self._linear(prefix + "mlp.up_proj", state))

    def _attention(self, prefix: str, state: Tensor) -> Tensor:
        length, size = len(state), self.config["head_dim"]
        queries, keys, values = (
            self._linear(f"{prefix}self_attn.{name}_proj", state).view(length, -1, size).transpose(0, 1) for name in "qkv")
        group = len(queries) // len(keys)
        keys, values = (part.repeat_interleave(group, 0) for part in (self._rotate(keys), values))
        scores = self._rotate(queries) @ keys.transpose(1, 2) / size**0.5
        future = torch.ones(length, length, dtype=torch.bool).triu(1)
        mixed = scores.masked_fill(future, -torch.inf).softmax(-1) @ values
        return self._linear(prefix + "self_attn.o_proj", mixed.transpose(0, 1).reshape(length, -1))

    def _rotate(self, heads: Tensor) -> Tensor:
        """Rotary positions: entry i of a head turns together with entry i + size/2."""
        length, size = heads.shape[1:]
        theta = self.config["rope_parameters"]["rope_theta"]
        angles = torch.outer(torch.arange(length).double(), theta ** (-torch.arange(0, size, 2).double() / size))
        first, second = heads.chunk(2, -1)
        return torch.cat([first * angles.cos() - second * angles.sin(), second * angles.cos() + first * angles.sin()], -1)
