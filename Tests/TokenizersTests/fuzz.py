#!/usr/bin/env python3
"""Hold `strata tokenize` to Hugging Face's `tokenizers` on thousands of strings that nobody wrote down.

    make fuzz-tokenizers                                                  # every tokenizer that lies around
    python fuzz.py --count 20000 --seed 7 path/to/tokenizer.json # one, more thoroughly

Strings of every script, white space, digits, marks, controls, canonical equivalents, markers whole and in part,
tokens of the vocabulary, emoji, real text, all of it mixed, and single lines of a megabyte. Compared are the ids with
and without special tokens and the characters that each token stands for. `--variants` makes tokenizers too, with
added tokens of every rule; `--every-character` looks at each of the 1,112,064 code points in four surroundings.
A difference is cut down to a short string before it is printed. Exits with 1 if there was one.
"""
from __future__ import annotations

import argparse
import gzip
import json
import random
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tokenizers import Encoding, Tokenizer

ROOT = Path(__file__).resolve().parent.parent.parent
PLACES = ("../shared/tokenizers/*/tokenizer.json*", "../shared/reference/models/*/tokenizer.json",
          "examples/miniature/models/base/tokenizer.json")
MEGABYTE = 1 << 20

SCRIPTS = {
    "ascii": [(0x20, 0x7E)], "letters": [(0x41, 0x5A), (0x61, 0x7A)], "latin": [(0xA1, 0x24F), (0x1E00, 0x1EFF)],
    "greek": [(0x370, 0x3FF), (0x1F00, 0x1FFF)], "cyrillic": [(0x400, 0x52F)], "armenian": [(0x531, 0x58F)],
    "hebrew": [(0x591, 0x5F4)], "arabic": [(0x600, 0x6FF), (0x750, 0x77F)], "syriac": [(0x700, 0x74F)],
    "devanagari": [(0x900, 0x97F)], "bengali": [(0x980, 0x9FE)], "tamil": [(0xB80, 0xBFA)], "thai": [(0xE01, 0xE5B)],
    "tibetan": [(0xF00, 0xFDA)], "myanmar": [(0x1000, 0x109F)], "georgian": [(0x10A0, 0x10FF)],
    "jamo": [(0x1100, 0x11FF), (0xA960, 0xA97C), (0xD7B0, 0xD7FB)], "hangul": [(0xAC00, 0xD7A3)],
    "ethiopic": [(0x1200, 0x137F)], "cherokee": [(0x13A0, 0x13FD)], "khmer": [(0x1780, 0x17F9)],
    "mongolian": [(0x1800, 0x18AA)], "kana": [(0x3041, 0x30FF), (0xFF66, 0xFF9D)], "han": [(0x4E00, 0x9FFF)],
    "rare han": [(0x3400, 0x4DBF), (0xF900, 0xFAD9), (0x20000, 0x2A6DF)], "signs": [(0x2010, 0x27BF), (0x2900, 0x2BFF)],
    "wide": [(0xFF01, 0xFF5E)], "old": [(0x10000, 0x10FFF), (0x12000, 0x123FF)], "math": [(0x1D400, 0x1D7FF)],
    "emoji": [(0x1F300, 0x1FAFF), (0x2600, 0x27BF)], "private": [(0xE000, 0xF8FF)], "tags": [(0xE0000, 0xE01EF)],
    "controls": [(0, 0x1F), (0x7F, 0x9F)], "format": [(0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFEFF, 0xFEFF)],
    "none": [(0xFDD0, 0xFDEF), (0xFFF0, 0xFFFF), (0x1FFFE, 0x1FFFF), (0x10FFFE, 0x10FFFF)], "low bytes": [(0x80, 0xFF)],
    "anything": [(0, 0xD7FF), (0xE000, 0x10FFFF)],
}
SPACES = ("\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
          "\u2028\u2029\u202f\u205f\u3000\u180e\u200b\u2060\ufeff")
PLAIN_SPACES = ("  ", " ", " ", "\n", "\n\n", "\t", "\r\n", "\r", " \n")
CONTRACTIONS = ("'s", "'t", "'re", "'ve", "'m", "'ll", "'d", "'S", "'T", "'RE", "'vE", "'M", "'LL", "'D", "'ſ", "'", "’s", "'x")
EMOJI = ("👩\u200d🚀", "👨\u200d👩\u200d👧\u200d👦", "🏳\ufe0f\u200d🌈", "🇩🇪", "👍🏿", "❤\ufe0f", "1\ufe0f\u20e3", "🏴\U000e0067\U000e0062\U000e007f", "\u200d")
WRITTEN = ("Ġ", "Ċ", "▁", "▁▁", "<0x0A>", "<0x", "\ufffd", "\u0120the", "\x00", "http://x.y/z?q=1&r=%20", "x^2 + y_1", "def f(x):\n    return x\n")
MARKERS = ("<s>", "</s>", "<unk>", "<pad>", "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<bos>", "<eos>", "[INST]", "[/INST]", "<<SYS>>",
           "<|begin_of_text|>", "<|eot_id|>", "<|start_header_id|>", "<start_of_turn>", "<end_of_turn>", "<|end|>", "<|user|>", "<think>")


class Strings:
    """Draws strings; what it draws depends on the seed alone."""

    def __init__(self, seed: int, tokenizer: Tokenizer, added: list[str], texts: list[str]) -> None:
        self.random = random.Random(seed)
        self.added = added or ["<s>"]
        vocabulary = sorted(tokenizer.get_vocab())
        self.tokens = [self._readable(token) for token in self.random.sample(vocabulary, min(4000, len(vocabulary)))]
        self.texts = texts
        self.marks = [chr(c) for c in range(0x300, 0x20000) if unicodedata.combining(chr(c))]
        self.composed = [chr(c) for c in range(0xC0, 0x30000) if unicodedata.decomposition(chr(c)) and not 0xD800 <= c < 0xE000]
        self.digits = [chr(c) for c in range(0x30, 0x20000) if unicodedata.category(chr(c))[0] == "N"]
        self.kinds: list[Callable[[], str]] = [
            self.script, self.space, self.number, self.marked, self.equivalent, self.contraction, self.marker, self.token,
            self.text, self.repeat, self.emoji, lambda: self.random.choice(WRITTEN)]

    @staticmethod
    def _readable(token: str) -> str:
        return token.replace("Ġ", " ").replace("Ċ", "\n").replace("▁", " ")

    def count(self, most: int) -> int:
        return min(most, int(self.random.expovariate(1 / 4)) + 1)

    def script(self) -> str:
        ranges = SCRIPTS[self.random.choice(list(SCRIPTS))]
        return "".join(chr(self.random.randint(*self.random.choice(ranges))) for _ in range(self.count(40)))

    def space(self) -> str:
        pool = SPACES if self.random.random() < 0.4 else PLAIN_SPACES
        return "".join(self.random.choice(pool) for _ in range(self.count(12)))

    def number(self) -> str:
        pool = "0123456789" if self.random.random() < 0.6 else self.digits
        return "".join(self.random.choice(pool) for _ in range(self.count(20)))

    def marked(self) -> str:
        return "".join(self.random.choice("aeo AE\u0915\u1100가漢1!\n") * (self.random.random() < 0.6) + self.random.choice(self.marks)
                       for _ in range(self.count(12)))

    def equivalent(self) -> str:
        text = "".join(self.random.choice(self.composed) for _ in range(self.count(6)))
        form = self.random.choice(("NFC", "NFD", "NFKC", "NFKD"))
        text = unicodedata.normalize(form, text)
        return "".join(self.random.sample(text, len(text))) if self.random.random() < 0.3 else text

    def contraction(self) -> str:
        return "".join(self.random.choice(("", "I", "we", "x", " ", "1", "É")) + self.random.choice(CONTRACTIONS) for _ in range(self.count(4)))

    def marker(self) -> str:
        marker = self.random.choice(self.added if self.random.random() < 0.7 else MARKERS)
        if self.random.random() < 0.3:
            marker = marker[: self.random.randint(0, len(marker))] + self.random.choice(("", " ", marker[-1:]))
        pad = "".join(self.random.choice(("", "", " ", "  ", "\n", "a", "\u3000")) for _ in range(2))
        return pad[:1] + marker + pad[1:]

    def token(self) -> str:
        return "".join(self.random.choice(self.tokens) for _ in range(self.count(8)))

    def text(self) -> str:
        text = self.random.choice(self.texts)
        start = self.random.randrange(max(1, len(text)))
        return text[start:start + self.random.randint(1, 120)]

    def repeat(self) -> str:
        return self.random.choice(self.kinds[:9])()[:8] * self.random.choice((2, 3, 5, 17, 40))

    def emoji(self) -> str:
        return "".join(self.random.choice(EMOJI) for _ in range(self.count(5)))

    def mixed(self) -> str:
        return "".join(self.random.choice(self.kinds)() for _ in range(self.count(12)))

    def draw(self, count: int) -> Iterator[str]:
        for _ in range(count):
            yield self.mixed() if self.random.random() < 0.6 else self.random.choice(self.kinds)()

    def long(self) -> Iterator[str]:
        """Lines of a megabyte and more."""
        for unit in ("a", " ", "ab", "\n", "\r\n", "7", "!", "é", "e\u0301", "\u0301", "漢", "👩\u200d🚀", " a", "a ", "\t", "<s>", "'s"):
            yield unit * (MEGABYTE // len(unit))
        for name in ("letters", "ascii", "han", "anything", "controls"):
            yield "".join(chr(self.random.randint(*self.random.choice(SCRIPTS[name]))) for _ in range(MEGABYTE))
        yield "".join(self.draw(MEGABYTE // 60))
        yield (self.added[0] + " ") * (MEGABYTE // (len(self.added[0]) + 1))


def every_character() -> Iterator[str]:
    """Every code point at the start and inside of a word, after a digit and after a space."""
    scalars = [chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000]
    for start in range(0, len(scalars), 48):
        yield "".join(f"{c}a{c}b1{c}2 {c}.{c}\n" for c in scalars[start:start + 48])


def strata(program: Path, tokenizer: Path, texts: list[str], *flags: str) -> list[dict]:
    """What `strata tokenize` gives for texts."""
    lines = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts).encode()
    done = subprocess.run([program, "tokenize", "--tokenizer", tokenizer, "--jsonl", *flags], input=lines, capture_output=True)
    if done.returncode != 0:
        sys.exit(done.stderr.decode())
    return [json.loads(line) for line in done.stdout.splitlines()]


def characters(text: str, ranges: Iterable[list[int]]) -> list[tuple[int, int]]:
    """Ranges of bytes as ranges of the characters that they touch."""
    first, last = [], []
    for place, character in enumerate(text):
        size = len(character.encode())
        first += [place] * size
        last += [place + 1] * size
    ends = [0, *last]
    starts = [*first, len(text)]
    return [(starts[a], ends[b] if b > a else starts[a]) for a, b in ranges]


class Comparison:
    """One tokenizer, read by both."""

    def __init__(self, program: Path, file: Path) -> None:
        self.program = program
        self.file = file
        self.peer = Tokenizer.from_file(str(file))
        # Offsets as they are before the reference trims spaces off them.
        untrimmed = json.loads(file.read_text(encoding="utf-8"))
        self._untrim(untrimmed.get("post_processor"))
        self.untrimmed = Tokenizer.from_str(json.dumps(untrimmed))
        kinds = json.dumps(untrimmed.get("normalizer"))
        self.composes = "NFC" in kinds

    def _untrim(self, processor: dict | None) -> None:
        if processor is not None:
            if "trim_offsets" in processor:
                processor["trim_offsets"] = False
            for part in processor.get("processors", []):
                self._untrim(part)

    def encode(self, text: str) -> Encoding | None:
        """What the reference gives, offsets not trimmed; None where it panics: where two added tokens want the same white space."""
        try:
            return self.untrimmed.encode(text)
        except BaseException as error:
            if type(error).__name__ != "PanicException":
                raise
            return None

    def differences(self, texts: list[str]) -> list[tuple[str, str]]:
        """The texts that differ, each with what differs."""
        found = []
        texts = [text for text in texts if self.encode(text) is not None]
        for flags in ((), ("--no-special",)):
            theirs = [self.peer.encode(text, add_special_tokens=not flags).ids for text in texts]
            for text, ids, line in zip(texts, theirs, strata(self.program, self.file, texts, *flags)):
                if ids != line["ids"]:
                    found.append((text, " ".join(("ids", *flags))))
        for text, line in zip(texts, strata(self.program, self.file, texts, "--offsets")):
            if not self._places_agree(text, line):
                found.append((text, "offsets"))
        return found

    def _places_agree(self, text: str, line: dict) -> bool:
        if self.composes and unicodedata.normalize("NFC", text) != text:
            return True  # For the reference a composed character stands for the first of its parts only.
        theirs = self.encode(text)
        ours = characters(text, line["offsets"])
        # Special tokens around the text have no place.
        return all(added or a == b for a, b, added in zip(ours, theirs.offsets, theirs.special_tokens_mask))

    def shorten(self, text: str, what: str) -> str:
        """A shorter text that differs in the same way."""
        size = max(1, len(text) // 2)
        while size >= 1:
            cuts = [text[:i] + text[i + size:] for i in range(0, len(text), size)][:400]
            bad = [cut for cut, kind in self.differences(cuts) if kind == what]
            if bad:
                text = min(bad, key=len)
            elif size == 1:
                break
            size = min(size, max(1, len(text) // 2)) if bad else size // 2
        return text


def variants(file: Path, count: int, seed: int, folder: Path) -> Iterator[Path]:
    """A tokenizer with added tokens of every rule put in."""
    source = json.loads(file.read_text(encoding="utf-8"))
    contents = ("<x>", "<x", "x>", " y ", "\n\n", "  ", "ab", "b", "é", "e\u0301", "▁", "▁z", "the", "\t", "\u3000w", "<x><x>", "1", "a b")
    for number in range(count):
        draw = random.Random(seed * 1000 + number)
        variant = json.loads(json.dumps(source))
        vocabulary = variant["model"]["vocab"]
        known = {token["content"] for token in variant["added_tokens"]} | vocabulary.keys()
        next_id = max(len(vocabulary), 1 + max((token["id"] for token in variant["added_tokens"]), default=-1))
        for content in draw.sample(contents, draw.randint(1, 6)):
            if content in known:
                continue
            flags = {name: draw.random() < 0.4 for name in ("single_word", "lstrip", "rstrip", "normalized", "special")}
            variant["added_tokens"].append({"id": next_id, "content": content, **flags})
            next_id += 1
        made = folder / f"{file.parent.name}-{number}.json"
        made.write_text(json.dumps(variant), encoding="utf-8")
        yield made


def sources(files: list[Path], folder: Path) -> Iterator[tuple[str, Path]]:
    """Tokenizers by name, unpacked where they are packed."""
    for file in files or sorted(file for place in PLACES for file in ROOT.glob(place)):
        name = "/".join(file.parts[-3:-1])
        if file.suffix == ".gz":
            unpacked = folder / f"{file.parent.name}.json"
            unpacked.write_bytes(gzip.decompress(file.read_bytes()))
            file = unpacked
        yield name, file


def study_texts() -> list[str]:
    """Real text: responses of the miniature study and, where they are, of the published data."""
    files = [*ROOT.glob("examples/miniature/data/*.json"), *ROOT.glob("../shared/data/layer_gradient/cot_500/*.json")]
    records = [record for file in sorted(files) for record in json.loads(file.read_text(encoding="utf-8"))[:50]]
    return [record["instruction"] + "\n" + record["output"] for record in records] or ["What is 17 + 8?\n25"]


def check(name: str, comparison: Comparison, texts: Iterable[str], shown: int) -> int:
    """Compares, prints what differs and returns how many strings do."""
    texts = list(texts)
    found = comparison.differences(texts)
    print(f"{name}: {len(texts):,} strings, {len(found)} differences", flush=True)
    for text, what in found[:shown]:
        print(f"  {what}: {ascii(comparison.shorten(text, what)[:300])}", flush=True)
    return len(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tokenizers", type=Path, nargs="*", help="tokenizer.json files; those that lie around if none is given")
    parser.add_argument("--strata", type=Path, default=ROOT / ".build/release/strata")
    parser.add_argument("--count", type=int, default=4000, help="strings for each tokenizer")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--long", action="store_true", help="lines of a megabyte too")
    parser.add_argument("--every-character", action="store_true", help="every code point too")
    parser.add_argument("--variants", type=int, default=0, help="tokenizers with other added tokens to make of each")
    parser.add_argument("--shown", type=int, default=5, help="differences to print of each tokenizer")
    arguments = parser.parse_args()
    texts = study_texts()
    differences = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name, file in sources(arguments.tokenizers, folder):
            for place, variant in enumerate([file, *variants(file, arguments.variants, arguments.seed, folder)]):
                label = f"{name} with other added tokens {place}" if place else name
                comparison = Comparison(arguments.strata, variant)
                added = [token["content"] for token in json.loads(variant.read_text(encoding="utf-8"))["added_tokens"]]
                strings = Strings(arguments.seed, comparison.peer, added[-8:] * 4 + added if place else added, texts)
                differences += check(label, comparison, strings.draw(arguments.count), arguments.shown)
                if arguments.every_character and not place:
                    differences += check(f"{name}, every character", comparison, every_character(), arguments.shown)
                if arguments.long and not place:
                    for text in strings.long():
                        differences += check(f"{name}, {ascii(text[:12])}...", comparison, [text], 0)
    sys.exit(differences > 0)


if __name__ == "__main__":
    main()
