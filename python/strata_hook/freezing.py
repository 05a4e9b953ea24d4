"""Backward passes without gradients of weights."""
from __future__ import annotations

import contextlib
from collections.abc import Iterator

from torch import Tensor, nn


@contextlib.contextmanager
def frozen(model: nn.Module) -> Iterator[None]:
    """No weight requires a gradient inside, and what the embedding puts out does, as the hooks need.

    So `loss.backward()` neither computes a weight's gradient nor touches `.grad`, where a loop may be accumulating. All
    weights require what they did when it ends.
    """
    embedding = embedding_of(model)
    wanted = [weight for weight in model.parameters() if weight.requires_grad]
    hook = embedding.register_forward_hook(_require_gradient)
    for weight in wanted:
        weight.requires_grad_(False)
    try:
        yield
    finally:
        hook.remove()
        for weight in wanted:
            weight.requires_grad_(True)


def _require_gradient(_: nn.Module, __: object, output: Tensor) -> None:
    if not output.requires_grad and output.is_leaf:
        output.requires_grad_()


def embedding_of(model: nn.Module) -> nn.Module:
    """The embedding of tokens: what transformers says it is, or else the first one."""
    get = getattr(model, "get_input_embeddings", None)
    found = get() if get is not None else next((m for m in model.modules() if isinstance(m, nn.Embedding)), None)
    if found is None:
        raise ValueError("the model has no embedding whose output could require a gradient; do without `freeze`")
    return found
