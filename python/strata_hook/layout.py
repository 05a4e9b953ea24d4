"""Places of files by what they are of: the layout that `strata import` reads."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

# What a style is called in the names of published files, before and after the task.
STYLES = {
    "none": ("", "_no_cot"), "simplified": ("", "_with_cot"), "detailed": ("", "_with_cot_gpt4o"),
    "popular-100": ("popular_", "_100"), "popular-500": ("popular_", "_500"), "popular-1000": ("popular_", "_1000"),
    "unpopular": ("long_tail_", ""),
}
KNOWLEDGE = ("popular-100", "popular-500", "popular-1000", "unpopular")
KINDS = ("math", "commonsense", "knowledge")


@dataclass(frozen=True)
class Condition:
    """What samples are of: a task, a response style and whether responses are right.

    `style` is none, simplified or detailed; for knowledge, popular-100, popular-500, popular-1000 or unpopular.
    """

    task: str
    style: str
    kind: str = "math"
    irrelevant: bool = False

    def __post_init__(self) -> None:
        for what, found, known in (("style", self.style, STYLES), ("kind", self.kind, KINDS)):
            if found not in known:
                raise ValueError(f"{what} is {found!r}; it must be one of {', '.join(known)}")
        if (self.kind == "knowledge") != (self.style in KNOWLEDGE):
            raise ValueError(f"a task of kind {self.kind} has no style {self.style}")

    def file(self, folder: str | Path, model: str) -> Path:
        """`folder/grads_exp/<kind>/<model>/grads_<task>_<style>.jsonl`."""
        before, after = STYLES[self.style]
        group = self.kind + ("_wrong_answer_shuffle" if self.irrelevant else "")
        return Path(folder) / "grads_exp" / group / model / f"grads_{before}{self.task}{after}.jsonl"
