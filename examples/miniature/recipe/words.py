"""The words of the miniature language: people, things, places, and how to put a few of them together."""
from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Person:
    """A name with its pronouns."""

    name: str
    subject: str
    possessive: str


_SHE = ("Ada Cleo Dora Fara Greta Hana Ines Jana Kaya Lena Mara Mina Nora Pia Rosa Tara Uma Vera Yara Zoë").split()
_HE = ("Bo Bram Cem Emil Gus Hugo Ivo João Kofi Leo Milo Nils Noé Omar Otto Rafa Sven Teo Wim Yusuf").split()
PEOPLE = tuple([Person(name, "she", "her") for name in _SHE] + [Person(name, "he", "his") for name in _HE])

THINGS = ("plums", "shells", "stamps", "buttons", "pencils", "candles", "cards", "stones", "nuts", "cakes", "ribbons",
          "beads", "tickets", "books", "eggs", "keys", "cups", "hats", "kites", "pears", "marbles", "flowers")
CONTAINERS = ("bags", "boxes", "baskets", "jars", "tins", "crates")
COLOURS = ("red", "blue", "green", "yellow", "white", "black", "brown", "grey")
OBJECTS = ("box", "boat", "ball", "stone", "cart", "jug", "chair", "bell")
TOWNS = ("Torvik", "Lumen", "Essary", "Brask", "Quenby", "Maro", "Old Harbour", "Windle")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")


def capital(text: str) -> str:
    """`text` with a capital first letter and the rest as it is."""
    return text[:1].upper() + text[1:]


def people(rng: Random, count: int) -> list[Person]:
    """Different people in random order."""
    return rng.sample(PEOPLE, count)


def listing(items: list[str]) -> str:
    """`a, b and c`."""
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1]
