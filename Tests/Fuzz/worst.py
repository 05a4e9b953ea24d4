"""Reads 1 MB of the worst that a parser may be given, many kinds of it, and measures what each takes.

    python3 Tests/Fuzz/worst.py .build-fuzz/release/fuzz [TARGET...]

Inputs are made of the seeds: a piece of one again and again, as often as fits, in its place; and of openings that files of
any kind may have, without end. What libraries have found quadratic or deep was nearly always of these two forms. Each input is
read by a process of its own. Prints the slowest and the largest of each target; fails where one takes more than 10 seconds or
1 GB, dies, or does not end.
"""

import gzip
import os
import random
import resource
import subprocess
import sys
import tempfile
import zlib

SIZE = 1 << 20
SECONDS, BYTES = 10, 1 << 30
SEEDS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Seeds")
# Pieces of each seed that are repeated, at places drawn by a generator with a fixed seed.
PIECES = 12

OPENINGS = {
    "json": ["[", "[[],", '{"a":', '{"a":0,', "1", "1,", '"a",', '"', "\\u0000", "\n", " ", "[{}],", "-", "1e", "[1e9999,"],
    "yaml": ["[", "{a: ", "- ", "? ", "a: b\n", "- - ", "&a ", "*a ", "!!a ", "'", '"', "|\n", "#", "---\n", "a:\n ", ": ", "%"],
    "markup": [
        "<", "<a ", "<a b=", "</", "<!--", "<![CDATA[", "&", "&#", "[", "![", "](", "[a](", "[a]: b\n", "*", "*a ", "_a", "**a",
        "`", "` ", "```\n", "~", "> ", "- ", "1. ", "#", "|", "|a", "|-|\n", "\\", "http://", "a@b.", ":", "<p>", "a\n", "\n",
        "{{% a %}}", "{{< a ", "<script>", "<a href='",
    ],
    "template": [
        "{", "{{", "{%", "{#", "{{ a", "{{ not ", "{{ (", "{{ [", "{{ -", "{% if a %}", "{% for a in b %}", "{% set a = 1 %}",
        "{{ 'a' }}", "{{ a|b", "{{ a.b", "{{ a[0]", "{{ a + ", "{{ a ~ ", "'", "{{#a}}", "{{^a}}", "{{>a}}", "{{$a}}", "{{/a}}",
        "{{=<% %>=}}", "{{{a}}}", "{{a}}", "{% macro a() %}", "{% raw %}", "\n",
    ],
    "bytes": ["\0", "\xff", "\x7f"],
}
KINDS = {
    "safetensors": ["json"], "index": ["json"], "config": ["json"], "tokenizer": ["json"], "json": ["json"],
    "data": ["json"], "lines": ["json"], "template": ["template"], "mustache": ["template", "markup"], "study": ["yaml"],
    "site": ["yaml"], "markdown": ["markup", "yaml"], "html": ["markup"], "archive": [], "store": [],
}


def repeated(piece, size=SIZE):
    return (piece * (size // max(len(piece), 1) + 1))[:size]


def openings(target):
    for kind in KINDS[target] + ["bytes"]:
        for opening in OPENINGS[kind]:
            yield f"{opening!r} again and again", repeated(opening.encode("latin-1"))


def header(body):
    """A file of weights whose header is `body`."""
    return len(body).to_bytes(8, "little") + body


def packed(target):
    """What becomes much more when it is unpacked."""
    zeros = b"[" + b"0," * (1 << 28)
    if target == "data":
        small = zlib.compressobj(9, zlib.DEFLATED, 31)
        yield "gzip of zeros", (small.compress(zeros) + small.flush())[:SIZE]
        yield "gzip of many members", repeated(gzip.compress(b"[]", mtime=0))


def pieces(seed, draw):
    """The seed with a piece of it repeated in its place: lines, what stands between commas, and pieces of any length."""
    for _ in range(PIECES):
        start = draw.randrange(len(seed))
        kind = draw.randrange(3)
        if kind < 2:
            mark = [b"\n", b","][kind]
            start = seed.rfind(mark, 0, start) + 1
            end = seed.find(mark, start) + 1 or len(seed)
        else:
            end = min(len(seed), start + 1 + draw.randrange(40))
        piece = seed[start:end]
        rest = len(seed) - len(piece)
        yield seed[:start] + repeated(piece, max(SIZE - rest, 1)) + seed[end:]


def inputs(target):
    yield from openings(target)
    if target == "safetensors":
        for name, body in openings("json"):
            yield f"header of {name}", header(body)
    yield from packed(target)
    draw = random.Random(15)
    folder = os.path.join(SEEDS, target)
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as file:
            seed = file.read()
        for place, found in enumerate(pieces(seed, draw)):
            yield f"piece {place} of {name}", found
            if target == "safetensors" and len(seed) > 8:
                yield f"piece {place} of {name}, of that length", header(found[8:])


def run(program, target, file):
    """Seconds of processor, bytes and status of reading `file`."""
    child = subprocess.Popen(
        [program, target, "-rss_limit_mb=0", "-timeout=60", "-max_len=4000000", "-artifact_prefix=/dev/null", file],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30)),
    )
    _, status, usage = os.wait4(child.pid, 0)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, status


def main():
    program = sys.argv[1]
    bad = 0
    for target in sys.argv[2:] or sorted(KINDS):
        count, slowest, largest = 0, (0, ""), (0, "")
        for name, content in inputs(target):
            with tempfile.NamedTemporaryFile(dir="/dev/shm") as file:
                file.write(content)
                file.flush()
                seconds, size, status = run(program, target, file.name)
            count += 1
            slowest, largest = max(slowest, (seconds, name)), max(largest, (size, name))
            if status != 0 or seconds > SECONDS or size > BYTES:
                bad += 1
                print(f"{target}: TOO MUCH for {name}: {seconds:.1f} s, {size >> 20} MB, status {status}", flush=True)
        print(f"{target}: {count} inputs; {slowest[0]:.2f} s for {slowest[1]}; {largest[0] >> 20} MB for {largest[1]}", flush=True)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
