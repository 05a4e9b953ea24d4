"""Text that is no reasoning problem: number facts, knowledge of a small world, scenes, and short questions about them."""
from __future__ import annotations

from random import Random

from words import COLOURS, CONTAINERS, DAYS, MONTHS, OBJECTS, THINGS, TOWNS, listing, people

HOMES = {"whale": "sea", "fox": "forest", "frog": "pond", "camel": "desert", "eagle": "mountains", "cow": "meadow",
         "bear": "forest", "crab": "sea", "mouse": "field", "seal": "sea", "owl": "forest", "horse": "meadow",
         "duck": "pond", "snake": "desert", "goat": "mountains", "bee": "garden"}
FOOD = {"whale": "fish", "fox": "mice", "frog": "flies", "camel": "leaves", "eagle": "rabbits", "cow": "grass",
        "bear": "berries", "crab": "shells", "mouse": "seeds", "seal": "fish", "owl": "mice", "horse": "grass",
        "duck": "weeds", "snake": "eggs", "goat": "leaves", "bee": "nectar"}
LEGS = {"whale": 0, "fox": 4, "frog": 4, "camel": 4, "eagle": 2, "cow": 4, "bear": 4, "crab": 10, "mouse": 4, "seal": 0,
        "owl": 2, "horse": 4, "duck": 2, "snake": 0, "goat": 4, "bee": 6}
OPPOSITES = (("hot", "cold"), ("big", "small"), ("old", "new"), ("fast", "slow"), ("light", "heavy"), ("wet", "dry"),
             ("open", "closed"), ("early", "late"), ("full", "empty"), ("loud", "quiet"), ("high", "low"))
TRADES = {"baker": "bread", "farmer": "corn", "fisher": "nets", "smith": "nails", "tailor": "coats", "gardener": "roses",
          "teacher": "lessons", "miller": "flour", "potter": "jugs", "printer": "books"}
WEATHER = ("rainy", "sunny", "cold", "windy", "warm", "quiet", "foggy", "snowy")
TIMES = ("morning", "afternoon", "evening", "day")
PLACES = ("market", "harbour", "school", "station", "library", "garden", "bridge", "mill")
DOINGS = ("watched the boats", "sat on a bench", "talked about the weather", "drank some tea", "fed the ducks",
          "looked for old stamps", "waited for the train", "sang a song", "read a letter", "painted a picture")
FEELINGS = ("happy", "tired", "hungry", "proud", "curious", "calm", "sleepy")
SPEECHES = ("What a fine day", "I must go home now", "Where did you put the keys", "The soup is ready",
            "We should come back tomorrow", "I have never seen this place before", "Please close the door")
ROOMS = ("kitchen", "hall", "cellar", "attic", "yard")


def _equation(rng: Random) -> tuple[str, int]:
    """A calculation within one hundred and its result."""
    sign = rng.choice("++--*/")
    if sign == "+":
        a = rng.randint(1, 90)
        b = rng.randint(1, 99 - a)
        return f"{a} + {b}", a + b
    if sign == "-":
        a = rng.randint(2, 99)
        b = rng.randint(1, a - 1)
        return f"{a} - {b}", a - b
    a, b = rng.randint(2, 12), rng.randint(2, 9)
    return (f"{a} * {b}", a * b) if sign == "*" else (f"{a * b} / {b}", a)


def sums(rng: Random) -> str:
    """A line of solved calculations."""
    solved = [f"{text} = {result}" for text, result in (_equation(rng) for _ in range(rng.randint(4, 9)))]
    return ", ".join(solved) + "."


def counting(rng: Random) -> str:
    """Counting up or down in equal steps."""
    step, size = rng.randint(1, 9), rng.randint(4, 8)
    start = rng.randint(1, 40)
    row = [start + step * place for place in range(size)]
    way = rng.choice(("up", "down"))
    row = row if way == "up" else row[::-1]
    return f"Counting {way} by {step} from {row[0]}: {', '.join(map(str, row))}."


def comparing(rng: Random) -> str:
    """Which of two numbers is more, and by how much."""
    a, b = sorted(rng.sample(range(1, 100), 2))
    return rng.choice((f"{b} is more than {a}. The difference is {b - a}.",
                       f"{a} is less than {b}. The difference is {b - a}.",
                       f"{a} comes before {b}, and {b + 1} comes after {b}."))


def animal(rng: Random) -> str:
    """What is known of an animal."""
    name = rng.choice(list(HOMES))
    facts = [f"The {name} lives in the {HOMES[name]}.", f"It eats {FOOD[name]}.",
             f"It has {LEGS[name]} legs." if LEGS[name] else "It has no legs."]
    return " ".join(facts[: rng.randint(2, 3)])


def calendar(rng: Random) -> str:
    """Neighbours in the week or in the year."""
    row, kind = rng.choice(((DAYS, "day"), (MONTHS, "month")))
    place = rng.randrange(len(row))
    after = row[(place + 1) % len(row)]
    return rng.choice((f"After {row[place]} comes {after}.", f"Before {after} comes {row[place]}.",
                       f"{row[place]} is {kind} number {place + 1}. The next {kind} is {after}."))


def opposite(rng: Random) -> str:
    """Two opposites."""
    a, b = rng.choice(OPPOSITES)
    a, b = rng.choice(((a, b), (b, a)))
    thing = rng.choice(OBJECTS)
    return f"The opposite of {a} is {b}. When a {thing} is not {a}, it may be {b}."


def trade(rng: Random) -> str:
    """Somebody's work."""
    who, work, town = people(rng, 1)[0], rng.choice(list(TRADES)), rng.choice(TOWNS)
    return (f"{who.name} is a {work} in {town}. Every {rng.choice(DAYS)} {who.subject} brings {TRADES[work]} "
            f"to the {rng.choice(PLACES)}.")


def scene(rng: Random) -> str:
    """A few sentences about two people on one day."""
    first, second = people(rng, 2)
    doings = rng.sample(DOINGS, 2)
    sentences = [
        f"It was a {rng.choice(WEATHER)} {rng.choice(TIMES)} in {rng.choice(TOWNS)}.",
        f"{first.name} went to the {rng.choice(PLACES)} with {first.possessive} friend {second.name}.",
        f"They {doings[0]} and {doings[1]}.",
        f"{second.name} found a {rng.choice(COLOURS)} {rng.choice(OBJECTS)} and was {rng.choice(FEELINGS)}.",
        f'"{rng.choice(SPEECHES)}," said {first.name}.',
        f"On {rng.choice(DAYS)} they came back, but {first.name} was {rng.choice(FEELINGS)}.",
    ]
    size = rng.randint(3, len(sentences))
    return " ".join(sentences[:1] + sorted(rng.sample(sentences[1:], size - 1), key=sentences.index))


def inventory(rng: Random) -> str:
    """What stands in a room."""
    things = [f"{rng.randint(2, 12)} {rng.choice(CONTAINERS)} of {thing}" for thing in rng.sample(THINGS, rng.randint(2, 4))]
    colour, thing = rng.choice(COLOURS), rng.choice(OBJECTS)
    return f"In the {rng.choice(ROOMS)} there are {listing(things)}. The {thing} beside them is {colour}."


def letter(rng: Random) -> str:
    """A short letter."""
    first, second = people(rng, 2)
    return (f"Dear {first.name},\nI am in {rng.choice(TOWNS)} now. The {rng.choice(TIMES)}s are {rng.choice(WEATHER)} and "
            f"I am {rng.choice(FEELINGS)}. {rng.choice(SPEECHES)}.\nYours, {second.name}")


TEXTS = (sums, sums, sums, counting, comparing, animal, calendar, opposite, trade, scene, scene, inventory, letter)


def text(rng: Random) -> str:
    """One document of any of the kinds above."""
    return rng.choice(TEXTS)(rng)


def _number_question(rng: Random) -> tuple[str, str]:
    """A calculation, a comparison or a row to continue."""
    calculation, result = _equation(rng)
    a, b = sorted(rng.sample(range(1, 100), 2))
    start, step = rng.randint(1, 40), rng.randint(1, 9)
    row = [str(start + step * place) for place in range(5)]
    return rng.choice(((f"What is {calculation}?", f"{calculation} = {result}."),
                       (f"Which number is larger, {b} or {a}?", f"{b} is larger than {a}."),
                       (f"Which number is smaller, {b} or {a}?", f"{a} is smaller than {b}."),
                       (f"Count by {step} from {start}.", ", ".join(row) + ".")))


def _world_question(rng: Random) -> tuple[str, str]:
    """Something that the texts above say of the world."""
    name, work, (a, b) = rng.choice(list(HOMES)), rng.choice(list(TRADES)), rng.choice(OPPOSITES)
    day = rng.randrange(7)
    return rng.choice(((f"Where does the {name} live?", f"The {name} lives in the {HOMES[name]}."),
                       (f"What does the {name} eat?", f"The {name} eats {FOOD[name]}."),
                       (f"What comes after {DAYS[day]}?", f"After {DAYS[day]} comes {DAYS[(day + 1) % 7]}."),
                       (f"What is the opposite of {a}?", f"The opposite of {a} is {b}."),
                       (f"Who brings {TRADES[work]}?", f"The {work} brings {TRADES[work]}.")))


def question(rng: Random) -> tuple[str, str]:
    """A short instruction and its answer; also requests for a scene or a letter."""
    who = people(rng, 1)[0]
    return rng.choice((_number_question, _number_question, _world_question, _world_question,
                       lambda r: ("Tell me about a day.", scene(r)), lambda r: ("Write a letter.", letter(r)),
                       lambda r: (f"Say hello to {who.name}.", f"Hello, {who.name}!")))(rng)
