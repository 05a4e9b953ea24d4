"""What a problem is: one instruction with one answer, written out in the three response styles."""
from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random
from typing import Callable, Collection

STYLES = ("none", "simplified", "detailed")

HINTS = {
    "none": ("Give only the answer.", "Answer without any steps.", "Reply with the answer and nothing else."),
    "simplified": ("Answer in short.", "Give a short solution.", "Keep the steps short."),
    "detailed": ("Explain every step.", "Give a detailed solution.", "Think step by step and explain."),
}


@dataclass(frozen=True)
class Problem:
    """One reasoning problem.

    `account` tells the same facts with the outcome as a statement, without a question. `key` names what has to be worked out, without the wording: two problems with equal keys have the same
    solution path, so disjoint sets of problems are sets with disjoint keys.
    """

    instruction: str
    answer: str
    responses: dict[str, str]
    account: str
    key: str

    def hinted(self, style: str, rng: Random) -> str:
        """The instruction followed by a sentence that asks for a style."""
        return f"{self.instruction} {rng.choice(HINTS[style])}"


def stated_answer(response: str, style: str) -> str:
    """The answer that a response states, or "" if it states none."""
    if style == "none":
        return response.strip()
    found = re.findall(r"The answer is (.+?)\.", response)
    return found[-1] if found else ""


def draw_distinct(draw: Callable[[Random], Problem], rng: Random, count: int,
                  taken: Collection[str] = ()) -> list[Problem]:
    """Draws `count` problems with pairwise different keys, none of them in `taken`."""
    seen, problems = set(taken), []
    while len(problems) < count:
        problem = draw(rng)
        if problem.key not in seen:
            seen.add(problem.key)
            problems.append(problem)
    return problems
