#!/usr/bin/env python3
"""Compare Strata's chat templates with Jinja itself, on random programs and on published templates.

    pip install jinja2==3.1.6
    swift build -c release --product render-templates
    python fuzz_templates.py                          # 100,000 random programs
    python fuzz_templates.py --count 3000 --seed 7
    python fuzz_templates.py --templates FOLDER ...   # every template in these folders, with several conversations
    python fuzz_templates.py --sample 400 > Fixtures/templates.jsonl

Jinja is set up as transformers sets it up for `apply_chat_template`, but for the clock: the day is 26 Jul 2024. A program
that both refuse counts as equal. One that Strata alone refuses counts by what it does not understand; every other difference
is printed, made shorter first. Exits with 1 if there are any.
"""
from __future__ import annotations

import argparse
import collections
import json
import random
import re
import signal
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from jinja2 import TemplateError, nodes
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension, loopcontrols
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

ROOT = Path(__file__).resolve().parents[2]
warnings.simplefilter("ignore")  # Python warns of odd escapes.
sys.setrecursionlimit(5000)


class Generation(Extension):
    """`{% generation %}`, as transformers has it: a call block that gives its own text."""

    tags = {"generation"}

    def parse(self, parser: Parser) -> nodes.Node:
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return nodes.CallBlock(self.call_method("_support"), [], [], body).set_lineno(line)

    def _support(self, caller) -> str:
        return caller()


class TemplateDict:
    """`dict`, as transformers has it."""

    def __call__(self, *args, **kwargs) -> dict:
        return dict(*args, **kwargs)


class TemplateNamespace(Namespace):
    """`namespace`, as transformers has it: without attributes that start with a bar."""

    def __init__(*args, **kwargs) -> None:
        attributes = dict(*args[1:], **kwargs)
        for name in attributes:
            TemplateNamespace._check(name)
        Namespace.__init__(args[0], attributes)

    def __setitem__(self, name: str, value: object) -> None:
        TemplateNamespace._check(name)
        Namespace.__setitem__(self, name, value)

    @staticmethod
    def _check(name: str) -> None:
        if isinstance(name, str) and name.startswith("_"):
            raise SecurityError(name)


def refuse(message: str) -> None:
    raise TemplateError(message)


def tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False) -> str:
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


class BoundedEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, but powers and products with thousands of digits, which take for ever, are errors."""

    intercepted_binops = frozenset(("*", "**"))

    def call_binop(self, context, operator: str, left, right):  # noqa: ANN001, ANN201
        whole = isinstance(left, int) and isinstance(right, int)
        if operator == "**" and whole and abs(left) > 1 and right * left.bit_length() > 4000:
            raise OverflowError("a power of thousands of digits")
        size = len(left) if hasattr(left, "__len__") else len(right) if hasattr(right, "__len__") else 0
        if operator == "*" and size and (left if isinstance(left, int) else right if isinstance(right, int) else 0) > 10_000:
            raise OverflowError("a text of many megabytes")
        return super().call_binop(context, operator, left, right)


def environment() -> ImmutableSandboxedEnvironment:
    """Jinja as transformers uses it."""
    jinja = BoundedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, loopcontrols])
    jinja.filters["tojson"] = tojson
    jinja.globals |= {
        "raise_exception": refuse, "strftime_now": datetime(2024, 7, 26).strftime, "dict": TemplateDict(), "namespace": TemplateNamespace}
    return jinja


JINJA = environment()
# Seconds that Jinja may take for one program.
SECONDS = 5


def time_out(_signal: int, _frame: object) -> None:
    raise TimeoutError(f"more than {SECONDS} seconds")


signal.signal(signal.SIGALRM, time_out)


def reference(template: str, variables: dict) -> dict:
    """What Jinja makes of a template."""
    signal.alarm(SECONDS)
    try:
        # A program may change what it is given.
        text = JINJA.from_string(template).render(**json.loads(json.dumps(variables)))
        text.encode()
        return {"text": text}
    except Exception as error:  # noqa: BLE001: whatever Python raises, the template gives nothing
        return {"error": f"{type(error).__name__}: {error}"}
    finally:
        signal.alarm(0)


class Strata:
    """Strata's interpreter, in one process for all programs."""

    def __init__(self, program: Path) -> None:
        self.program = program

    def render(self, programs: list[tuple[str, dict]]) -> list[dict]:
        lines = "".join(json.dumps({"template": template, "variables": variables}) + "\n" for template, variables in programs)
        done = subprocess.run([self.program], input=lines.encode(), capture_output=True, timeout=600)
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        if done.returncode or len(rows) != len(programs):
            sys.exit(f"{self.program} ended with {done.returncode} after {len(rows)} of {len(programs)} programs: {done.stderr.decode()[-400:]}\n"
                     f"{programs[min(len(rows), len(programs) - 1)]!r}")
        return rows


# MARK: Random programs

VARIABLES = {
    "messages": [
        {"role": "system", "content": "You are a helpful assistant."}, {"role": "user", "content": " What is 17 + 8?\n"},
        {"role": "assistant", "content": "<think>\n17 + 8\n</think>\n\n25", "tool_calls": [
            {"type": "function", "function": {"name": "add", "arguments": {"a": 17, "b": 8.5, "c": [True, None, "é\n\"x\""]}}}]},
        {"role": "user", "content": [{"type": "text", "text": "Ünïcode ☃ 漢字"}, {"type": "image"}]}],
    "tools": [{"name": "get", "description": "A <b>tool</b> & more", "parameters": {"type": "object", "properties": {
        "city": {"type": "string", "enum": ["Ab", "cd"]}, "n": {"type": "integer", "default": 3}}, "required": ["city"]}}],
    "add_generation_prompt": True, "bos_token": "<s>", "eos_token": "</s>", "documents": None, "x": 3, "y": -2.5, "s": "Hello, World", "t": "",
    "numbers": [3, 1, 2, 10, -1], "words": ["banana", "Apple", "cherry", "apple"], "d": {"b": 1, "a": {"k": [1, 2]}, "items": "own"},
    "flag": False, "mixed": [1, "a", None, 2.5, [1], {"q": "z"}], "pairs": [["a", 1], ["b", 2]], "i": 7, "uni": "ÀÉß ǆ Σας ﬁ",
}
NAMES = ("x", "y", "s", "t", "numbers", "words", "d", "flag", "mixed", "pairs", "i", "uni", "messages", "tools", "bos_token", "missing", "a", "b", "c")
STRINGS = ("''", "'a'", "'abc'", "\"it's\"", "'a,b,,c'", "' pad\\t'", "'x\\ny\\n\\nz'", "'é'", "'\\u00e9\\x41\\101'", "'\\U0001F600'", "'%s-%d'", "'{}|{0}'",
           "'Hello World'", "'A-B c'", "'aaa'", "'a' 'b'", "'\\q\\''", "'12'", "'-3.5'", "'1_0'", "' 7 '", "'ab' \"cd\"", "'line1\\r\\nline2'", "'\\\\'", "'\\é'", "'a\\\nb'",
           "'<think>x</think>y'", "'0x1f'", "'ǆ'", "'ΑΣ'", "'\\0'", "'ﬁ'", "'%'", "'%5.2f'", "'{'", "'1e3'", "'tItle case-word'")
NUMBERS = ("0", "1", "2", "3", "7", "-1", "10", "100", "1.5", "0.1", "2.0", "-0.5", "1e3", "1e-7", "3.14159", "1_000", "0x1F", "0b101", "1e16", "123456789", "0.30000000000000004",
           "12345678.9", "1e22", "1e-300", "0o17", "2.5", "1000000000000000")
KEYS = ("role", "content", "a", "b", "k", "name", "items", "text", "type", "missing")
ATTRIBUTES = ("role", "content", "a", "b", "items", "keys", "upper", "function.name", "tool_calls", "missing", "0", "1", "type")
STRING_CALLS = (
    "strip()", "strip('a')", "lstrip('ab ')", "rstrip()", "split()", "split(',')", "split('a', 1)", "rsplit(',', 1)", "split(maxsplit=1)", "upper()", "lower()", "title()",
    "capitalize()", "swapcase()", "startswith('a')", "startswith(('H', 'a'))", "endswith('c')", "replace('a', 'bb')", "replace('', '-')", "replace('a', 'b', 1)", "find('l')",
    "rfind('l')", "index('a')", "count('a')", "count('')", "isdigit()", "isalpha()", "isspace()", "isupper()", "islower()", "isalnum()", "istitle()", "isnumeric()", "join(['x', 'y'])",
    "join(words)", "splitlines()", "splitlines(true)", "partition(',')", "rpartition('a')", "zfill(5)", "center(9, '*')", "ljust(6)", "rjust(6, '.')", "removeprefix('a')",
    "removesuffix('c')", "format(1, 2)", "format(x, a=1)", "find('o', 5)", "startswith('W', 7)", "count('l', 3, 9)", "strip(none)", "isdecimal()", "isascii()", "split('')", "foo()", "lower")
OTHER_CALLS = ("items()", "keys()", "values()", "get('a')", "get('zz', 5)", "get('b', none)", "count(1)", "index(2)", "copy()", "append(1)", "pop()", "update({})", "get(x)")
FILTERS = (
    "trim", "trim('a')", "length", "count", "upper", "lower", "title", "capitalize", "first", "last", "list", "join", "join(', ')", "join('-', attribute='role')", "string", "default('dd')",
    "default('dd', true)", "d(1)", "replace('a', 'b')", "replace('a', 'b', 1)", "reverse", "reverse|list", "sort", "sort(reverse=true)", "sort(case_sensitive=true)",
    "sort(attribute='role')", "sort(attribute='role,content')", "unique|list", "min", "max", "sum", "sum(start=2)", "abs", "int", "int(5)", "int(0, 16)", "float", "float(1.5)", "round", "round(2)", "round(1, 'floor')",
    "round(method='ceil')", "tojson", "tojson(indent=2)", "tojson(ensure_ascii=true)", "tojson(sort_keys=true)", "tojson(separators=(',', ':'))", "items|list", "dictsort",
    "dictsort(by='value')", "dictsort(reverse=true)", "batch(2)|list", "batch(3, 'f')|list", "slice(2)|list", "slice(3, 0)|list", "map('upper')|list", "map(attribute='role')|list", "map(attribute='role', default='q')|list",
    "map('int')|list", "map('default', 'e')|list", "map('tojson')|join(';')", "select|list", "select('string')|list", "reject('none')|list", "select('gt', 1)|list", "selectattr('role', 'equalto', 'user')|list", "selectattr('role')|list",
    "rejectattr('role', 'eq', 'user')|map(attribute='content')|list", "select('in', [1, 2])|list", "selectattr('content', 'string')|list|length", "groupby('role')", "groupby('role')|map(attribute='grouper')|list", "indent",
    "indent(2, true)", "indent(width=1, blank=true)", "indent('> ')", "center(11)", "truncate(5)", "truncate(6, true)", "truncate(9, leeway=0)", "truncate(7, false, '…', 0)", "wordcount", "format(1, 2)", "e", "escape", "safe", "attr('role')",
    "max(attribute='role')", "min(case_sensitive=true)", "unique(attribute='role')|list", "format(x=1)", "select('odd')|list", "map('length')|list", "map('trim')|join(',')", "frobnicate", "striptags", "urlencode", "pprint", "wordwrap(5)", "filesizeformat", "xmlattr")
TESTS = ("defined", "undefined", "none", "string", "number", "integer", "float", "boolean", "mapping", "sequence", "iterable", "callable", "true", "false", "odd", "even", "lower", "upper",
         "divisibleby(2)", "divisibleby 3", "eq(1)", "equalto 'a'", "ne(2)", "gt(1)", "lt 5", "ge(2)", "le(0)", "in([1, 2])", "sameas(none)", "escaped", "filter", "in 'abc'", "==(1)", "frob")


class Programs:
    """Draws programs; what it draws depends on the seed alone."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.functions: list[str] = []
        self.loops = 0
        # Expressions that have a value.
        self.pool: list[str] = []

    def pick(self, options: tuple | list) -> str:
        return self.random.choice(options)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def sound(self, make: Callable[[], str]) -> str:
        """An expression that mostly has a value, so that most programs come to their end; most come more than once."""
        if self.pool and self.chance(0.7):
            return self.pick(self.pool)
        for _ in range(4):
            made = make()
            if self.chance(0.03):
                return made
            if "error" not in reference("{% for q in [3] %}{{ " + made + " }}{% endfor %}", VARIABLES):
                self.pool.append(made)
                return made
        return self.pick(("x", "s", "numbers", "words|length", "d"))

    def value(self, depth: int) -> str:
        """An expression, now and then of one kind throughout, so that not all of them fail."""
        return self.pick((self.text, self.number, self.sequence, self.mapping, self.anything))(depth)

    def text(self, depth: int) -> str:
        if depth <= 0:
            return self.pick((*STRINGS, "s", "t", "uni", "bos_token", "messages[0].content", "messages[1]['content']", "words[0]", "loop.index|string"))
        kind = self.random.randrange(11)
        if kind == 0:
            return f"{self.text(depth - 1)} {self.pick(('+', '~', '~', '+'))} {self.text(depth - 1)}"
        if kind == 1:
            return f"{self.value(depth - 1)} ~ {self.value(depth - 1)}"
        if kind in (2, 3):
            return f"({self.text(depth - 1)}).{self.pick(STRING_CALLS[:-2])}"
        if kind == 4:
            return f"{self.wrapped(self.text(depth - 1))}[{self.slice()}]"
        if kind in (5, 6):
            return f"{self.wrapped(self.text(depth - 1))}|{self.pick(('trim', 'upper', 'lower', 'title', 'capitalize', 'string', 'reverse', 'replace(' + self.text(0) + ', ' + self.text(0) + ')', 'indent(2)', 'tojson', 'default(1)', 'truncate(6)', 'center(12)'))}"
        if kind == 7:
            return f"({self.text(depth - 1)} if {self.value(depth - 1)} else {self.text(depth - 1)})"
        if kind == 8:
            return f"{self.wrapped(self.sequence(depth - 1))}|join({self.text(0)})"
        if kind == 9:
            return f"{self.wrapped(self.text(depth - 1))} * {self.random.randrange(-1, 4)}"
        return f"{self.wrapped(self.pick(STRINGS))} % {self.pick((self.number(0), self.text(0), '(' + self.number(0) + ', ' + self.number(0) + ')', 'x'))}"

    def number(self, depth: int) -> str:
        if depth <= 0:
            return self.pick((*NUMBERS, "x", "y", "i", "numbers[0]", "loop.index", "words|length", "loop.revindex0"))
        kind = self.random.randrange(8)
        if kind <= 2:
            return f"{self.wrapped(self.number(depth - 1))} {self.pick(('+', '-', '*', '/', '//', '%', '**'))} {self.wrapped(self.number(depth - 1))}"
        if kind == 3:
            return f"-{self.wrapped(self.number(depth - 1))}"
        if kind == 4:
            return f"{self.wrapped(self.number(depth - 1))}|{self.pick(('int', 'float', 'round', 'round(1)', 'abs', 'round(0, &quot;ceil&quot;)'.replace('&quot;', chr(39))))}"
        if kind == 5:
            return f"{self.wrapped(self.value(depth - 1))}|{self.pick(('length', 'int', 'float', 'wordcount', 'count'))}"
        if kind == 6:
            return f"({self.number(depth - 1)} if {self.value(depth - 1)} else {self.number(depth - 1)})"
        return f"{self.number(depth - 1)} - {self.number(depth - 1)} * {self.number(depth - 1)}"

    def sequence(self, depth: int) -> str:
        if depth <= 0:
            return self.pick(("numbers", "words", "mixed", "pairs", "messages", "[]", "[1, 2, 3]", "['b', 'a']", "(1, 'x')", "range(4)", "range(1, 9, 3)", "range(3, 0, -1)", "d.items()", "d|list",
                              "s.split(', ')", "'abc'", "tools", "range(2, 2)", "d.keys()", "()", "(1,)"))
        kind = self.random.randrange(9)
        if kind == 0:
            return "[" + ", ".join(self.value(depth - 1) for _ in range(self.random.randrange(4))) + self.pick(("", "")) + "]"
        if kind == 1:
            return "(" + ", ".join(self.value(depth - 1) for _ in range(self.random.randrange(2, 4))) + ")"
        if kind == 2:
            return f"{self.wrapped(self.sequence(depth - 1))}[{self.slice()}]"
        if kind in (3, 4, 5):
            return f"{self.wrapped(self.sequence(depth - 1))}|{self.pick(FILTERS)}"
        if kind == 6:
            return f"{self.wrapped(self.sequence(depth - 1))} + {self.wrapped(self.sequence(depth - 1))}"
        if kind == 7:
            return f"{self.wrapped(self.mapping(depth - 1))}|{self.pick(('dictsort', 'items|list', 'list'))}"
        return f"{self.wrapped(self.sequence(depth - 1))} * {self.random.randrange(3)}"

    def mapping(self, depth: int) -> str:
        if depth <= 0:
            return self.pick(("d", "d.a", "messages[0]", "messages[2].tool_calls[0]", "{}", "{'a': 1, 'b': 'z'}", "tools[0]", "{1: 'one', 1.0: 'uno', true: 'y'}", "dict(a=1, b=[2])", "dict([('k', 1)], z=2)"))
        members = ", ".join(f"{self.pick((*STRINGS[:4], '1', 'x', '1.5', 'none', '(1, 2)', 's'))}: {self.value(depth - 1)}" for _ in range(self.random.randrange(1, 4)))
        return "{" + members + "}"

    def anything(self, depth: int) -> str:
        if depth <= 0:
            return self.pick((*NAMES, "none", "true", "false", "None", "loop.first", "loop.last", "loop.previtem", "ns.v", "True"))
        kind = self.random.randrange(16)
        inner = self.value(depth - 1)
        if kind == 0:
            return f"{self.wrapped(inner)}.{self.pick(KEYS)}"
        if kind == 1:
            return f"{self.wrapped(inner)}[{self.pick((*(repr(key) for key in KEYS), '0', '-1', '1', '5', 'x', 'true'))}]"
        if kind in (2, 3):
            return f"{self.wrapped(inner)}|{self.pick(FILTERS)}"
        if kind in (4, 5):
            return f"{self.wrapped(inner)} is {self.pick(('', '', 'not '))}{self.pick(TESTS)}"
        if kind == 6:
            return f"{self.wrapped(inner)} {self.pick(('==', '!=', '<', '>', '<=', '>=', 'in', 'not in'))} {self.wrapped(self.value(depth - 1))}"
        if kind == 7:
            return f"{inner} {self.pick(('and', 'or'))} {self.value(depth - 1)}"
        if kind == 8:
            return f"not {inner}"
        if kind == 9:
            return f"({inner} if {self.value(depth - 1)})"
        if kind == 10:
            return f"{self.wrapped(inner)}.{self.pick((*STRING_CALLS, *OTHER_CALLS))}"
        if kind == 11:
            return f"{self.number(0)} {self.pick(('<', '<=', '=='))} {self.number(0)} {self.pick(('<', '!=', '>='))} {self.number(0)}"
        if kind == 12 and self.functions:
            arguments = [self.value(depth - 1) for _ in range(self.random.randrange(3))] + ([f"{self.pick(('p', 'q'))}={self.value(0)}"] if self.chance(0.3) else [])
            return f"{self.pick(self.functions)}({', '.join(arguments)})"
        if kind == 13 and self.loops:
            return self.pick(("loop.cycle('u', 'v')", "loop.index", "loop.length", "loop.revindex", "loop.nextitem", "loop.previtem", "loop.changed(x)", "loop.depth", "loop", "loop.foo"))
        if kind == 14:
            return f"{inner} {self.pick(('+', '-', '*', '/', '//', '%', '~'))} {self.value(depth - 1)}"
        return inner

    def wrapped(self, expression: str) -> str:
        return expression if self.chance(0.15) or re.fullmatch(r"\w+", expression) else f"({expression})"

    def slice(self) -> str:
        part = lambda: self.pick(("", "", "0", "1", "-1", "2", "-3", "10", "x", "none"))  # noqa: E731
        return f"{part()}:{part()}" + (f":{self.pick(('', '1', '2', '-1', '-2', '0' if self.chance(0.1) else '3'))}" if self.chance(0.4) else "")

    # Statements

    def tag(self, inside: str) -> str:
        left = self.pick(("", "", "", "-", "-", "+")) if self.chance(0.6) else ""
        right = self.pick(("", "", "", "-", "-", "+")) if self.chance(0.6) else ""
        return "{%" + left + " " + inside + " " + right + "%}"

    def space(self) -> str:
        return self.pick(("", "", " ", "\n", "\n  ", "  \n", "\n\n", " a ", "text\n", "\t", "\r\n", "x\n  y", "{# c #}", "{#- c -#}\n", "  {# c\n #}\n")) if self.chance(0.7) else ""

    def output(self) -> str:
        left, right = (self.pick(("", "", "-")) for _ in range(2))
        return "{{" + left + " " + self.sound(lambda: self.value(self.random.randrange(4))) + " " + right + "}}"

    def body(self, depth: int) -> str:
        return "".join(self.space() + self.statement(depth) for _ in range(self.random.randrange(1, 4))) + self.space()

    def inside_function(self, depth: int) -> str:
        loops, self.loops = self.loops, 0
        made = self.body(depth)
        self.loops = loops
        return made

    def statement(self, depth: int) -> str:
        kind = self.random.randrange(18)
        if depth <= 0 or kind <= 4:
            return self.output()
        if kind in (5, 6):
            return self.tag(f"set {self.pick(('a', 'b', 'c', 'x', 's'))} = {self.sound(lambda: self.value(self.random.randrange(3)))}")
        if kind in (7, 8):
            made = self.tag(f"if {self.sound(lambda: self.value(2))}") + self.body(depth - 1)
            for _ in range(self.random.randrange(2)):
                made += self.tag(f"elif {self.sound(lambda: self.value(1))}") + self.body(depth - 1)
            if self.chance(0.5):
                made += self.tag("else") + self.body(depth - 1)
            return made + self.tag("endif")
        if kind in (9, 10, 11):
            return self.loop(depth)
        if kind == 12:
            return self.tag("set ns = namespace(v=0, w='')") + self.tag("for q in numbers") + self.tag(f"set ns.{self.pick('vw')} = {self.pick(('ns.v + q', 'ns.w ~ q', 'q', self.value(1)))}") \
                + self.space() + self.tag("endfor") + "{{ ns.v }}{{ ns.w }}"
        if kind == 13:
            name = self.pick(("f", "g"))
            signature = self.pick(("", "p", "p, q", "p, q=1", "p=x, q=p", "p='z'"))
            made = self.tag(f"macro {name}({signature})") + self.inside_function(depth - 1) + self.pick(("{{ p }}", "{{ p }}{{ q }}", "{{ varargs }}", "{{ kwargs }}", "{{ caller() }}", "")) + self.tag("endmacro")
            self.functions = [*self.functions, name]
            return made
        if kind == 14:
            return self.pick((
                self.tag(f"set {self.pick('abc')}{self.pick(('', '|upper', '|trim|title'))}") + self.body(depth - 1) + self.tag("endset"),
                self.tag(f"filter {self.pick(('upper', 'trim', 'replace(' + self.text(0) + ', ' + self.text(0) + ')', 'indent|upper', 'length'))}") + self.body(depth - 1) + self.tag("endfilter"),
                self.tag(f"with a = {self.sound(lambda: self.value(1))}, b = {self.pick(('a', self.sound(lambda: self.value(1))))}") + self.body(depth - 1) + self.tag("endwith"),
                self.tag("generation") + self.inside_function(depth - 1) + self.tag("endgeneration"), self.tag("raw") + " {{ x }} {% if %}\n" + self.tag("endraw")))
        if kind == 15 and self.functions:
            return self.tag(f"call{self.pick(('', '(p)'))} {self.pick(self.functions)}({self.pick(('', '1', 's'))})") + self.inside_function(depth - 1) + self.tag("endcall")
        if kind == 16 and self.loops:
            return self.tag(self.pick(("break", "continue"))) if self.chance(0.3) else self.tag(f"if {self.value(1)}") + self.tag(self.pick(("break", "continue"))) + self.tag("endif")
        if kind == 17:
            return self.tag(f"set {self.pick(('a, b', '(a, c)', 'b, ns.v'))} = {self.pick(('1, 2', 'pairs[0]', 's[:2]', self.value(1)))}")
        return self.output()

    def loop(self, depth: int) -> str:
        target = self.pick(("a", "b", "q", "m", "k, v", "x"))
        source = self.pick(("numbers", "words", "messages", "pairs", "range(3)", "d.items()", "[]", "missing", "'ab'", self.sound(lambda: self.sequence(1)))) if target != "k, v" else \
            self.pick(("pairs", "d.items()", "d|items", "d|dictsort", "[(1, 2)]", "'ab'"))
        source += self.pick(("", "", "", f" if {self.value(1)}", f" if {target.split(',')[0]}", " recursive" if self.chance(0.2) else ""))
        self.loops += 1
        made = self.tag(f"for {target} in {source}") + self.body(depth - 1) + self.pick(("", "{{ loop.index }}", "{{ a }}", "{{ loop.last }}", "{{ q }}", "{{ loop(pairs) }}" if self.chance(0.05) else ""))
        self.loops -= 1
        if self.chance(0.25):
            made += self.tag("else") + self.body(depth - 1)
        return made + self.tag("endfor")

    def program(self) -> str:
        self.functions, self.loops = [], 0
        if self.chance(0.35):
            return self.pick(("", "", "", "a\n")) + "{{ " + self.sound(lambda: self.value(self.random.randrange(1, 5))) + " }}"
        return "".join(self.space() + self.statement(self.random.randrange(1, 4)) for _ in range(self.random.randrange(1, 5))) + self.space()


class Comparison:
    """Programs that both have run."""

    def __init__(self, strata: Strata) -> None:
        self.strata = strata
        self.counts: collections.Counter[str] = collections.Counter()
        self.refused: collections.Counter[str] = collections.Counter()
        self.differences = 0

    def judge(self, theirs: dict, ours: dict) -> str:
        if "text" in ours and re.match("NameError: name '(inf|nan)'", theirs.get("error", "")):
            return "no text of Jinja's, which writes an infinity into Python as a name"
        if "text" in ours:
            return "equal" if theirs == ours else "different"
        if "error" in theirs:
            return "equal, both refuse"
        return "refused" if ours["kind"] in ("unsupported", "limit") else "different"

    def compare(self, programs: list[tuple[str, dict]], shown: int) -> None:
        for (template, variables), ours in zip(programs, self.strata.render(programs)):
            theirs = reference(template, variables)
            verdict = self.judge(theirs, ours)
            self.counts[verdict] += 1
            if verdict == "refused":
                self.refused[re.sub(r"^line \d+: ", "", ours["problem"])[:90]] += 1
            if verdict == "different":
                self.differences += 1
                if self.differences <= shown:
                    self.show(template, variables)

    def show(self, template: str, variables: dict) -> None:
        template = self.shorten(template, variables)
        print(f"  {template!r}\n    jinja  {reference(template, variables)!r}\n    strata {self.strata.render([(template, variables)])[0]!r}", flush=True)

    def shorten(self, template: str, variables: dict) -> str:
        size = max(1, len(template) // 2)
        while size >= 1 and len(template) < 4000:
            cuts = [(template[:at] + template[at + size:], variables) for at in range(0, len(template), max(1, size // 2))]
            bad = [cut for cut, ours in zip(cuts, self.strata.render(cuts)) if self.judge(reference(*cut), ours) == "different"]
            if bad:
                template = bad[0][0]
                size = min(size, max(1, len(template) // 2))
            else:
                size //= 2
        return template

    def report(self) -> None:
        print(", ".join(f"{count:,} {verdict}" for verdict, count in self.counts.most_common()))
        for what, count in self.refused.most_common(40):
            print(f"  {count:,} {what}")


# MARK: Published templates

SYSTEM, USER = {"role": "system", "content": "Be brief."}, {"role": "user", "content": " What is 17 + 8? \u00e9\n"}
ASSISTANT = {"role": "assistant", "content": "<think>\nadd\n</think>\n\n25 "}
CONVERSATIONS = {
    "user": [USER], "system": [SYSTEM, USER], "turns": [USER, ASSISTANT, {"role": "user", "content": "And 1?"}],
    "turns with system": [SYSTEM, USER, ASSISTANT, {"role": "user", "content": "And 1?"}], "parts": [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}],
    "tools": [USER, {"role": "assistant", "content": "", "tool_calls": [{"id": "abcdef123", "type": "function", "function": {"name": "add", "arguments": {"a": 1, "b": "x"}}}]},
              {"role": "tool", "tool_call_id": "abcdef123", "name": "add", "content": "{\"sum\": 2}"}],
}
TOOLS = [{"type": "function", "function": {"name": "add", "description": "Adds.", "parameters": {"type": "object", "properties": {
    "a": {"type": "integer", "description": "first"}, "b": {"type": "string", "enum": ["x", "y"]}}, "required": ["a"]}}}]


def conversations() -> Iterator[tuple[str, dict]]:
    """Conversations of several kinds with what else `apply_chat_template` gives a template."""
    tokens = {"bos_token": "<bos>", "eos_token": "<eos>", "unk_token": "<unk>", "pad_token": "<pad>"}
    for name, messages in CONVERSATIONS.items():
        for asks in (True, False):
            for tools in (None, TOOLS):
                yield f"{name}{', prompt' if asks else ''}{', tools' if tools else ''}", tokens | {
                    "messages": messages, "tools": tools, "documents": None, "add_generation_prompt": asks}
    yield "thinking", tokens | {"messages": [SYSTEM, USER], "tools": None, "documents": None, "add_generation_prompt": True, "enable_thinking": False}


def texts_of(value: object) -> Iterator[str]:
    """The templates in the value of `chat_template`."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for entry in value:
            yield from texts_of(entry.get("template") if isinstance(entry, dict) else None)
    elif isinstance(value, dict):
        for entry in value.values():
            yield from texts_of(entry)


def published(folders: list[Path]) -> dict[str, str]:
    """All templates below some folders, each once: `.jinja` files, `chat_template` of JSON files, and literals of Python files."""
    found: dict[str, str] = {}
    for folder in folders:
        for file in sorted(path for path in [folder, *folder.rglob("*")] if path.is_file()):
            name = str(file.relative_to(folder.parent))
            if file.suffix in (".jinja", ".jinja2", ".j2"):
                found.setdefault(file.read_text(encoding="utf-8", errors="replace"), name)
            elif file.suffix == ".json" and file.stat().st_size < 50_000_000:
                text = file.read_text(encoding="utf-8", errors="replace")
                if "chat_template" in text:
                    try:
                        data = json.loads(text)
                    except ValueError:
                        continue
                    for template in texts_of(data.get("chat_template") if isinstance(data, dict) else None):
                        found.setdefault(template, name)
            elif file.suffix == ".py" and file.stat().st_size < 5_000_000:
                text = file.read_text(encoding="utf-8", errors="replace")
                if "{%" in text:
                    for template in literals(text):
                        found.setdefault(template, name)
    return {text: name for text, name in found.items() if "messages" in text and ("{%" in text or "{{" in text)}


def literals(source: str) -> Iterator[str]:
    """The strings of a Python file that look like chat templates."""
    import ast
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "messages" in node.value and ("{%" in node.value or "{{" in node.value):
            yield node.value


def compare_published(strata: Strata, folders: list[Path], shown: int) -> bool:
    comparison = Comparison(strata)
    templates = published(folders)
    refused: dict[str, str] = {}
    for text, name in templates.items():
        programs = [(text, variables) for _, variables in conversations()]
        before = comparison.differences
        comparison.compare(programs, 0)
        if comparison.differences > before:
            for (kind, variables), ours in list(zip(conversations(), strata.render(programs)))[:40]:
                theirs = reference(text, variables)
                if comparison.judge(theirs, ours) == "different":
                    print(f"{name}, {kind}\n  jinja  {str(theirs)[:shown * 80]}\n  strata {str(ours)[:shown * 80]}")
                    break
        for ours in strata.render(programs):
            if ours.get("kind") in ("unsupported", "limit"):
                refused.setdefault(name, ours["problem"])
    print(f"{len(templates)} templates", end=": ")
    comparison.report()
    for name, problem in refused.items():
        print(f"  refused {name}: {problem[:120]}")
    return comparison.differences > 0


def sample(strata: Strata, count: int, seed: int) -> None:
    """Programs of many kinds with what Jinja makes of them, for a test that needs no Python; null is a refusal."""
    programs, seen = Programs(seed), set()
    print(json.dumps({"variables": VARIABLES}, ensure_ascii=False, separators=(",", ":")))
    while count:
        template = programs.program()
        theirs = reference(template, VARIABLES)
        ours = strata.render([(template, VARIABLES)])[0]
        text = theirs.get("text")
        if len(template) > 240 or template in seen or ours.get("kind") == "unsupported" or (text is None and programs.chance(0.9)) or (text is not None and len(text) > 300):
            continue
        seen.add(template)
        print(json.dumps({"template": template, "text": text}, ensure_ascii=False, separators=(",", ":")))
        count -= 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=Path, default=ROOT / ".build/release/render-templates", help="Strata's interpreter")
    parser.add_argument("--count", type=int, default=100_000, help="random programs")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--templates", type=Path, nargs="+", metavar="FOLDER", help="compare the templates that lie in folders instead")
    parser.add_argument("--sample", type=int, metavar="COUNT", help="write so many programs with their texts instead")
    parser.add_argument("--shown", type=int, default=10, help="differences to print")
    arguments = parser.parse_args()
    strata = Strata(arguments.program)
    if arguments.sample:
        return sample(strata, arguments.sample, arguments.seed)
    if arguments.templates:
        sys.exit(compare_published(strata, arguments.templates, arguments.shown))
    programs, comparison = Programs(arguments.seed), Comparison(strata)
    for start in range(0, arguments.count, 500):
        comparison.compare([(programs.program(), VARIABLES) for _ in range(min(500, arguments.count - start))], arguments.shown)
        if start // 500 % 10 == 9:
            print(f"{sum(comparison.counts.values()):,} programs, {comparison.differences} differences", file=sys.stderr, flush=True)
    comparison.report()
    sys.exit(comparison.differences > 0)


if __name__ == "__main__":
    main()
