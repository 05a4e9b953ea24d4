"""The architecture of the miniature models, and how their folders are written and read."""
from __future__ import annotations

from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import LlamaConfig, LlamaForCausalLM

from tokenizer import BEGIN, save_tokenizer

MAX_LENGTH = 512
INITIAL_RANGE = 0.08  # near 1 / sqrt(hidden size); the usual 0.02 suits wider models and learns attention late here


def new_model(tokenizer: Tokenizer, end: str) -> LlamaForCausalLM:
    """An untrained model in float32; its weights follow from PyTorch's random state."""
    return LlamaForCausalLM(LlamaConfig(
        vocab_size=tokenizer.get_vocab_size(), hidden_size=128, intermediate_size=352, num_hidden_layers=6,
        num_attention_heads=4, num_key_value_heads=2, head_dim=32, max_position_embeddings=MAX_LENGTH,
        rms_norm_eps=1e-5, tie_word_embeddings=True, initializer_range=INITIAL_RANGE,
        bos_token_id=tokenizer.token_to_id(BEGIN), eos_token_id=tokenizer.token_to_id(end)))


def save_model(model: LlamaForCausalLM, tokenizer: Tokenizer, end: str, folder: Path) -> None:
    """Rounds the weights to bfloat16 and writes the folder; `end` is the token that ends the model's output."""
    model.config.eos_token_id = model.generation_config.eos_token_id = tokenizer.token_to_id(end)
    model.to(torch.bfloat16).save_pretrained(folder)
    save_tokenizer(tokenizer, folder, end)


def load_model(folder: Path) -> LlamaForCausalLM:
    """The model of a folder, its bfloat16 weights widened to float32."""
    return LlamaForCausalLM.from_pretrained(folder, dtype=torch.float32)
