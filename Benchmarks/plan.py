#!/usr/bin/env python3
"""Plan a reproduction of the papers: core-hours of every model, from rates that are measured here and now.

For each published shape two slices of one and two layers with random weights are written and removed again, and the
program computes samples of the papers' own text with them, at several lengths. The second slice less the first is a
layer, the rest of the first the output head; with them, the cost of every sample of every data file follows from its
number of tokens under the model's own tokenizer. CPU seconds are counted, so other load on the machine stretches the
measuring, not the plan. Needs Python 3 and nothing else.
"""
import argparse
import gzip
import json
import os
import platform
import random
import signal
import struct
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "examples/slurm/README.md"
MARKS = ("<!-- plan: written by `make plan` -->", "<!-- end of plan -->")
MAX_LENGTH = 1024
# Tokens that are measured together at least, so that reading the weights is shared as in a study.
BATCH_TOKENS = 512
SYSTEM = "You are a helpful assistant."
# Machines of the plan: words, cores.
MACHINES = (("laptop, 8 cores", 8), ("node, 64 cores", 64), ("20 nodes, 1,280 cores", 1280))

GEMMA2 = dict(model_type="gemma2", architectures=["Gemma2ForCausalLM"], head_dim=256, vocab_size=256000,
              hidden_activation="gelu_pytorch_tanh", hidden_act="gelu_pytorch_tanh", query_pre_attn_scalar=256,
              attn_logit_softcapping=50.0, final_logit_softcapping=30.0, sliding_window=4096, rms_norm_eps=1e-6,
              rope_theta=10000.0, tie_word_embeddings=True, torch_dtype="bfloat16")
LLAMA = dict(model_type="llama", architectures=["LlamaForCausalLM"], hidden_act="silu", rms_norm_eps=1e-5,
             num_attention_heads=32, hidden_size=4096, tie_word_embeddings=False, torch_dtype="bfloat16")


@dataclass(frozen=True)
class Shape:
    """A published model: its `config.json`, its tokenizer and what its chat template puts around an instruction."""
    name: str
    layers: int
    config: dict
    tokenizer: str
    chat: str


SHAPES = (
    Shape("Qwen2-1.5B", 28, dict(
        model_type="qwen2", architectures=["Qwen2ForCausalLM"], hidden_size=1536, intermediate_size=8960,
        num_attention_heads=12, num_key_value_heads=2, vocab_size=151936, hidden_act="silu", rms_norm_eps=1e-6,
        rope_theta=1e6, tie_word_embeddings=True, torch_dtype="bfloat16"), "qwen2.5",
        f"<|im_start|>system\n{SYSTEM}<|im_end|>\n<|im_start|>user\n%s<|im_end|>\n<|im_start|>assistant\n"),
    Shape("gemma-2-2b", 26, GEMMA2 | dict(
        hidden_size=2304, intermediate_size=9216, num_attention_heads=8, num_key_value_heads=4), "gemma-2",
        "<start_of_turn>user\n%s<end_of_turn>\n<start_of_turn>model\n"),
    Shape("gemma-2-9b", 42, GEMMA2 | dict(
        hidden_size=3584, intermediate_size=14336, num_attention_heads=16, num_key_value_heads=8), "gemma-2",
        "<start_of_turn>user\n%s<end_of_turn>\n<start_of_turn>model\n"),
    Shape("Llama-2-7b", 32, LLAMA | dict(
        intermediate_size=11008, num_key_value_heads=32, vocab_size=32000, rope_theta=10000.0), "llama-2",
        f"<s>[INST] <<SYS>>\n{SYSTEM}\n<</SYS>>\n\n%s [/INST]"),
    Shape("Llama-3.1-8B", 32, LLAMA | dict(
        intermediate_size=14336, num_key_value_heads=8, vocab_size=128256, rope_theta=500000.0,
        rope_scaling=dict(rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
                          original_max_position_embeddings=8192)), "llama-3",
        f"<|start_header_id|>system<|end_header_id|>\n\n{SYSTEM}<|eot_id|><|start_header_id|>user<|end_header_id|>\n\n"
        "%s<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n"),
)


# Checkpoints

def tensors(shape: Shape, layers: int) -> list[tuple[str, tuple[int, ...]]]:
    """Name and shape of every tensor of the first `layers` layers, embedding and head."""
    c = shape.config
    hidden, inner = c["hidden_size"], c["intermediate_size"]
    head = c.get("head_dim", hidden // c["num_attention_heads"])
    queries, keys = c["num_attention_heads"] * head, c["num_key_value_heads"] * head
    found = [("model.embed_tokens.weight", (c["vocab_size"], hidden)), ("model.norm.weight", (hidden,))]
    if not c["tie_word_embeddings"]:
        found.append(("lm_head.weight", (c["vocab_size"], hidden)))
    norms = ["input_layernorm", "post_attention_layernorm"]
    if c["model_type"] == "gemma2":
        norms += ["pre_feedforward_layernorm", "post_feedforward_layernorm"]
    for layer in range(layers):
        prefix = f"model.layers.{layer}."
        found += [(f"{prefix}{norm}.weight", (hidden,)) for norm in norms]
        maps = dict(q=(queries, hidden), k=(keys, hidden), v=(keys, hidden), o=(hidden, queries))
        found += [(f"{prefix}self_attn.{name}_proj.weight", size) for name, size in maps.items()]
        if c["model_type"] == "qwen2":
            found += [(f"{prefix}self_attn.{name}_proj.bias", maps[name][:1]) for name in "qkv"]
        found += [(f"{prefix}mlp.{name}_proj.weight", size) for name, size in
                  dict(gate=(inner, hidden), up=(inner, hidden), down=(hidden, inner)).items()]
    return found


def elements(size: tuple[int, ...]) -> int:
    return size[0] * (size[1] if len(size) > 1 else 1)


def parameters(shape: Shape) -> int:
    return sum(elements(size) for _, size in tensors(shape, shape.layers))


def random_block() -> bytes:
    """bfloat16 numbers around 0; so many, a prime, that no two rows of a matrix made of copies of it are equal."""
    generator = random.Random(7)
    return b"".join(struct.pack("<f", generator.gauss(0, 0.02))[2:] for _ in range(524287))


def write_checkpoint(folder: Path, shape: Shape, layers: int, tokenizer: Path, block: bytes | None) -> None:
    """A checkpoint with random weights, or with holes for weights: then the file takes no room."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(shape.config | dict(num_hidden_layers=layers)))
    if not (folder / "tokenizer.json").exists():
        (folder / "tokenizer.json").symlink_to(tokenizer)
    header, offset = {}, 0
    for name, size in tensors(shape, layers):
        end = offset + 2 * elements(size)
        header[name] = dict(dtype="BF16", shape=size, data_offsets=[offset, end])
        offset = end
    text = json.dumps(header).encode()
    with open(folder / "model.safetensors", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        if block is None:
            file.truncate(8 + len(text) + offset)
            return
        for _ in range(offset // len(block)):
            file.write(block)
        file.write(block[: offset % len(block)])


# The program

class Program:
    """The built program, and the CPU seconds that it takes."""

    def __init__(self, file: Path, threads: int):
        self.file, self.threads = file, threads

    def run(self, *arguments: object, text: bytes | None = None) -> tuple[bytes, float]:
        with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as output:
            source.write(text or b"")
            source.seek(0)
            process = subprocess.Popen([self.file, *map(str, arguments)], stdin=source, stdout=output)
            try:
                _, status, usage = os.wait4(process.pid, 0)
            except BaseException:
                process.kill()
                raise
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                sys.exit(f"{self.file.name} {' '.join(map(str, arguments))} failed")
            output.seek(0)
            return output.read(), usage.ru_utime + usage.ru_stime

    def tokens(self, tokenizer: Path, texts: list[str], offsets: bool = False) -> list[dict]:
        lines = "".join(json.dumps({"text": text}) + "\n" for text in texts).encode()
        options = ("--offsets",) if offsets else ()
        output, _ = self.run("tokenize", "--tokenizer", tokenizer, "--jsonl", *options, text=lines)
        return [json.loads(line) for line in output.splitlines()]

    def compute(self, checkpoint: Path, data: Path) -> float:
        """CPU seconds of computing all records of `data`, without those of starting up."""
        common = ("compute", "--checkpoint", checkpoint, "--data", data, "--no-extrema", "--quiet", "--json")
        _, start = self.run(*common, "--compare-prompting")
        output = data.with_suffix(".jsonl")
        _, whole = self.run(*common, "--threads", self.threads, "--output", output)
        output.unlink()
        return whole - start


# Rates

@dataclass
class Rates:
    """CPU seconds of a shape: of a layer by length, and of the head for a labelled token."""
    layer: list[tuple[int, float]]
    head: float

    def seconds(self, tokens: int, labels: int, layers: int) -> float:
        return layers * self.layer_seconds(tokens) + labels * self.head

    def layer_seconds(self, tokens: int) -> float:
        """Seconds a token, in a straight line between measured lengths and as at the last beyond it."""
        points = [(length, seconds / length) for length, seconds in self.layer]
        (length, rate), *rest = points
        for following, next_rate in rest:
            if length <= tokens < following:
                share = (tokens - length) / (following - length)
                return tokens * (rate + share * (next_rate - rate))
            length, rate = following, next_rate
        return tokens * (points[0][1] if tokens < points[0][0] else rate)


def samples(program: Program, tokenizer: Path, texts: list[str], length: int) -> list[dict]:
    """A record for each of `texts`, cut to about `length` tokens, nearly all of them labelled."""
    records = []
    for text, found in zip(texts, program.tokens(tokenizer, texts, offsets=True)):
        records.append(dict(instruction="Q", input="", output=text[: found["offsets"][length - 3][1]]))
    return records


def measure(program: Program, shape: Shape, tokenizer: Path, texts: list[str], lengths: list[int],
            block: bytes) -> Rates:
    with tempfile.TemporaryDirectory(prefix="strata-plan-") as name:
        folder = Path(name)
        tokens, sizes, seconds = [], [], ([], [])
        for length in lengths:
            records = samples(program, tokenizer, texts[: -(-BATCH_TOKENS // length)], length)
            (folder / f"{length}.json").write_text(json.dumps(records))
            counts = program.tokens(tokenizer, [f"Q\n{record['output']}" for record in records])
            tokens.append(round(sum(len(found["ids"]) for found in counts) / len(records)))
            sizes.append(len(records))
        for layers, found in zip((1, 2), seconds):
            write_checkpoint(folder / "slice", shape, layers, tokenizer, block)
            for length, size in zip(lengths, sizes):
                found.append(program.compute(folder / "slice", folder / f"{length}.json") / size)
                print(f"{shape.name}, {layers} of {shape.layers} layers, {length} tokens: {found[-1]:.2f} CPU s a sample",
                      file=sys.stderr, flush=True)
    layer = [max(two - one, 0) for one, two in zip(*seconds)]
    head = sum(max(one - of_layer, 0) for one, of_layer in zip(seconds[0], layer))
    return Rates(list(zip(tokens, layer)), head / sum(count - 2 for count in tokens))


# The plan

def style(file: Path) -> str:
    if "wiki_popularity" in file.parent.name:
        return "knowledge"
    return "detailed" if file.stem.endswith("gpt4o") else "none" if file.stem.endswith("no_cot") else "simplified"


STYLES = ("none", "simplified", "detailed", "knowledge")


def lengths_of(program: Program, tokenizer: Path, data: Path) -> dict[str, list[tuple[int, int]]]:
    """Tokens and labels of every sample under a base prompt, by style."""
    found: dict[str, list[tuple[int, int]]] = {name: [] for name in STYLES}
    pairs = [(style(file), f"{record['instruction']}\n", record["output"])
             for file in sorted(data.glob("*/*.json")) for record in json.loads(file.read_text())]
    whole = program.tokens(tokenizer, [prompt + output for _, prompt, output in pairs])
    parts = program.tokens(tokenizer, [prompt for _, prompt, _ in pairs])
    for (name, _, _), text, prompt in zip(pairs, whole, parts):
        found[name].append((len(text["ids"]), len(text["ids"]) - len(prompt["ids"])))
    return found


def cut(tokens: int, labels: int, more: int) -> tuple[int, int]:
    """A sample with `more` tokens before its response, cut to the longest length."""
    over = max(tokens + more - MAX_LENGTH, 0)
    return tokens + more - over, max(labels - over, 0)


def duration(hours: float) -> str:
    return f"{hours:.1f} hours" if hours < 10 else f"{hours:.0f} hours" if hours < 72 else f"{hours / 24:,.0f} days"


def number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 or value == round(value) else f"{value:.1f}"


def processor() -> str:
    names = [line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
    return names[0] if names else platform.machine()


def memory(program: Program, shape: Shape, tokenizer: Path) -> int:
    """Bytes that one sample of the longest length takes in the whole model."""
    with tempfile.TemporaryDirectory(prefix="strata-plan-") as name:
        write_checkpoint(Path(name), shape, shape.layers, tokenizer, None)
        return json.loads(program.run("inspect", name, "--tokens", MAX_LENGTH, "--json")[0])["sample_bytes"]


def table(head: tuple[str, ...], rows: list[list[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def plan(program: Program, arguments: argparse.Namespace, work: Path) -> str:
    block = random_block()
    tokenizers = {shape.tokenizer: unpacked(arguments.tokenizers / shape.tokenizer, work) for shape in SHAPES}
    long = sorted(arguments.data.glob("wiki_popularity/popular_wikipedia_1000.json"))
    if not long:
        sys.exit(f"{arguments.data} does not hold the papers' data: there is no wiki_popularity/popular_wikipedia_1000.json")
    outputs = [record["output"] for record in json.loads(long[0].read_text())]
    texts = [" ".join(outputs[start : start + 4]) for start in range(0, 4 * -(-BATCH_TOKENS // min(arguments.lengths)), 4)]
    files = len(list(arguments.data.glob("*/*.json")))
    hours, rates, total, lengths = [], [], 0.0, {}
    for shape in SHAPES:
        tokenizer = tokenizers[shape.tokenizer]
        if shape.tokenizer not in lengths:
            lengths[shape.tokenizer] = lengths_of(program, tokenizer, arguments.data)
        chat = len(program.tokens(tokenizer, [shape.chat % ""])[0]["ids"]) - 1
        found = measure(program, shape, tokenizer, texts, arguments.lengths, block)
        row = []
        for name in STYLES:
            counts = lengths[shape.tokenizer][name]
            row.append(sum(found.seconds(*cut(tokens, labels, more), shape.layers)
                           for more in (0, chat) for tokens, labels in counts) / 3600)
        total += sum(row)
        hours.append([f"{shape.name} and its instruct partner", *map(number, row), number(sum(row))])
        size = parameters(shape)
        rates.append([shape.name, f"{size / 1e9:.2f}"]
                     + [f"{size * at / found.seconds(at, at, shape.layers) / 1e9:.1f}" for at in arguments.lengths]
                     + [f"{memory(program, shape, tokenizer) / 1e9:.1f}"])
    hours.append(["**all 10 models**", *("" for _ in STYLES), f"**{number(total)}**"])
    walls = [[words, duration(total / cores)] for words, cores in MACHINES]
    samples_each = sum(map(len, next(iter(lengths.values())).values()))
    return "\n\n".join([
        f"Core-hours of 10 models on the {files} data files that the authors published ({samples_each:,} samples a model, "
        f"cut to {MAX_LENGTH:,} tokens), the gradients of q, k, v and o:",
        table(("model", *STYLES, "all"), hours),
        "The same, if all cores compute all the time at the rate of this machine's:",
        table(("machine", "time"), walls),
        f"Measured on {processor()} with {number(program.threads)} threads, in billions of parameters × tokens a core-second "
        "for samples of so many tokens, all labelled; and the GB that a sample of "
        f"{MAX_LENGTH:,} tokens takes by `strata inspect`, beside the checkpoint:",
        table(("shape", "parameters, 10⁹", *(f"{length} tokens" for length in arguments.lengths), "GB a sample"), rates),
    ])


def unpacked(folder: Path, work: Path) -> Path:
    """The `tokenizer.json` in `folder`, unpacked where it is packed."""
    file = folder / "tokenizer.json"
    if file.exists():
        return file.resolve()
    target = work / f"{folder.name}.json"
    target.write_bytes(gzip.decompress((folder / "tokenizer.json.gz").read_bytes()))
    return target


def write(text: str) -> None:
    """Puts the plan between its marks in the guide."""
    guide = GUIDE.read_text()
    start, end = guide.index(MARKS[0]) + len(MARKS[0]), guide.index(MARKS[1])
    GUIDE.write_text(f"{guide[:start]}\n\n{text}\n\n{guide[end:]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strata", type=Path, default=ROOT / ".build/release/strata")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared/data/layer_gradient")
    parser.add_argument("--tokenizers", type=Path, default=ROOT.parent / "shared/tokenizers",
                        help="a folder with qwen2.5/, gemma-2/, llama-2/ and llama-3/, each with tokenizer.json")
    parser.add_argument("--lengths", type=lambda text: [int(part) for part in text.split(",")], default=[64, 256, 768],
                        help="tokens of the samples that are measured")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--write", action="store_true", help=f"put the plan into {GUIDE.relative_to(ROOT)}")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was written is removed
    with tempfile.TemporaryDirectory(prefix="strata-plan-") as work:
        text = plan(Program(arguments.strata, arguments.threads), arguments, Path(work))
    print(text)
    if arguments.write:
        write(text)


if __name__ == "__main__":
    main()
