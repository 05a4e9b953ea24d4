"""Write the data files of the miniature study.

For every task there are six files: three response styles, each with the correct responses and with irrelevant ones.
An irrelevant response is the response of another instruction of the same file; the same exchange is used for all
three styles, so record i of every file of a task has the same instruction. Then the training text is searched for the
problems of the study and for the held-out ones: none may be in it.

    python generate.py --output ../data
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path
from random import Random
from typing import Iterable

import corpus
from problems import STYLES, Problem, stated_answer


def exchange(problems: list[Problem], rng: Random) -> list[int]:
    """For every problem the index of another one with a different answer; every index occurs exactly once."""
    order = rng.sample(range(len(problems)), len(problems))
    while clashes := [i for i, j in enumerate(order) if problems[i].answer == problems[j].answer]:
        i, j = rng.choice(clashes), rng.randrange(len(order))
        order[i], order[j] = order[j], order[i]
    return order


def records(problems: list[Problem], order: Iterable[int], style: str) -> list[dict[str, str]]:
    """One data file: the instruction of problem i with the response of the i-th index of `order`."""
    return [{"instruction": problem.instruction, "input": "", "output": problems[source].responses[style]}
            for problem, source in zip(problems, order)]


def write_task(task: str, folder: Path) -> None:
    """Writes the six files of a task."""
    problems = corpus.study_problems(task)
    orders = {"correct": range(len(problems)), "irrelevant": exchange(problems, corpus.random_for(f"exchange/{task}"))}
    for style in STYLES:
        for relevance, order in orders.items():
            path = folder / f"{task}_{style}_{relevance}.json"
            text = json.dumps(records(problems, order, style), ensure_ascii=False, indent=1)
            path.write_text(text + "\n", encoding="utf-8")


def check(task: str) -> None:
    """Raises `ValueError` unless instructions are unique, responses state their answer and no key is shared."""
    study, held_out = corpus.study_problems(task), corpus.held_out_problems(task)
    problems = study + held_out
    if len({problem.key for problem in problems}) != len(problems):
        raise ValueError(f"{task}: study and held-out problems share a key")
    if len({problem.instruction for problem in study}) != len(study):
        raise ValueError(f"{task}: an instruction occurs twice in the study")
    for problem in problems:
        if any(stated_answer(problem.responses[style], style) != problem.answer for style in STYLES):
            raise ValueError(f"{task}: a response does not state its answer: {problem}")


def check_training_text() -> None:
    """Raises `ValueError` if text that the models or the tokenizer are trained on tells a study or held-out problem.

    The training problems avoid the keys of those problems; this looks at the resulting text itself.
    """
    turns = map("\n".join, corpus.training_turns())
    everything = "\n".join([*corpus.training_documents(), *corpus.tokenizer_texts(), *turns])
    for task in corpus.TASKS:
        for problem in corpus.study_problems(task) + corpus.held_out_problems(task):
            if problem.instruction in everything or problem.account in everything:
                raise ValueError(f"{task}: a study or held-out problem is in the training text: {problem}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, required=True, help="folder to write the data files into")
    folder = parser.parse_args().output
    folder.mkdir(parents=True, exist_ok=True)
    for task in corpus.TASKS:
        check(task)
        write_task(task, folder)
    check_training_text()


if __name__ == "__main__":
    main()
