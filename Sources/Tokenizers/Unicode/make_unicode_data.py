"""Writes UnicodeData.swift: the character data that Hugging Face's tokenizers work with.

    pip install unicodedata2==16.0.0 tokenizers==0.23.3
    python make_unicode_data.py > UnicodeData.swift

Their regular expressions (Oniguruma) know Unicode 16; their normalisation knows Unicode 9, so a mark added later
is for it a character without canonical properties. Canonical properties of a character never change once it is
assigned: those of Unicode 16 are taken and cut down to the characters of Unicode 9, which perl knows.
"""

import subprocess
import textwrap

import unicodedata2 as unicode
from tokenizers import pre_tokenizers

SCALARS = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]
HANGUL = range(0xAC00, 0xD7A4)


def scalars_of_unicode_9():
    script = "for (0..0x10FFFF) { next if $_ >= 0xD800 && $_ < 0xE000; print \"$_\\n\" if chr =~ /\\p{Present_In: 9.0}/ }"
    return {int(line) for line in subprocess.run(["perl", "-e", script], capture_output=True, text=True).stdout.split()}


def runs(values):
    """Neighbouring scalars with the same value, as (first, last, value)."""
    found = []
    for scalar, value in values:
        if found and found[-1][1] == scalar - 1 and found[-1][2] == value:
            found[-1][1] = scalar
        else:
            found.append([scalar, scalar, value])
    return found


def span(first, last):
    return f"{first:X}" if first == last else f"{first:X}-{last:X}"


def categories():
    named = ((c, unicode.category(chr(c))) for c in SCALARS if unicode.category(chr(c)) != "Cn")
    return [f"{span(a, b)}={name}" for a, b, name in runs(named)]


def punctuation():
    """Where the pre-tokenizer `Punctuation`, which knows Unicode 8, differs from ASCII punctuation and general category P."""
    cutter = pre_tokenizers.Punctuation("isolated")

    def is_cut(c):
        return len(cutter.pre_tokenize_str(f"a{chr(c)}a")) == 3

    def is_known(c):
        return unicode.category(chr(c))[0] == "P" or chr(c) in "$+<=>^`|~"

    return [span(a, b) for a, b, _ in runs((c, 0) for c in SCALARS if is_cut(c) != is_known(c))]


def digits():
    """Numbers of the pre-tokenizer `Digits`, which knows Unicode 17, that are none in Unicode 16."""
    cutter = pre_tokenizers.Digits(individual_digits=True)
    known = (c for c in SCALARS if unicode.category(chr(c))[0] == "N")
    more = set(SCALARS) - set(known)
    return [span(a, b) for a, b, _ in runs((c, 0) for c in SCALARS if c in more and len(cutter.pre_tokenize_str(f"a{chr(c)}a")) == 3)]


def combining_classes(known):
    classes = ((c, unicode.combining(chr(c))) for c in SCALARS if c in known and unicode.combining(chr(c)))
    return [f"{span(a, b)}={value}" for a, b, value in runs(classes)]


def decompositions(known):
    for c in SCALARS:
        mapping = unicode.decomposition(chr(c))
        if c not in known or c in HANGUL or not mapping or mapping.startswith("<"):
            continue
        sign = "=" if unicode.normalize("NFC", chr(c)) == chr(c) else "!"
        yield f"{c:X}{sign}{'+'.join(f'{int(part, 16):X}' for part in mapping.split())}"


def write(name, comment, items):
    print(f"\n  /// {comment}")
    print(f'  static let {name} = """')
    print(textwrap.indent(textwrap.fill(" ".join(items), 104, break_on_hyphens=False), "    "))
    print('    """')


def main():
    known = scalars_of_unicode_9()
    print("// Made by make_unicode_data.py, which says where the data comes from. Do not edit.")
    print("\n/// Character data in text form; all numbers of scalars are hexadecimal.")
    print("enum UnicodeData {", end="")
    write("categories", "Ranges with their general category, Unicode 16; scalars that are left out are of Cn.", categories())
    write("punctuation", "Where `Punctuation` differs from ASCII punctuation and category P.", punctuation())
    write("digits", "What `Digits` takes for a number beside category N.", digits())
    write("combiningClasses", "Ranges with their canonical combining class, in decimal; Unicode 9.", combining_classes(known))
    write(
        "decompositions",
        "Canonical decompositions, Unicode 9; after `!` those that are never composed again.",
        decompositions(known),
    )
    print("}")


main()
