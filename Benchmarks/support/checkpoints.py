"""Checkpoints of published shapes with random weights, and samples of a given length."""
from __future__ import annotations

import json
import math
import random
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer

from .measure import ROOT

MINIATURE = ROOT / "examples/miniature/models/base"


@dataclass(frozen=True)
class Shape:
    """Sizes of a decoder, as its published config.json has them."""

    family: str
    hidden: int
    intermediate: int
    heads: int
    key_value_heads: int
    vocabulary: int
    theta: float
    tied: bool

    @property
    def head(self) -> int:
        return self.hidden // self.heads

    def config(self, layers: int) -> dict[str, object]:
        """The config.json of a checkpoint of so many layers."""
        architecture = {"qwen2": "Qwen2ForCausalLM", "llama": "LlamaForCausalLM"}[self.family]
        return {
            "architectures": [architecture], "model_type": self.family, "hidden_size": self.hidden, "num_hidden_layers": layers,
            "intermediate_size": self.intermediate, "num_attention_heads": self.heads, "num_key_value_heads": self.key_value_heads,
            "vocab_size": self.vocabulary, "tie_word_embeddings": self.tied, "rope_theta": self.theta, "rms_norm_eps": 1e-6,
            "max_position_embeddings": 4096, "hidden_act": "silu", "torch_dtype": "bfloat16",
        }

    def layer(self, index: int) -> dict[str, tuple[int, ...]]:
        """Names and shapes of a layer's parameters."""
        width, narrow = self.heads * self.head, self.key_value_heads * self.head
        shapes: dict[str, tuple[int, ...]] = {
            "self_attn.q_proj.weight": (width, self.hidden), "self_attn.k_proj.weight": (narrow, self.hidden),
            "self_attn.v_proj.weight": (narrow, self.hidden), "self_attn.o_proj.weight": (self.hidden, width),
            "mlp.gate_proj.weight": (self.intermediate, self.hidden), "mlp.up_proj.weight": (self.intermediate, self.hidden),
            "mlp.down_proj.weight": (self.hidden, self.intermediate),
            "input_layernorm.weight": (self.hidden,), "post_attention_layernorm.weight": (self.hidden,),
        }
        if self.family == "qwen2":
            shapes |= {f"self_attn.{name}_proj.bias": (size,) for name, size in (("q", width), ("k", narrow), ("v", narrow))}
        return {f"model.layers.{index}.{name}": shape for name, shape in shapes.items()}

    def ends(self) -> dict[str, tuple[int, ...]]:
        """Names and shapes of the parameters outside of the layers."""
        shapes: dict[str, tuple[int, ...]] = {"model.embed_tokens.weight": (self.vocabulary, self.hidden), "model.norm.weight": (self.hidden,)}
        return shapes if self.tied else shapes | {"lm_head.weight": (self.vocabulary, self.hidden)}


SHAPES = {
    "qwen2-0.5b": Shape("qwen2", 896, 4864, 14, 2, 151_936, 1e6, tied=True),
    "qwen2-1.5b": Shape("qwen2", 1536, 8960, 12, 2, 151_936, 1e6, tied=True),
    "llama-3.1-8b": Shape("llama", 4096, 14_336, 32, 8, 128_256, 5e5, tied=False),
}


def values(shapes: dict[str, tuple[int, ...]], seed: int) -> dict[str, torch.Tensor]:
    """Random parameters as large as those that models begin with, in bf16: norms of one, biases of zero, weights between ±2⁻⁶ and
    ±2⁻⁵, whose sign and mantissa are random bits. Normal ones would take minutes to draw."""
    draw = numpy.random.default_rng(seed)
    made = {}
    for name, shape in shapes.items():
        if name.endswith("norm.weight"):
            made[name] = torch.ones(shape, dtype=torch.bfloat16)
        elif name.endswith("bias"):
            made[name] = torch.zeros(shape, dtype=torch.bfloat16)
        else:
            bits = numpy.frombuffer(draw.bytes(2 * math.prod(shape)), dtype=numpy.uint16)
            exponent = (127 - 6) << 7
            made[name] = torch.from_numpy(bits & 0x807F | exponent).view(torch.bfloat16).view(shape)
    return made


def write_ends(folder: Path, config: dict[str, object]) -> None:
    """The configuration, and the tokenizer of the miniature study: what ids say does not matter to speed."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config, indent=2))
    for name in ("tokenizer.json", "tokenizer_config.json"):
        if (MINIATURE / name).exists():
            shutil.copy(MINIATURE / name, folder / name)


def random_checkpoint(folder: Path, shape: Shape, layers: int) -> Path:
    """A checkpoint in one file, written once."""
    if not (folder / "model.safetensors").exists():
        write_ends(folder, shape.config(layers))
        tensors = values(shape.ends(), seed=0)
        for index in range(layers):
            tensors |= values(shape.layer(index), seed=index + 1)
        partial = folder / "model.partial"
        save_file(tensors, partial, metadata={"format": "pt"})
        partial.rename(folder / "model.safetensors")
    return folder


@dataclass(frozen=True)
class Sample:
    """Token ids, and where the labels begin."""

    ids: list[int]
    start: int


def sample(tokenizer: Tokenizer, record: dict[str, str]) -> Sample:
    """A record as the published script makes tokens of it."""
    prefix = record["instruction"] + "\n"
    return Sample(tokenizer.encode(prefix + record["output"]).ids, len(tokenizer.encode(prefix).ids))


def records(tokenizer: Tokenizer, tokens: int, count: int, seed: int = 0) -> list[dict[str, str]]:
    """Records of so many tokens or a few more, a third of them the instruction, made of words that a seed draws."""
    draw = random.Random(f"{tokens} {seed}")
    words = "each of the children has some apples and gives half of them away so that a sum of what is left can be found".split()

    def text(start: str, least: int) -> str:
        made = ""
        while len(tokenizer.encode(start + made).ids) < least:
            made += (" " if made else "") + draw.choice(words)
        return made

    made = []
    for _ in range(count):
        instruction = text("", tokens // 3)
        made.append({"instruction": instruction, "input": "", "output": text(instruction + "\n", tokens)})
    return made
