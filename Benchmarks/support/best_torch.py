"""The best loop over PyTorch on a CPU that we can write for the same numbers: what Strata is measured against.

It uses what is known of the problem: weights need no gradient, so only the backward pass to the inputs is run, by hand and without
autograd; a gradient of a weight is Δᵀ X, whose singular values come from its factors; the last token predicts nothing and
is left out; the head, and what of the last layer follows its attention, run at labelled positions only; nothing below the first layer's q, k and v is run backward. Samples are
put one behind the other, without padding, so that one product serves many; q, k, v are one product, gate and up another.
Products go through oneDNN with weights packed beforehand (`ProductRoute.PACKED`: twice as fast as MKL on AMD) or through `mm`;
the benchmark tries both, and sizes of batches, and takes the best. Batches are shared out over threads with one core each, or one
batch has all cores. Loading and packing weights is not counted.
"""
from __future__ import annotations

import enum
import queue
import threading
from dataclasses import dataclass

import torch
from torch import Tensor

from .checkpoints import Sample

flash = torch.ops.aten._scaled_dot_product_flash_attention_for_cpu
flash_backward = torch.ops.aten._scaled_dot_product_flash_attention_for_cpu_backward


class ProductRoute(enum.Enum):
    """How PyTorch multiplies."""

    MM = "mm"
    PACKED = "oneDNN, packed"


class Linear:
    """y = x Wᵀ + b and dx = dy W."""

    def __init__(self, weight: Tensor, bias: Tensor | None, route: ProductRoute):
        self.weight, self.bias, self.route = weight, bias, route
        if route is ProductRoute.PACKED:
            pack = torch.ops.mkldnn._reorder_linear_weight
            self.forward_weight, self.backward_weight = pack(weight, 512), pack(weight.t().contiguous(), 512)

    def forward(self, x: Tensor) -> Tensor:
        if self.route is ProductRoute.PACKED:
            return torch.ops.mkldnn._linear_pointwise(x, self.forward_weight, self.bias, "none", [], "")
        return torch.nn.functional.linear(x, self.weight, self.bias)

    def backward(self, dy: Tensor) -> Tensor:
        if self.route is ProductRoute.PACKED:
            return torch.ops.mkldnn._linear_pointwise(dy, self.backward_weight, None, "none", [], "")
        return torch.mm(dy, self.weight)


class Norm:
    """RMS norm over the last axis."""

    def __init__(self, module: torch.nn.Module):
        # Gemma's norms multiply by 1 + w.
        shift = 1.0 if type(module).__name__.startswith("Gemma") else 0.0
        self.weight = module.weight.float() + shift
        self.epsilon = getattr(module, "variance_epsilon", None) or module.eps

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """The normed rows, and what each was multiplied by."""
        scale = torch.linalg.vecdot(x, x).div_(x.shape[-1]).add_(self.epsilon).rsqrt_().unsqueeze(-1)
        return (x * scale).mul_(self.weight), scale

    def backward(self, dy: Tensor, x: Tensor, scale: Tensor) -> Tensor:
        g = dy * self.weight
        inner = torch.linalg.vecdot(g, x).unsqueeze(-1).mul_(scale * scale).div_(-x.shape[-1])
        return g.addcmul_(x, inner).mul_(scale)


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotary embedding of [N × heads × h]; with -sin its transpose."""
    half = x.shape[-1] // 2
    a, b = x[..., :half], x[..., half:]
    return torch.cat((a * cos - b * sin, b * cos + a * sin), dim=-1)


@dataclass
class Spans:
    """Samples of a batch, one behind the other."""

    rows: list[slice]
    positions: Tensor

    @classmethod
    def of(cls, samples: list[Sample]) -> Spans:
        rows, start = [], 0
        for sample in samples:
            rows.append(slice(start, start + len(sample.ids) - 1))
            start = rows[-1].stop
        return cls(rows, torch.cat([torch.arange(len(sample.ids) - 1) for sample in samples]))


class Layer:
    """One layer, forward and backward, with the factors of its gradients."""

    def __init__(self, module: torch.nn.Module, config, index: int, route: ProductRoute):
        attention, mlp = module.self_attn, module.mlp
        self.is_gemma = hasattr(module, "pre_feedforward_layernorm")
        self.qkv = self._fused([attention.q_proj, attention.k_proj, attention.v_proj], route)
        self.o = self._fused([attention.o_proj], route)
        self.gate_up = self._fused([mlp.gate_proj, mlp.up_proj], route)
        self.down = self._fused([mlp.down_proj], route)
        self.before_attention = Norm(module.input_layernorm)
        after = module.post_attention_layernorm
        self.after_attention = Norm(after) if self.is_gemma else None
        self.before_mlp = Norm(module.pre_feedforward_layernorm if self.is_gemma else after)
        self.after_mlp = Norm(module.post_feedforward_layernorm) if self.is_gemma else None
        self.q_norm = Norm(attention.q_norm) if hasattr(attention, "q_norm") else None
        self.k_norm = Norm(attention.k_norm) if hasattr(attention, "k_norm") else None
        self.width = attention.head_dim
        self.heads, self.groups = config.num_attention_heads, config.num_key_value_heads
        self.scale = attention.scaling
        kind = config.layer_types[index] if getattr(config, "layer_types", None) else "full_attention"
        self.window = config.sliding_window if kind == "sliding_attention" else None
        parameters = config.rope_parameters
        theta = parameters.get(kind, parameters)["rope_theta"]
        self.frequencies = theta ** (-torch.arange(0, self.width, 2).float() / self.width)
        self.is_gelu = "gelu" in (getattr(config, "hidden_activation", None) or config.hidden_act)

    @staticmethod
    def _fused(modules: list[torch.nn.Module], route: ProductRoute) -> Linear:
        """Weights of maps of one input below each other; the modules keep parts of the same memory."""
        weight = modules[0].weight.data
        if len(modules) > 1:
            weight = torch.cat([module.weight.data for module in modules])
            for module, part in zip(modules, weight.split([module.weight.shape[0] for module in modules])):
                module.weight.data = part
        biases = [module.bias for module in modules]
        return Linear(weight, None if biases[0] is None else torch.cat([bias.data for bias in biases]), route)

    def _attend(self, span: slice, q: Tensor, k: Tensor, v: Tensor):
        """Arguments of the fused attention for one sample: [1 × heads × T × h], keys and values repeated for their group."""
        repeat = self.heads // self.groups
        q = q[span].transpose(0, 1).unsqueeze(0)
        k, v = (part[span].transpose(0, 1).repeat_interleave(repeat, dim=0).unsqueeze(0) for part in (k, v))
        length = q.shape[2]
        mask = None
        if self.window is not None and length > self.window:
            seen = torch.ones(length, length, dtype=torch.bool).tril_().triu_(1 - self.window)
            mask = torch.zeros(1, 1, length, length).masked_fill_(~seen, float("-inf"))
        return q, k, v, mask

    def forward(self, x: Tensor, spans: Spans, read: Tensor | None = None) -> tuple[Tensor, tuple]:
        """The layer's output and what its backward pass needs; of the last layer only the rows that the head reads."""
        h, scale = self.before_attention.forward(x)
        count = x.shape[0]
        mapped = self.qkv.forward(h).view(count, self.heads + 2 * self.groups, self.width)
        raw_q, raw_k, v = mapped.split((self.heads, self.groups, self.groups), dim=1)
        q, k, q_scale, k_scale = raw_q, raw_k, None, None
        if self.q_norm:
            q, q_scale = self.q_norm.forward(raw_q)
            k, k_scale = self.k_norm.forward(raw_k)
        angles = torch.outer(spans.positions.float(), self.frequencies).unsqueeze(1)
        cos, sin = angles.cos(), angles.sin()
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        mixed = torch.empty(count, self.heads, self.width)
        kept = []
        for span in spans.rows:
            *qkv, mask = self._attend(span, q, k, v)
            out, sums = flash(*qkv, 0.0, mask is None, attn_mask=mask, scale=self.scale)
            mixed[span] = out[0].transpose(0, 1)
            kept.append((qkv, mask, out, sums))
        mixed = mixed.view(count, -1)
        picked, residual = (mixed, x) if read is None else (mixed[read], x[read])
        attended = self.o.forward(picked)
        attended_scale = None
        y = attended
        if self.after_attention:
            y, attended_scale = self.after_attention.forward(attended)
        y = y + residual
        h2, scale2 = self.before_mlp.forward(y)
        gate, up = self.gate_up.forward(h2).chunk(2, dim=1)
        gate, up = gate.contiguous(), up.contiguous()
        active = torch.nn.functional.gelu(gate, approximate="tanh") if self.is_gelu else torch.nn.functional.silu(gate)
        z = self.down.forward(active * up)
        z_scale, raw_z = None, z
        if self.after_mlp:
            z, z_scale = self.after_mlp.forward(raw_z)
        return z + y, (x, h, scale, raw_q, raw_k, q_scale, k_scale, cos, sin, kept, mixed, attended, attended_scale, y, scale2, gate, up,
                       active, raw_z, z_scale, read)

    def backward(self, dout: Tensor, state: tuple, spans: Spans, is_first: bool) -> tuple[Tensor | None, dict[str, tuple[Tensor, Tensor]]]:
        (x, h, scale, raw_q, raw_k, q_scale, k_scale, cos, sin, kept, mixed, attended, attended_scale, y, scale2, gate, up, active, raw_z,
         z_scale, read) = state
        count = x.shape[0]
        dz = self.after_mlp.backward(dout, raw_z, z_scale) if self.after_mlp else dout
        product = self.down.backward(dz)
        both = torch.empty(gate.shape[0], 2 * gate.shape[1])
        torch.mul(product, active, out=both[:, gate.shape[1]:])
        slope = product.mul_(up)
        both[:, :gate.shape[1]] = (torch.ops.aten.gelu_backward(slope, gate, approximate="tanh") if self.is_gelu
                                   else torch.ops.aten.silu_backward(slope, gate))
        dy = self.before_mlp.backward(self.gate_up.backward(both), y, scale2).add_(dout)
        do = self.after_attention.backward(dy, attended, attended_scale) if self.after_attention else dy
        dmixed = self.o.backward(do)
        if read is not None:
            do, dy, dmixed = (torch.zeros(count, part.shape[1]).index_copy_(0, read, part) for part in (do, dy, dmixed))
        dmixed = dmixed.view(count, self.heads, self.width)
        dqkv = torch.empty(count, self.heads + 2 * self.groups, self.width)
        dq, dk, dv = dqkv.split((self.heads, self.groups, self.groups), dim=1)
        rotated_q, rotated_k = torch.empty(count, self.heads, self.width), torch.empty(count, self.groups, self.width)
        for span, (qkv, mask, out, sums) in zip(spans.rows, kept):
            slopes = flash_backward(dmixed[span].transpose(0, 1).unsqueeze(0), *qkv, out, sums, 0.0, mask is None, attn_mask=mask,
                                    scale=self.scale)
            rotated_q[span] = slopes[0][0].transpose(0, 1)
            for target, slope in ((rotated_k, slopes[1]), (dv, slopes[2])):
                target[span] = slope[0].view(self.groups, -1, *slope.shape[2:]).sum(1).transpose(0, 1)
        for target, slope, norm, raw, norm_scale in ((dq, rotated_q, self.q_norm, raw_q, q_scale), (dk, rotated_k, self.k_norm, raw_k, k_scale)):
            slope = rotate(slope, cos, -sin)
            target.copy_(norm.backward(slope, raw, norm_scale) if norm else slope)
        flat = dqkv.view(count, -1)
        dx = None if is_first else self.before_attention.backward(self.qkv.backward(flat), x, scale).add_(dy)
        widths = (self.heads * self.width, self.groups * self.width, self.groups * self.width)
        deltas = dict(zip("qkv", flat.split(widths, dim=1)))
        return dx, {name: (delta, h) for name, delta in deltas.items()} | {"o": (do, mixed)}


def nuclear_norms(factors: dict[str, tuple[Tensor, Tensor]], rows: slice) -> float:
    """Sum of the nuclear norms of one sample's gradients in one layer, each by the route that was fastest for its size."""
    reduced: dict[int, Tensor] = {}

    def reduce(factor: Tensor) -> Tensor:
        if id(factor) not in reduced:
            reduced[id(factor)] = torch.linalg.qr(factor[rows].t(), mode="r").R
        return reduced[id(factor)]

    total = 0.0
    for delta, x in factors.values():
        if 0.9 * min(delta.shape[1], x.shape[1]) <= rows.stop - rows.start:
            gradient = (delta[rows].t() @ x[rows]).double()
            gram = gradient @ gradient.t() if gradient.shape[0] <= gradient.shape[1] else gradient.t() @ gradient
            total += torch.linalg.eigvalsh(gram).clamp_min_(0).sqrt_().sum().item()
        else:
            total += torch.linalg.svdvals(reduce(delta) @ reduce(x).t()).sum().item()
    return total


class BestTorch:
    """A model made ready for the loop."""

    def __init__(self, model: torch.nn.Module, route: ProductRoute):
        model.requires_grad_(False)
        self.embedding = model.model.embed_tokens
        self.layers = [Layer(layer, model.config, index, route) for index, layer in enumerate(model.model.layers)]
        self.norm = Norm(model.model.norm)
        self.head = Linear(model.lm_head.weight.data, None, route)

    def _head(self, x: Tensor, samples: list[Sample]) -> Tensor:
        """The gradient of the losses with respect to the last hidden states at labelled positions, without keeping logits."""
        h, scale = self.norm.forward(x)
        dh = torch.empty_like(h)
        targets = torch.cat([torch.tensor(sample.ids[sample.start:]) for sample in samples])
        counts = torch.cat([torch.full((len(sample.ids) - sample.start, 1), float(len(sample.ids) - sample.start)) for sample in samples])
        for start in range(0, len(targets), 256):
            stop = min(start + 256, len(targets))
            slopes = torch.softmax(self.head.forward(h[start:stop]), dim=-1)
            slopes[torch.arange(stop - start), targets[start:stop]] -= 1
            dh[start:stop] = self.head.backward(slopes).div_(counts[start:stop])
        return self.norm.backward(dh, x, scale)

    def batch(self, samples: list[Sample]) -> list[float]:
        """Sum of all nuclear norms of each sample."""
        spans = Spans.of(samples)
        x = self.embedding(torch.cat([torch.tensor(sample.ids[:-1]) for sample in samples]))
        states = []
        read = torch.cat([torch.arange(span.start + sample.start - 1, span.stop) for sample, span in zip(samples, spans.rows)])
        for layer in self.layers:
            x, state = layer.forward(x, spans, read if layer is self.layers[-1] else None)
            states.append(state)
        dx: Tensor | None = self._head(x, samples)
        sums = [0.0] * len(samples)
        for index in reversed(range(len(self.layers))):
            dx, factors = self.layers[index].backward(dx, states.pop(), spans, is_first=index == 0)
            for place, rows in enumerate(spans.rows):
                sums[place] += nuclear_norms(factors, rows)
        return sums

    def run(self, samples: list[Sample], plan: Plan) -> list[float]:
        """Sum of all nuclear norms of each sample, in their order."""
        torch.set_num_threads(plan.cores)
        work: queue.SimpleQueue[list[int]] = queue.SimpleQueue()
        for batch in plan.batches(samples):
            work.put(batch)
        sums = [0.0] * len(samples)
        errors: list[BaseException] = []

        def serve() -> None:
            try:
                torch.set_num_threads(plan.cores)
                with torch.inference_mode():
                    while not errors:
                        batch = work.get_nowait()
                        for index, value in zip(batch, self.batch([samples[index] for index in batch])):
                            sums[index] = value
            except queue.Empty:
                pass
            except BaseException as error:
                errors.append(error)

        threads = [threading.Thread(target=serve) for _ in range(plan.workers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if errors:
            raise errors[0]
        return sums


@dataclass(frozen=True)
class Plan:
    """How samples are shared out."""

    workers: int
    cores: int
    tokens: int

    def batches(self, samples: list[Sample]) -> list[list[int]]:
        """Indices of samples, long ones first, in batches of so many tokens and about as many for every worker."""
        order = sorted(range(len(samples)), key=lambda index: -len(samples[index].ids))
        limit = min(self.tokens, -(-sum(len(sample.ids) for sample in samples) // self.workers))
        batches: list[list[int]] = []
        size = 0
        for index in order:
            length = len(samples[index].ids)
            if not batches or size + length > limit:
                batches.append([])
                size = 0
            batches[-1].append(index)
            size += length
        return batches

    @property
    def text(self) -> str:
        return f"{self.workers} × {self.cores} cores, batches of {self.tokens} tokens"
