"""Which text is for what: study problems, held-out problems, pre-training documents, instruction turns."""
from __future__ import annotations

from random import Random
from typing import Callable, Iterator

import arithmetic
import ordering
import prose
from problems import STYLES, Problem, draw_distinct
from tokenizer import SYSTEM

Source = Callable[[Random], Problem]

SEED = 20250801
TASKS = {"arithmetic": arithmetic, "ordering": ordering}
STUDY_SIZE = 100
HELD_OUT_SIZE = 200
DOCUMENTS = 100_000
TURNS = 12_000
HELD_OUT_ROWS = 2_000


def random_for(purpose: str) -> Random:
    """The random numbers for one purpose; changing one purpose leaves the others as they are."""
    return Random(f"{SEED}/{purpose}")


def study_problems(task: str) -> list[Problem]:
    """The problems of the study, in the order of the data files."""
    return draw_distinct(TASKS[task].draw, random_for(f"study/{task}"), STUDY_SIZE)


def held_out_problems(task: str) -> list[Problem]:
    """More problems that no model is trained on, for the accuracy and the held-out loss."""
    taken = {problem.key for problem in study_problems(task)}
    return draw_distinct(TASKS[task].draw, random_for(f"held-out/{task}"), HELD_OUT_SIZE, taken)


def held_out_keys() -> frozenset[str]:
    """The keys of all study and held-out problems of every task."""
    return frozenset(p.key for task in TASKS for p in study_problems(task) + held_out_problems(task))


def training_source() -> Source:
    """Draws problems that are neither in the study nor held out."""
    keys = held_out_keys()

    def draw(rng: Random) -> Problem:
        task = TASKS[rng.choice(list(TASKS))]
        while (problem := task.draw(rng)).key in keys:
            pass
        return problem

    return draw


def held_out_source() -> Source:
    """Draws from the study and held-out problems only."""
    problems = {task: study_problems(task) + held_out_problems(task) for task in TASKS}
    return lambda rng: rng.choice(problems[rng.choice(list(TASKS))])


def _solved(rng: Random, source: Source) -> tuple[str, str]:
    """An instruction and a response in a random style; half of the instructions ask for that style."""
    problem, style = source(rng), rng.choice(STYLES)
    instruction = problem.hinted(style, rng) if rng.random() < 0.5 else problem.instruction
    return instruction, problem.responses[style]


def _document(rng: Random, source: Source) -> str:
    """One document: three of five have a solved problem, the others anything else."""
    kind = rng.random()
    if kind < 0.45:
        return "\n".join(_solved(rng, source))
    if kind < 0.60:
        return "Question: {}\nAnswer: {}".format(*_solved(rng, source))
    if kind < 0.65:
        return source(rng).account
    if kind < 0.75:
        return "\n".join(prose.question(rng))
    return prose.text(rng)


def _documents(count: int, source: Source, purpose: str) -> Iterator[str]:
    rng = random_for(purpose)
    return (_document(rng, source) for _ in range(count))


def _turns(count: int, source: Source, purpose: str) -> Iterator[tuple[str, str]]:
    rng = random_for(purpose)
    return (_solved(rng, source) if rng.random() < 0.75 else prose.question(rng) for _ in range(count))


def training_documents(count: int = DOCUMENTS) -> Iterator[str]:
    """The text for pre-training."""
    return _documents(count, training_source(), "documents")


def held_out_documents(count: int = HELD_OUT_ROWS) -> Iterator[str]:
    """Text of the same kinds with study and held-out problems only."""
    return _documents(count, held_out_source(), "held-out documents")


def training_turns(count: int = TURNS) -> Iterator[tuple[str, str]]:
    """Instructions with responses for tuning: three quarters are problems, one quarter short questions and requests."""
    return _turns(count, training_source(), "turns")


def held_out_turns(count: int = HELD_OUT_ROWS) -> Iterator[tuple[str, str]]:
    """Instructions with responses of the same kinds with study and held-out problems only."""
    return _turns(count, held_out_source(), "held-out turns")


def tokenizer_texts() -> Iterator[str]:
    """What the tokenizer is trained on: documents, and the words of a chat prompt."""
    yield from _documents(8_000, training_source(), "tokenizer")
    yield from [f"system\n{SYSTEM}\nuser\nassistant\n"] * 100
