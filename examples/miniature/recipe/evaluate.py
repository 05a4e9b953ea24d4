"""Measure the two miniature models: losses on problems they were not trained on, and how often they answer right.

Everything is measured with the written bfloat16 weights. A loss is the mean over samples of the mean cross entropy over
the response tokens, without the token that ends the output. For the accuracy a model is asked for one of the styles in
words, writes its response greedily, and is right if the response states exactly the right answer.

    python evaluate.py --models ../models --data ../data --training training.json --output results.json
"""
from __future__ import annotations

import argparse
import json
import platform
from pathlib import Path
from typing import Callable

import tokenizers
import torch
import transformers
from tokenizers import Tokenizer
from transformers import LlamaForCausalLM

import corpus
from checkpoint import load_model
from problems import STYLES, Problem, stated_answer
from tokenizer import base_prompt, chat_prompt, load_tokenizer
from train import THREADS

Prompt = Callable[[str], str]

PROMPTS: dict[str, Prompt] = {"base": base_prompt, "instruct": chat_prompt}
LONGEST_RESPONSE = 260
GENERATION_BATCH = 100


def response_loss(model: LlamaForCausalLM, tokenizer: Tokenizer, prompt: str, response: str) -> float:
    """Mean cross entropy over the tokens of `response` after `prompt`."""
    start, ids = len(tokenizer.encode(prompt).ids), torch.tensor([tokenizer.encode(prompt + response).ids])
    labels = ids.clone()
    labels[:, :start] = -100
    with torch.no_grad():
        return model(ids, labels=labels, use_cache=False).loss.item()


def mean_response_loss(model: LlamaForCausalLM, tokenizer: Tokenizer, prompt: Prompt,
                       pairs: list[tuple[str, str]]) -> float:
    """Mean of `response_loss` over instructions with responses."""
    losses = [response_loss(model, tokenizer, prompt(instruction), response) for instruction, response in pairs]
    return round(sum(losses) / len(losses), 4)


def respond(model: LlamaForCausalLM, tokenizer: Tokenizer, prompts: list[str]) -> list[str]:
    """The greedy responses to prompts, cut where the model ends its output."""
    encoded, end = [tokenizer.encode(prompt).ids for prompt in prompts], model.generation_config.eos_token_id
    width = max(map(len, encoded))
    ids = torch.tensor([[end] * (width - len(row)) + row for row in encoded])
    mask = torch.tensor([[0] * (width - len(row)) + [1] * len(row) for row in encoded])
    output = model.generate(ids, attention_mask=mask, do_sample=False, max_new_tokens=LONGEST_RESPONSE, pad_token_id=end)
    return tokenizer.decode_batch(output[:, width:].tolist(), skip_special_tokens=True)


def accuracy(model: LlamaForCausalLM, tokenizer: Tokenizer, prompt: Prompt, problems: list[Problem], style: str) -> float:
    """Share of problems with the right answer when the style is asked for."""
    rng, right = corpus.random_for(f"evaluation/{style}"), 0
    prompts = [prompt(problem.hinted(style, rng)) for problem in problems]
    for first in range(0, len(problems), GENERATION_BATCH):
        part = slice(first, first + GENERATION_BATCH)
        responses = respond(model, tokenizer, prompts[part])
        right += sum(stated_answer(r, style) == p.answer for r, p in zip(responses, problems[part]))
    return round(right / len(problems), 4)


def evaluate(folder: Path, prompt: Prompt, data: Path) -> dict[str, dict]:
    """All measurements of one model; the loss on the study's data is by the name of the data file."""
    model, tokenizer = load_model(folder).eval(), load_tokenizer(folder)
    result: dict[str, dict] = {"held_out_loss": {}, "held_out_accuracy": {}, "study_loss": {}}
    for task in corpus.TASKS:
        problems = corpus.study_problems(task) + corpus.held_out_problems(task)
        result["held_out_loss"][task] = {style: mean_response_loss(
            model, tokenizer, prompt, [(p.instruction, p.responses[style]) for p in problems]) for style in STYLES}
        result["held_out_accuracy"][task] = {
            style: accuracy(model, tokenizer, prompt, problems, style) for style in STYLES}
    for path in sorted(data.glob("*.json")):
        pairs = [(record["instruction"], record["output"]) for record in json.loads(path.read_text(encoding="utf-8"))]
        result["study_loss"][path.stem] = mean_response_loss(model, tokenizer, prompt, pairs)
    return result


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, required=True, help="folder with the folders base and instruct")
    parser.add_argument("--data", type=Path, required=True, help="folder with the data files of the study")
    parser.add_argument("--training", type=Path, required=True, help="what train.py wrote with --log")
    parser.add_argument("--output", type=Path, required=True, help="JSON file to write the results into")
    args = parser.parse_args()
    torch.set_num_threads(THREADS)
    results = {
        "versions": {"python": platform.python_version(),
                     **{library.__name__: library.__version__ for library in (torch, transformers, tokenizers)}},
        "training": json.loads(args.training.read_text(encoding="utf-8")),
        "evaluation": {name: evaluate(args.models / name, prompt, args.data) for name, prompt in PROMPTS.items()}}
    args.output.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
