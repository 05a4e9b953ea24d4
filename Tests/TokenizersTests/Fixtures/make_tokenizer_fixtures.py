#!/usr/bin/env python3
"""Write tokenizers.jsonl: small tokenizers of every kind, with the ids that Hugging Face's `tokenizers` gives.

    pip install tokenizers==0.23.3
    python make_tokenizer_fixtures.py

A line is one tokenizer: `name`, `tokenizer` (the text of its tokenizer.json) and `cases`, each a text, its ids and
its ids without special tokens; for some tokenizers also, without special tokens, the first character of each token and
the one after its last, in one list. The strings are those in which tokenizers differ: found by `../fuzz.py`, kept here.
"""
from __future__ import annotations

import json
from pathlib import Path

from tokenizers import Tokenizer

GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
GPT4 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}%s| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")
WORDS = ("the", "there", "and", "ab", "abab", "12", "123", "e\u0301", "é", "漢字", "👩\u200d🚀", "\n\n", "    ", "'s", "Ada", "\u0301", "ǆ")

STRINGS = (
    "", " ", "  ", "   ", "     ", "\n", "\n\n", "\n\n\n", " \n", "\n ", "\r\n", "\r\n\r\n", "\t", " \t ", "\x0b\x0c", "\x85", "\xa0", " \xa0 ",
    "\u2003\u2003", "\u2028", "\u3000x", "\x1c\x1d\x1e\x1f", "\u200b", "\u180e", "\ufeff", "the there", " the  there ", "the\n\nthere", "the \n there",
    "a" * 70, " " * 70, "ab" * 35, "the" * 25, "0123456789", "1 22 333 4444", "½Ⅻ٤४𝟘①", "1\u03012", "x9y10", "it's IT'S 'S it'ſ 'll're", "'", "''s", "’s",
    "Ада", "καλημέρα", "שלום", "مرحبا", "नमस्ते", "สวัสดี", "你好", "漢字漢字", "안녕", "각", "\u1100\u1161\u11a8", "ｗｉｄｅ", "𝓂𝒶𝓉𝒽", "straße", "ǆ ǅ ﬁ",
    "é", "e\u0301", "e\u0323\u0301", "e\u0301\u0323", "\u0301", "\u0301\u0301", "A\u030a Å Å", "\u0958 \u0915\u093c", "\u0340\u0341\u0343\u0344", "q\u0307\u0323",
    "\u1e9b\u0323", "a\u0300\u0301\u0302\u0303b", "가\u11a8", "\U0001d15e\U000110ab\u0cca", "\U0001e900\u0897\U0001e6e3",
    "😀", "👩\u200d🚀", "👨\u200d👩\u200d👧", "🇩🇪", "👍🏿", "❤\ufe0f", "1\ufe0f\u20e3", "\x00", "a\x00b", "\x01\x7f\x80\x9f", "\ue000", "\ufdd0\ufffe\uffff", "\U0010ffff",
    "\ufffd", "Ġthe Ċ", "▁the ▁", "▁▁", " ▁ ", "<0x0A>", "<0x", "!?...", " !\n", "?!\r\n\r\n", "a.b", "f(x) = x^2\n\n    y", "==== ====", "http://x.y/z?q=1",
    "<s>", "<s><s>", " <s> ", "a<s>b", "<s", "s>", "<|x|>", "<|x|", "<|x|> <|x|>", "the<|x|>\n\n<|x|>there", "  <l>  a  <l>", "<r>  a", "<r>\n\n<r>  <r>",
    "<r>    <l>    <r>", "<l><r>", "wow wow1 wowwow wow", "(wow)", "_wow", "wow\u0301", "wow\u200d", "\u2028<l>\u2028<r>\u2028", "<n>", " <n>", "A\u030an", "Ån", "Ån",
)


def added(content: str, id: int, **flags: bool) -> dict:
    """An added token."""
    standard = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": False}
    return {"id": id, "content": content} | standard | flags


RULES = {
    "<s>": {"special": True}, "<|x|>": {"special": True}, "<l>": {"lstrip": True}, "<r>": {"rstrip": True}, "wow": {"single_word": True},
    "<n>": {"normalized": True}, "Ån": {"normalized": True}, "\n\n\n": {}, "▁▁": {}, "<l><r>": {"special": True},
}


def rules(vocabulary: dict[str, int]) -> list[dict]:
    """Added tokens of every rule, with the ids that the library gives them."""
    tokens, next_id = [], len(vocabulary)
    for content, flags in RULES.items():
        tokens.append(added(content, vocabulary.get(content, next_id), **flags))
        next_id += content not in vocabulary
    return tokens


def train(units: dict[str, int], words: list[str]) -> tuple[dict[str, int], list[str]]:
    """Merges that build each word from the left, and the vocabulary they need."""
    vocabulary, merges = dict(units), []
    for word in words:
        for end in range(2, len(word) + 1):
            pair = f"{word[:end - 1]} {word[end - 1]}"
            if word[end - 1] in units and word[:end - 1] in vocabulary and pair not in merges:
                merges.append(pair)
                vocabulary.setdefault(word[:end], len(vocabulary))
    return vocabulary, merges


def alphabet() -> list[str]:
    """The characters that stand for bytes."""
    visible = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    hidden = iter(range(0x100, 0x200))
    return [chr(byte) if byte in visible else chr(next(hidden)) for byte in range(256)]


def template(bos: str, id: int) -> dict:
    """The post-processor that puts one token in front."""
    return {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": bos, "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
            "pair": [], "special_tokens": {bos: {"id": bos, "ids": [id], "tokens": [bos]}}}


def byte_level(pattern: str | None, normalizer: dict | None, prefix: bool = False, **model: bool) -> dict:
    """A tokenizer of the byte-level kind; without a pattern the built-in one of GPT-2."""
    signs = alphabet()
    words = ["".join(signs[byte] for byte in word.encode()) for text in WORDS for word in (text, " " + text)]
    vocabulary, merges = train({sign: id for id, sign in enumerate(signs)}, words)
    built_in = {"type": "ByteLevel", "add_prefix_space": prefix, "trim_offsets": True, "use_regex": pattern is None}
    split = {"type": "Split", "pattern": {"Regex": pattern}, "behavior": "Isolated", "invert": False}
    start = len(vocabulary)
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": rules(vocabulary), "normalizer": normalizer,
        "pre_tokenizer": built_in if pattern is None else {"type": "Sequence", "pretokenizers": [split, built_in]},
        "post_processor": {"type": "Sequence", "processors": [{"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": False,
                                                              "use_regex": True}, template("<s>", start)]},
        "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
        "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": "", "end_of_word_suffix": "",
                  "fuse_unk": False, "byte_fallback": False, "ignore_merges": False, "vocab": vocabulary, "merges": merges} | model}


def sentence_piece(normalizer: dict | None, pre_tokenizer: dict | None, fallback: bool = True, fuses: bool = True) -> dict:
    """A tokenizer of the kind that SentencePiece's are turned into."""
    units = ["<unk>", *(f"<0x{byte:02X}>" for byte in range(256) if fallback)]
    units += sorted(set("".join(WORDS)) - {" "} | set("▁abcdefghijklmnopqrstuvwxyzåÅ.!0123456789") - {"7"})
    vocabulary, merges = train({unit: id for id, unit in enumerate(units)}, [form for word in WORDS for form in (word, "▁" + word)] + ["▁" * 4])
    start = len(vocabulary)
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": [added("<unk>", 0, special=True), *rules(vocabulary)],
        "normalizer": normalizer, "pre_tokenizer": pre_tokenizer, "post_processor": template("<s>", start), "decoder": None,
        "model": {"type": "BPE", "dropout": None, "unk_token": "<unk>", "continuing_subword_prefix": None, "end_of_word_suffix": None,
                  "fuse_unk": fuses, "byte_fallback": fallback, "vocab": vocabulary, "merges": [merge.split(" ") for merge in merges]}}


def metaspace(scheme: str, split: bool) -> dict:
    return {"type": "Metaspace", "replacement": "▁", "prepend_scheme": scheme, "split": split}


SPACES = {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}
LLAMA2 = {"type": "Sequence", "normalizers": [{"type": "Prepend", "prepend": "▁"}, SPACES]}
TOKENIZERS = {
    "gpt-2": byte_level(None, None), "gpt-2 with a space in front": byte_level(None, None, prefix=True),
    "gpt-2 as a pattern": byte_level(GPT2, None),
    "llama-3": byte_level(GPT4 % "{1,3}", None, ignore_merges=True), "qwen": byte_level(GPT4 % "", {"type": "NFC"}),
    "llama-2": sentence_piece(LLAMA2, None), "gemma": sentence_piece(SPACES, {"type": "Split", "pattern": {"String": " "},
                                                                             "behavior": "MergedWithPrevious", "invert": False}),
    "mistral": sentence_piece(None, metaspace("first", False)), "metaspace always": sentence_piece(None, metaspace("always", True)),
    "metaspace never": sentence_piece(None, metaspace("never", True)), "unknown": sentence_piece(LLAMA2, None, fallback=False),
    "unknown one by one": sentence_piece(SPACES, None, fallback=False, fuses=False),
}


def cut(*pre_tokenizers: dict) -> dict:
    """A byte-level tokenizer that cuts in other ways."""
    return byte_level(None, None) | {"pre_tokenizer": {"type": "Sequence", "pretokenizers": list(pre_tokenizers)}}


def split(pattern: str, behavior: str = "Isolated", invert: bool = False) -> dict:
    return {"type": "Split", "pattern": {"Regex": pattern}, "behavior": behavior, "invert": invert}


def built_in(pattern: bool) -> dict:
    return {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": pattern}


NEMO = (r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+"
        r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")
DEEPSEEK = (r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|"
            r"\s+(?!\S)|\s+")
POSSESSIVE = (r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s")
# Fewer strings are tried with these.
CUTS = {
    "smollm": cut({"type": "Digits", "individual_digits": True}, built_in(True)),
    "falcon-3": cut({"type": "Punctuation", "behavior": "Contiguous"}, built_in(True), {"type": "Digits", "individual_digits": False},
                    split("[0-9][0-9][0-9]")),
    "mistral-nemo": cut(split(NEMO), built_in(False)),
    "deepseek-3": cut(split(r"\p{N}{1,3}"), split("[一-龥\u3040-ゟ゠-ヿ]+"), split(DEEPSEEK), built_in(False)),
    "possessive": cut(split(POSSESSIVE), built_in(False)),
    "words": cut({"type": "Whitespace"}, built_in(False)),
    "between spaces": cut({"type": "WhitespaceSplit"}, built_in(False)),
    "between letters": cut({"type": "CharDelimiterSplit", "delimiter": "a"}, {"type": "Punctuation", "behavior": "MergedWithPrevious"}, built_in(True)),
    "punctuation": cut({"type": "Punctuation", "behavior": "MergedWithNext"}, split(r"\d+|[a-c]\S?(?=\s|$)", "Removed", True), built_in(False)),
}


PLACED = ("gpt-2 with a space in front", "llama-3", "llama-2", "mistral")


def case(tokenizer: Tokenizer, string: str, has_places: bool) -> list:
    """A text with what the library makes of it."""
    plain = tokenizer.encode(string, add_special_tokens=False)
    places = [[end for offsets in plain.offsets for end in offsets]] if has_places else []
    return [string, tokenizer.encode(string).ids, plain.ids, *places]


def main() -> None:
    with Path(__file__).with_name("tokenizers.jsonl").open("w", encoding="utf-8") as file:
        for name, description in (TOKENIZERS | CUTS).items():
            text = json.dumps(description, ensure_ascii=False)
            tokenizer = Tokenizer.from_str(text)
            strings = STRINGS[::3] if name in CUTS else STRINGS
            cases = [case(tokenizer, string, name in PLACED) for string in strings]
            file.write(json.dumps({"name": name, "tokenizer": text, "cases": cases}, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
