"""Catches the factors of linear layers in a backward pass, and turns them into published lines."""
from __future__ import annotations

import contextlib
import json
import math
import os
import re
from types import TracebackType

import torch
from torch import Tensor, nn

from .freezing import frozen
from .names import FUSED, fused_rows, natural, unwrapped
from .output import StatisticsFile
from .spectra import double, rows, statistics

# Words that `strata` has for samples without a gradient.
SKIPPED = ("no labelled position", "non-finite loss", "non-finite gradient", "singular values did not converge")


class LayerGradients:
    """Catches the factors of every linear layer whose name matches, and turns them into published lines.

        with LayerGradients(model, output="grads_gsm8k_train_no_cot.jsonl", freeze=True) as gradients:
            for index, record in enumerate(records):
                loss = mean_cross_entropy_over_the_response(model, record)     # one sample at a time
                loss.backward()
                gradients.write(record["instruction"], record["output"], loss, index=index)

    - `pattern` is searched for in names as a checkpoint has them (`model.layers.0.self_attn.q_proj`). A fused layer is
      taken for the projections that it holds.
    - `output` is the file that `write()` adds to. It is gone on with: `written` has the positions of the samples that it
      holds, and an unfinished last line is cut off.
    - `freeze` lets no weight require a gradient inside of the `with`: none is computed, and `.grad` stays as it is. Not
      for models whose weights are sharded (FSDP, DeepSpeed).

    One sample per backward pass: with a batch, tokens of all samples would be added into one gradient. Inputs with a
    batch dimension of one are accepted. Whatever runs without gradients inside of the `with` is not looked at.

    Works on any `nn.Module`, under DDP and FSDP too: hooks see activations, which are never sharded. Wrap the model
    first and give the wrapped one; each rank writes a file of its own.
    """

    def __init__(self, model: nn.Module, pattern: str = r"self_attn\.[qkvo]_proj$", *,
                 output: str | os.PathLike[str] | None = None, freeze: bool = False) -> None:
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
        self._model = model
        self._output = output
        self._freeze = freeze
        self._file: StatisticsFile | None = None
        self._around = contextlib.ExitStack()

    def __enter__(self) -> LayerGradients:
        self.discard()
        with contextlib.ExitStack() as around:
            if self._output is not None:
                self._file = around.enter_context(StatisticsFile(self._output))
            if self._freeze:
                around.enter_context(frozen(self._model))
            self._around = around.pop_all()
        for name, layer in self.layers.items():
            self._hooks.append(layer.register_forward_hook(self._catch_input(name)))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        for hook in self._hooks:
            hook.remove()
        self._hooks.clear()
        self._file = None
        self._around.close()

    @property
    def written(self) -> set[int]:
        """Positions of the samples that the output file holds."""
        return self._open_file().written

    def write(self, instruction: str, output: str, loss: Tensor | float, *, index: int | None = None,
              scale: float = 1.0) -> None:
        """Adds the line of the sample of the last backward pass to the output file; see `line()`."""
        file = self._open_file()
        file.add(self.line(instruction, output, loss, index=index, scale=scale), index)

    def skip(self, instruction: str, output: str, *, index: int | None = None,
             reason: str = "no labelled position") -> None:
        """Adds a line of a sample that has no gradient, so that reports count it instead of losing it."""
        if reason not in SKIPPED:
            raise ValueError(f"reason is {reason!r}; known are {', '.join(SKIPPED)}")
        check(index)
        nothing = {"M_mean": math.nan, "frobenius_norm": math.nan, "S_list": [], "S_min": math.nan}
        record = {"instruction": instruction, "output": output, "loss": math.nan, "skipped": reason}
        names = (f"{part}.weight" for name in sorted(self.layers, key=natural) for part in self.parts[name])
        file = self._open_file()
        file.add(json.dumps(numbered(record | dict.fromkeys(names, nothing), index)), index)
        self.discard()

    def _open_file(self) -> StatisticsFile:
        if self._file is None:
            raise RuntimeError("there is no output file: give LayerGradients one as `output`, and use it inside of the "
                               "`with`; line() gives a line without a file")
        return self._file

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
        check(index)
        missing = sorted(set(self.layers) - set(self.factors), key=natural)
        if missing:
            raise RuntimeError(
                f"no gradient reached {', '.join(missing)}. Call backward() before line(), and the forward pass inside "
                "of the `with` and with gradients. A model that was compiled and run before the `with` does not see it; "
                "reentrant checkpointing gives none unless the embeddings' output requires one.")
        value = loss.item() if isinstance(loss, Tensor) else loss
        record = numbered({"instruction": instruction, "output": output, "loss": value}, index)
        for name in sorted(self.layers, key=natural):
            deltas, inputs = map(double, self.factors[name])
            for part, part_rows in self.parts[name].items():
                record[f"{part}.weight"] = statistics(deltas[:, part_rows] / scale, inputs)
        self.discard()
        return json.dumps(record)


def check(index: int | None) -> None:
    """Raises for what is no position."""
    if index is not None and (type(index) is not int or index < 0):
        raise ValueError(f"index is {index!r}; it must be a position in the data file, an int from 0")


def numbered(record: dict[str, object], index: int | None) -> dict[str, object]:
    """A line that says the sample's position, where there is one."""
    return record if index is None else {"index": index} | record
