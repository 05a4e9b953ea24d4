"""Write strings that are hard to tokenise, with the ids that the `tokenizers` library gives them.

Fields: `text`, `ids` (with the special token that the tokenizer puts in front) and `ids_no_special`.

    python tokenization.py --model ../models/base --data ../data --output tokenization.jsonl
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path

from tokenizer import SPECIAL_TOKENS, base_prompt, chat_prompt, load_tokenizer

SPACES = ("", " ", "  ", "   ", "        ", "\t", "\t\t", " \t ", "\n", "\n\n", "\n\n\n", "\r\n", "\r\n\r\n", "\r", " \n", "\n ",
          " \n \n ", "\u00a0", "\u2003\u2003", "\u3000", "\u0085", "\u2028", "\u200b", "\x0b\x0c", "one  two", "one   two",
          "one \n two", "one\n\n\ntwo", "one\t two", "one \ttwo", "  one", "one  ", "one \u00a0two", "one\u3000\u3000two",
          "a \u2009 b", "tail \n", "tail\n ", " 7", "  7", "   42 ", "x  7", "\n7", "\n\n  7")
NUMBERS = ("0", "42", "007", "123456", "3.5", "1,000", "17 + 8 = 25", "17+8=25", "-4", "5%", "6*7", "48/6", "2x4", "x9y10z",
           "½ cup", "m² and m³", "Ⅻ", "٤٢", "४२", "𝟘𝟙", "①②", "1\u03012", "9plums", "plums9")
LETTERS = ("Zoë", "João", "Noé", "Zoe\u0308", "Joa\u0303o", "ÉCOLE", "straße", "İstanbul", "ǅungla", "ﬁne", "ｗｉｄｅ", "Ångström",
           "Здравствуйте", "καλημέρα", "שלום", "مرحبا", "नमस्ते", "สวัสดี", "你好", "今日は", "안녕", "ქართული", "𝓂𝒶𝓉𝒽", "ʰmodifier",
           "e\u0301\u0302\u0303", "\u0301alone", "a\u200db", "क्षि", "x\ufe0f", "ab\u00adcd", "\ufeffmark", "CamelCaseWord",
           "antidisestablishment", "zzzzzzzzzzzz", "the" * 12)
CONTRACTIONS = ("it's", "IT'S", "we're they've I'm", "don't won't", "she'll he'd", "o'clock", "'tis", "'s", "'S a", "it’s",
                "it'ſ", "rock'n'roll", "''s", "x'REy", "7's", " 's", "'llama", "y'all'd've")
SIGNS = ("!", "?!", "...", "…", "?\n", "!\n\n", " !\n", ".\r\n", "a.b", "a . b", "(one)", " (one) ", "[1, 2]", "\"quoted,\" said",
         "“quoted”", "one-two--three—four", "snake_case", "a/b\\c", "#tag @name", "$5 & €6", "a<b>c", "{\"k\": [1]}", "~~~",
         "==== ====", "C++", "f(x) = x^2", "http://x.y/z?q=1", "Question: Who?\nAnswer: Ada", "A,B;C:D", "😀", "👩‍🚀", "🇩🇪🇫🇷",
         "👍🏿!", "∑ ≤ ∞ → λ", "\x00", "\x01\x7f", "\x1b[0m", "\ue000", "\U0010ffff", "\ufffd")
MARKERS = ("".join(SPECIAL_TOKENS), *SPECIAL_TOKENS, "a<|im_end|>b", " <|im_start|> user\n", "<|im_start|>user\n<|im_end|>\n",
           "<|im_start|", "<|IM_END|>", "<|begin_of_text|><|begin_of_text|>Ada", "<|im_end|>\n\n<|end_of_text|>  7",
           "<|eot_id|><s></s>", "Ġthe Ċ ▁the <0x41>")


def study_texts(data: Path) -> list[str]:
    """A response of every data file after its base prompt and after its chat prompt."""
    texts = []
    for path in sorted(data.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))[1]
        texts += [prompt(record["instruction"]) + record["output"] for prompt in (base_prompt, chat_prompt)]
    return texts


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="folder with tokenizer.json")
    parser.add_argument("--data", type=Path, required=True, help="folder with the data files of the study")
    parser.add_argument("--output", type=Path, required=True, help="file to write, one JSON object per line")
    args = parser.parse_args()
    tokenizer = load_tokenizer(args.model)
    with args.output.open("w", encoding="utf-8") as file:
        for text in [*SPACES, *NUMBERS, *LETTERS, *CONTRACTIONS, *SIGNS, *MARKERS, *study_texts(args.data)]:
            ids = {"ids": tokenizer.encode(text).ids, "ids_no_special": tokenizer.encode(text, add_special_tokens=False).ids}
            file.write(json.dumps({"text": text} | ids) + "\n")


if __name__ == "__main__":
    main()
