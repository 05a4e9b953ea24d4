"""Arithmetic word problems: two to four whole-number steps, every number below one hundred."""
from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Callable

from problems import Problem
from words import CONTAINERS, THINGS, Person, capital, people

LIMIT = 99
VERBS = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide"}
LINKS = ("Then", "Later", "After that,", "Next,")
OPENINGS = ("Let us solve this step by step.", "We go through the story in order.", "Let us work it out slowly.")

GAINS = ("{who} finds {n} more {thing}", "{who} buys {n} more {thing}", "{who} gets {n} {thing} from {other}",
         "{who} picks up {n} more {thing}")
LOSSES = ("{who} gives {n} {thing} to {other}", "{who} loses {n} {thing}", "{who} sells {n} {thing}",
          "{who} lends {n} {thing} to {other}")
PACKS = ("{who} buys {k} {container} with {n} {thing} each", "{who} gets {k} {container} with {n} {thing} each")


class TooLarge(Exception):
    """A number of the story left the range from 1 to `LIMIT`: the story is drawn again."""


@dataclass(frozen=True)
class Step:
    """One calculation and the reason for it."""

    left: int
    sign: str
    right: int
    reason: str

    @property
    def result(self) -> int:
        """The value of the step."""
        return {"+": self.left + self.right, "-": self.left - self.right, "*": self.left * self.right,
                "/": self.left // self.right}[self.sign]

    @property
    def equation(self) -> str:
        """`left sign right = result`."""
        return f"{self.left} {self.sign} {self.right} = {self.result}"

    def worked(self) -> str:
        """The equation; a sum or difference with two-digit operands is done tens first."""
        tens, ones = self.right // 10 * 10, self.right % 10
        if self.sign not in "+-" or not tens or not ones or self.left < 10:
            return self.equation
        first = Step(self.left, self.sign, tens, "")
        second = Step(first.result, self.sign, ones, "")
        return f"{first.equation} and {second.equation}, so {self.equation}"


@dataclass
class Story:
    """A story while it is told: its sentences, the question, and the steps that answer it."""

    sentences: list[str] = field(default_factory=list)
    question: str = ""
    conclusion: str = ""
    steps: list[Step] = field(default_factory=list)

    def step(self, left: int, sign: str, right: int, reason: str) -> int:
        """Appends a step and returns its result; raises `TooLarge` when that is out of range or not whole."""
        done = Step(left, sign, right, reason)
        if not 1 <= done.result <= LIMIT or (sign == "/" and left % right):
            raise TooLarge
        self.steps.append(done)
        return done.result


def _event(rng: Random, story: Story, count: int, who: Person, other: Person, thing: str) -> int:
    """Tells one gain, loss or delivery of packs and returns the new count."""
    kind = rng.choice(("gain", "loss", "packs"))
    n, k, container = rng.randint(2, 30), rng.randint(2, 6), rng.choice(CONTAINERS)
    n = rng.randint(2, 9) if kind == "packs" else n
    form = rng.choice({"gain": GAINS, "loss": LOSSES, "packs": PACKS}[kind])
    clause = form.format(who=who.subject, other=other.name, n=n, k=k, thing=thing, container=container)
    link = rng.choice(LINKS) + " " if len(story.sentences) > 1 else ""
    story.sentences.append(capital(f"{link}{clause}."))
    reason = capital(clause)
    if kind != "packs":
        return story.step(count, "+" if kind == "gain" else "-", n, reason)
    delivered = story.step(k, "*", n, reason)
    return story.step(count, "+", delivered, f"These {delivered} {thing} are new")


def collection(rng: Random) -> Story:
    """Somebody's collection grows and shrinks."""
    (who, other), thing, story = people(rng, 2), rng.choice(THINGS), Story()
    count = rng.randint(5, 40)
    story.sentences.append(f"{who.name} has {count} {thing}.")
    for _ in range(rng.choice((2, 2, 3))):
        count = _event(rng, story, count, who, other, thing)
    story.question = f"How many {thing} does {who.name} have now?"
    story.conclusion = f"So {who.name} has {count} {thing} now"
    return story


def comparison(rng: Random) -> Story:
    """Two people; the second has more, fewer or a multiple of what the first has."""
    (first, second), thing, story = people(rng, 2), rng.choice(THINGS), Story()
    count, other, times = rng.randint(5, 40), rng.randint(2, 30), rng.randint(2, 4)
    sign, amount, clause = rng.choice((
        ("+", other, f"{second.name} has {other} more {thing} than {first.name}"),
        ("-", other, f"{second.name} has {other} fewer {thing} than {first.name}"),
        ("*", times, f"{second.name} has {times} times as many {thing} as {first.name}")))
    story.sentences += [f"{first.name} has {count} {thing}.", f"{clause}."]
    owned = story.step(count, sign, amount, clause)
    total = story.step(count, "+", owned, f"{first.name} has {count} and {second.name} has {owned} {thing}")
    story.question = f"How many {thing} do {first.name} and {second.name} have together?"
    story.conclusion = f"So they have {total} {thing} together"
    return story


def purchase(rng: Random) -> Story:
    """Two kinds of things are paid for; sometimes the change is asked for."""
    (who,), (first, second), story = people(rng, 1), rng.sample(THINGS, 2), Story()
    a, p, b, q = (rng.randint(2, 9) for _ in range(4))
    clauses = [f"{a} {first} for {p} coins each", f"{b} {second} for {q} coins each"]
    story.sentences.append(f"{who.name} buys {clauses[0]} and {clauses[1]}.")
    costs = [story.step(a, "*", p, f"{capital(who.subject)} buys {clauses[0]}"),
             story.step(b, "*", q, f"{capital(who.subject)} buys {clauses[1]}")]
    total = story.step(costs[0], "+", costs[1], "Both are paid together")
    story.question = f"How many coins does {who.name} pay?"
    story.conclusion = f"So {who.name} pays {total} coins"
    if rng.random() < 0.5:
        purse = rng.randint(total + 1, LIMIT + 1)
        story.sentences.append(f"{capital(who.subject)} had {purse} coins before.")
        left = story.step(purse, "-", total, f"{capital(who.subject)} had {purse} coins and pays {total}")
        story.question = f"How many coins does {who.name} have left?"
        story.conclusion = f"So {who.name} has {left} coins left"
    return story


def sharing(rng: Random) -> Story:
    """Full containers are emptied and shared out equally."""
    (who,), thing, container, story = people(rng, 1), rng.choice(THINGS), rng.choice(CONTAINERS), Story()
    k, n, friends, extra = rng.randint(2, 9), rng.randint(2, 9), rng.randint(2, 8), rng.randint(2, 20)
    clause = f"{who.name} has {k} {container} with {n} {thing} each"
    story.sentences.append(f"{clause}.")
    total = story.step(k, "*", n, clause)
    if rng.random() < 0.5:
        found = f"{who.subject} finds {extra} more {thing}"
        story.sentences.append(f"{capital(found)}.")
        total = story.step(total, "+", extra, capital(found))
    shared = f"{who.subject} shares all {thing} equally among {friends} friends"
    story.sentences.append(f"Then {shared}.")
    part = story.step(total, "/", friends, capital(shared))
    story.question = f"How many {thing} does each friend get?"
    story.conclusion = f"So each friend gets {part} {thing}"
    return story


def journey(rng: Random) -> Story:
    """The same way every day, and some more or some still to go."""
    (who,), story = people(rng, 1), Story()
    verb, length, days, rest = rng.choice(("walks", "rides")), rng.randint(2, 12), rng.randint(2, 8), rng.randint(2, 30)
    clause = f"{who.name} {verb} {length} miles every day for {days} days"
    story.sentences.append(f"{clause}.")
    way = story.step(length, "*", days, clause)
    if rng.random() < 0.5:
        more = f"{who.subject} {verb} {rest} miles more"
        story.sentences.append(f"Then {more}.")
        total = story.step(way, "+", rest, capital(more))
        story.question = "How many miles is that in all?"
        story.conclusion = f"So it is {total} miles in all"
    else:
        story.sentences.append(f"The whole way has {way + rest} miles.")
        left = story.step(way + rest, "-", way, f"The whole way has {way + rest} miles and {way} are done")
        story.question = "How many miles are left?"
        story.conclusion = f"So {left} miles are left"
    return story


STORIES: tuple[Callable[[Random], Story], ...] = (collection, collection, comparison, purchase, sharing, journey)


def tell(rng: Random) -> tuple[str, Story]:
    """A story whose numbers stay in range, and the name of its kind."""
    while True:
        kind = rng.choice(STORIES)
        try:
            return kind.__name__, kind(rng)
        except TooLarge:
            continue


def draw(rng: Random) -> Problem:
    """One problem."""
    kind, story = tell(rng)
    answer = str(story.steps[-1].result)
    equations = [step.equation for step in story.steps]
    reasons = [f"{step.reason}, so we {VERBS[step.sign]}: {step.worked()}." for step in story.steps]
    ending = f"The answer is {answer}."
    responses = {
        "none": answer,
        "simplified": f"{', '.join(equations)}. {ending}",
        "detailed": " ".join([rng.choice(OPENINGS), *reasons, f"{story.conclusion}.", ending]),
    }
    told = " ".join(story.sentences)
    return Problem(f"{told} {story.question}", answer, responses, f"{told} {story.conclusion}.",
                   f"{kind}: {', '.join(equations)}")
