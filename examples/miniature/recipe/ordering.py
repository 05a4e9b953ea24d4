"""Ordering problems: a few comparisons in mixed order and direction, and a question about one place in the row."""
from __future__ import annotations

from dataclasses import dataclass
from random import Random

from problems import Problem
from words import COLOURS, OBJECTS, capital, people

OPENINGS = ("Let us read the clues one by one.", "We take one clue at a time.", "Let us put the clues in order.")
PLACES = ("first", "second", "third", "last")


@dataclass(frozen=True)
class Quality:
    """A quality by which things are put in a row, from the most to the least."""

    more: str
    less: str
    most: str
    least: str


PERSONAL = (Quality("taller than", "shorter than", "tallest", "shortest"),
            Quality("older than", "younger than", "oldest", "youngest"),
            Quality("faster than", "slower than", "fastest", "slowest"),
            Quality("stronger than", "weaker than", "strongest", "weakest"))
MATERIAL = (Quality("heavier than", "lighter than", "heaviest", "lightest"),
            Quality("larger than", "smaller than", "largest", "smallest"),
            Quality("newer than", "older than", "newest", "oldest"),
            Quality("wider than", "narrower than", "widest", "narrowest"))


def _row(rng: Random) -> tuple[Quality, list[str]]:
    """A quality and three or four things that have it, from the most to the least."""
    size = rng.choice((3, 3, 4))
    if rng.random() < 0.6:
        return rng.choice(PERSONAL), [person.name for person in people(rng, size)]
    thing = rng.choice(OBJECTS)
    return rng.choice(MATERIAL), [f"the {colour} {thing}" for colour in rng.sample(COLOURS, size)]


def _clues(rng: Random, quality: Quality, row: list[str]) -> list[tuple[str, int]]:
    """One clue per neighbouring pair in random order and direction, each with the place of its pair in the row."""
    clues = []
    for place, (upper, lower) in enumerate(zip(row, row[1:])):
        forward = rng.random() < 0.5
        text = f"{upper} is {quality.more} {lower}" if forward else f"{lower} is {quality.less} {upper}"
        clues.append((capital(text), place))
    rng.shuffle(clues)
    return clues


def _asked(rng: Random, quality: Quality, size: int) -> tuple[str, int]:
    """What is asked for, in words, and its place in the row."""
    inner = [(f"the second {quality.most}", 1), (f"the second {quality.least}", size - 2)]
    return rng.choice([(f"the {quality.most}", 0), (f"the {quality.least}", size - 1), *inner])


def draw(rng: Random) -> Problem:
    """One problem."""
    quality, row = _row(rng)
    clues, (asked, place) = _clues(rng, quality, row), _asked(rng, quality, len(row))
    people_asked = not row[0].startswith("the ")
    question = f"{'Who' if people_asked else 'Which one'} is {asked}?"
    whole, answer = f"from {quality.most} to {quality.least}: {', '.join(row)}", row[place]
    position = "last" if place == len(row) - 1 else PLACES[place]
    steps = [f"{clue}, so {row[pair]} comes before {row[pair + 1]}." for clue, pair in clues]
    ending = f"The answer is {answer}."
    responses = {
        "none": answer,
        "simplified": f"{capital(whole)}. {ending}",
        "detailed": " ".join([rng.choice(OPENINGS), *steps, f"Together this gives the row {whole}.",
                              f"{capital(asked)} is the {position} one in this row, and that is {answer}.", ending]),
    }
    told = " ".join(f"{clue}." for clue, _ in clues)
    return Problem(f"{told} {question}", answer, responses, f"{told} {capital(answer)} is {asked}.",
                   f"{quality.most}: {', '.join(row)}")
