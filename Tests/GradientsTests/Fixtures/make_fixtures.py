#!/usr/bin/env python3
"""Make the tiny checkpoints and float64 gradients that hold what the reference models do not cover.

Each folder beside this script has a random two- to four-layer model of a few thousand weights, and
`golden.jsonl` with the loss and the spectra that PyTorch gives in float64 (transformers keeps a few steps in
float32, so the values are right to about 1e-7). Where a model type has a published and a newer spelling
of its configuration, a second folder holds the same model in the other spelling.

    pip install torch transformers safetensors
    python make_fixtures.py [NAME ...]

Made with torch 2.13.0, transformers 5.23.0, safetensors 0.8.0; those from llama-yarn on with torch 2.15.0, transformers 5.24.0.
"""
import json
import sys
from pathlib import Path

import torch
from transformers import AutoConfig, AutoModelForCausalLM

HERE = Path(__file__).parent
VOCABULARY = 29
SIZES = dict(vocab_size=VOCABULARY, hidden_size=16, intermediate_size=20, num_attention_heads=4,
             num_key_value_heads=2, head_dim=8, num_hidden_layers=2, rms_norm_eps=1e-5, initializer_range=0.2,
             bos_token_id=1, eos_token_id=2, pad_token_id=0)
ATTENTION = ("q_proj", "k_proj", "v_proj", "o_proj")
MLP = ("gate_proj", "up_proj", "down_proj")


def sizes(**changes):
    return {key: value for key, value in (SIZES | changes).items() if value is not None}


LONGROPE = dict(rope_type="longrope", rope_theta=10000.0, partial_rotary_factor=0.75,
                short_factor=[1.0, 1.1, 1.3], long_factor=[1.5, 2.5, 6.0])

# Name of the folder: model type, configuration, and changes that give the published spelling of the same.
MODELS = {
    "gemma3": ("gemma3_text", sizes(
        num_hidden_layers=4, sliding_window=5, query_pre_attn_scalar=11, tie_word_embeddings=True,
        layer_types=["sliding_attention", "sliding_attention", "full_attention", "sliding_attention"],
        rope_parameters={"full_attention": dict(rope_type="linear", rope_theta=100000.0, factor=4.0),
                         "sliding_attention": dict(rope_type="default", rope_theta=5000.0)}),
        dict(rope_parameters=None, layer_types=None, sliding_window_pattern=3, rope_theta=100000.0,
             rope_local_base_freq=5000.0, rope_scaling=dict(rope_type="linear", factor=4.0))),
    "smollm3": ("smollm3", sizes(
        num_hidden_layers=4, head_dim=None, no_rope_layers=[1, 0, 1, 0], tie_word_embeddings=True,
        rope_parameters=dict(rope_type="default", rope_theta=2000000.0)), None),
    "llama-linear": ("llama", sizes(
        attention_bias=True, mlp_bias=True,
        rope_parameters=dict(rope_type="linear", rope_theta=10000.0, factor=2.5)),
        dict(rope_parameters=None, rope_theta=10000.0, rope_scaling=dict(type="linear", factor=2.5))),
    "llama-dynamic": ("llama", sizes(
        max_position_embeddings=16, rope_parameters=dict(rope_type="dynamic", rope_theta=10000.0, factor=3.0)),
        dict(rope_parameters=None, rope_theta=10000.0, rope_scaling=dict(type="dynamic", factor=3.0))),
    "phi3-longrope": ("phi3", sizes(
        head_dim=None, hidden_size=32, max_position_embeddings=64, original_max_position_embeddings=16,
        rope_parameters=LONGROPE),
        dict(rope_parameters=None, rope_theta=10000.0, partial_rotary_factor=0.75,
             rope_scaling=dict(type="longrope", short_factor=LONGROPE["short_factor"],
                               long_factor=LONGROPE["long_factor"]))),
    "qwen3-sliding": ("qwen3", sizes(
        num_hidden_layers=3, use_sliding_window=True, sliding_window=6, max_window_layers=1,
        rope_parameters=dict(rope_type="default", rope_theta=10000.0)), None),
    "llama-yarn": ("llama", sizes(
        max_position_embeddings=64, rope_parameters=dict(
            rope_type="yarn", rope_theta=10000.0, factor=4.0, original_max_position_embeddings=16, beta_fast=2.0,
            beta_slow=0.1, truncate=False)),
        dict(rope_parameters=None, rope_theta=10000.0, original_max_position_embeddings=16,
             rope_scaling=dict(type="yarn", factor=4.0, beta_fast=2.0, beta_slow=0.1, truncate=False))),
    "qwen2-yarn": ("qwen2", sizes(
        head_dim=None, hidden_size=32, max_position_embeddings=40, rope_parameters=dict(
            rope_type="yarn", rope_theta=100.0, factor=2.5, original_max_position_embeddings=16, mscale=0.7,
            mscale_all_dim=0.4)), None),
    "llama-llama3": ("llama", sizes(
        max_position_embeddings=64, rope_parameters=dict(
            rope_type="llama3", rope_theta=500.0, factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
            original_max_position_embeddings=24)),
        dict(rope_parameters=None, rope_theta=500.0, rope_scaling=dict(
            rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
            original_max_position_embeddings=24))),
    "llama-longrope": ("llama", sizes(
        max_position_embeddings=64, rope_parameters=dict(
            rope_type="longrope", rope_theta=10000.0, factor=4.0, original_max_position_embeddings=16,
            attention_factor=1.3, short_factor=[1.0, 1.1, 1.3, 1.4], long_factor=[1.5, 2.5, 6.0, 8.0])),
        dict(rope_parameters=None, rope_theta=10000.0, rope_scaling=dict(
            type="longrope", factor=4.0, original_max_position_embeddings=16, attention_factor=1.3,
            short_factor=[1.0, 1.1, 1.3, 1.4], long_factor=[1.5, 2.5, 6.0, 8.0]))),
    "mistral-yarn": ("mistral", sizes(
        max_position_embeddings=64, sliding_window=7, rope_parameters=dict(
            rope_type="yarn", rope_theta=1000.0, factor=4.0, original_max_position_embeddings=16, beta_fast=3.0,
            beta_slow=0.2, attention_factor=0.8)), None),
    "granite": ("granite", sizes(
        head_dim=None, hidden_size=32, attention_bias=True, mlp_bias=True, embedding_multiplier=3.0,
        attention_multiplier=0.2, residual_multiplier=0.4, logits_scaling=2.5, tie_word_embeddings=True,
        rope_parameters=dict(rope_type="default", rope_theta=5000.0)),
        dict(rope_parameters=None, rope_theta=5000.0, rope_scaling=None)),
    "olmo3": ("olmo3", sizes(
        head_dim=None, hidden_size=32, num_hidden_layers=4, sliding_window=5, max_position_embeddings=64,
        rope_parameters={
            "full_attention": dict(rope_type="yarn", rope_theta=500000.0, factor=8.0, beta_fast=32.0, beta_slow=1.0,
                                   original_max_position_embeddings=16, attention_factor=1.2),
            "sliding_attention": dict(rope_type="default", rope_theta=500000.0)}),
        dict(rope_parameters=None, rope_theta=500000.0, layer_types=None, rope_scaling=dict(
            rope_type="yarn", factor=8.0, beta_fast=32, beta_slow=1, original_max_position_embeddings=16,
            attention_factor=1.2))),
    "exaone4": ("exaone4", sizes(
        num_hidden_layers=3, sliding_window=5, sliding_window_pattern=2, max_position_embeddings=64,
        rope_parameters=dict(
            rope_type="llama3", rope_theta=1000.0, factor=16.0, low_freq_factor=1.0, high_freq_factor=4.0,
            original_max_position_embeddings=24)),
        dict(rope_parameters=None, layer_types=None, rope_theta=1000.0, rope_scaling=dict(
            rope_type="llama3", factor=16.0, low_freq_factor=1.0, high_freq_factor=4.0,
            original_max_position_embeddings=24))),
    "exaone4-full": ("exaone4", sizes(
        sliding_window=None, layer_types=["full_attention"] * 2,
        rope_parameters=dict(rope_type="default", rope_theta=1000.0)), None),
    "ministral": ("ministral", sizes(
        num_hidden_layers=3, sliding_window=5, layer_types=["full_attention", "sliding_attention", "full_attention"],
        rope_parameters=dict(rope_type="default", rope_theta=1000.0)), None),
    "cohere": ("cohere", sizes(
        head_dim=None, rms_norm_eps=None, layer_norm_eps=1e-3, logit_scale=0.4, tie_word_embeddings=True,
        attention_bias=True, rope_parameters=dict(rope_type="default", rope_theta=1000.0)), None),
    "cohere2": ("cohere2", sizes(
        head_dim=None, rms_norm_eps=None, hidden_size=32, num_hidden_layers=3, layer_norm_eps=1e-5,
        logit_scale=0.25, sliding_window=5, sliding_window_pattern=3, tie_word_embeddings=True,
        rope_parameters=dict(rope_type="default", rope_theta=1000.0)),
        dict(rope_parameters=None, layer_types=None, rope_theta=1000.0, sliding_window_pattern=3)),
}


def make_model(kind, settings, seed):
    """A model with random weights, norms and biases included."""
    config = AutoConfig.for_model(kind, **settings)
    model = AutoModelForCausalLM.from_config(config, attn_implementation="eager").float().eval()
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            centre = 1.0 if "norm" in name and "gemma" not in kind else 0.0
            weight.copy_(centre + 0.25 * torch.randn(weight.shape, generator=generator))
    return model


def samples(seed):
    """Token ids and where labels begin: within and beyond every context and window above."""
    generator = torch.Generator().manual_seed(seed)
    return [(torch.randint(3, VOCABULARY, (count,), generator=generator).tolist(), start)
            for count, start in ((9, 6), (16, 3), (17, 4), (40, 12))]


def gradients(model, ids, start):
    """The loss and the gradient of every projection by parameter name."""
    model.zero_grad(set_to_none=True)
    labels = torch.tensor([[-100] * start + ids[start:]])
    loss = model(torch.tensor([ids]), labels=labels, use_cache=False).loss
    loss.backward()
    found = {}
    for layer, block in enumerate(model.model.layers):
        parts = dict(zip(ATTENTION, attention_gradients(block.self_attn)))
        found |= {f"model.layers.{layer}.self_attn.{name}.weight": gradient for name, gradient in parts.items()}
        parts = dict(zip(MLP, mlp_gradients(block.mlp)))
        found |= {f"model.layers.{layer}.mlp.{name}.weight": gradient for name, gradient in parts.items()}
    return loss.item(), found


def attention_gradients(attention):
    """q, k, v and o, cut out of the fused matrix where there is one."""
    if not hasattr(attention, "qkv_proj"):
        return [getattr(attention, name).weight.grad for name in ATTENTION]
    shared = attention.num_key_value_heads * attention.head_dim
    whole = attention.qkv_proj.weight.grad
    return [*whole.split([whole.shape[0] - 2 * shared, shared, shared]), attention.o_proj.weight.grad]


def mlp_gradients(mlp):
    """gate, up and down, cut out of the fused matrix where there is one."""
    if not hasattr(mlp, "gate_up_proj"):
        return [getattr(mlp, name).weight.grad for name in MLP]
    return [*mlp.gate_up_proj.weight.grad.chunk(2), mlp.down_proj.weight.grad]


def cosine(one, two):
    return (one.flatten().dot(two.flatten()) / (one.norm() * two.norm())).item()


def cosines(found, layers):
    """Adjacent layers by projection, and q with o and k with v inside a layer."""
    at = lambda layer, name: found[f"model.layers.{layer}.self_attn.{name}.weight"]
    same = lambda one, two: cosine(one, two) if one.shape == two.shape else None
    return {"adjacent_cosine": {name: [cosine(at(layer, name), at(layer + 1, name)) for layer in range(layers - 1)]
                                for name in ATTENTION},
            "cross_cosine": {str(layer): {"q_proj_x_o_proj": same(at(layer, "q_proj"), at(layer, "o_proj")),
                                          "k_proj_x_v_proj": same(at(layer, "k_proj"), at(layer, "v_proj"))}
                             for layer in range(layers)}}


def statistics(gradient):
    """What the engine must reproduce of one gradient."""
    values = torch.linalg.svdvals(gradient)
    shares = values[values > 0] / values.sum()
    return {"mean": gradient.mean().item(), "max": gradient.max().item(), "min": gradient.min().item(),
            "frobenius": gradient.norm().item(), "nuclear": values.sum().item(), "effective_rank": (-(shares * shares.log()).sum()).exp().item(),
            "singular_values": values[values > 1e-12 * values[0]].tolist()}


def write(folder, model, changes):
    model.save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    path = folder / "config.json"
    config = json.loads(path.read_text()) | (changes or {})
    path.write_text(json.dumps({k: v for k, v in config.items() if v is not None}, indent=1, sort_keys=True) + "\n")
    double, rows = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float64, attn_implementation="eager"), []
    for index, (ids, start) in enumerate(samples(7)):
        loss, found = gradients(double.eval(), ids, start)
        row = {"index": index, "mode": "base", "input_ids": ids, "start": start, "loss": loss,
               "parameters": {name: statistics(gradient) for name, gradient in found.items()}}
        row |= cosines(found, double.config.num_hidden_layers)
        rows.append(json.dumps(json.loads(json.dumps(row), parse_float=lambda text: float(f"{float(text):.9g}"))))
    (folder / "golden.jsonl").write_text("\n".join(rows) + "\n")


def main():
    torch.set_num_threads(1)
    for seed, (name, (kind, settings, published)) in enumerate(MODELS.items()):
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        model = make_model(kind, settings, seed)
        write(HERE / name, model, None)
        if published:
            write(HERE / f"{name}-published", model, published)


if __name__ == "__main__":
    main()
