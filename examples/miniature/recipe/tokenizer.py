"""The tokenizer of the miniature models: byte-level BPE, a begin-of-text token, and a chat template."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Iterable

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, processors, trainers

BEGIN, END, TURN, TURN_END = "<|begin_of_text|>", "<|end_of_text|>", "<|im_start|>", "<|im_end|>"
SPECIAL_TOKENS = (BEGIN, END, TURN, TURN_END)
SYSTEM = "You are a helpful assistant."

# The pre-tokenizer pattern that Llama 3 published, with one digit per token as in Qwen2.
PATTERN = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
           r"|\s*[\r\n]+|\s+(?!\S)|\s+")

CHAT_TEMPLATE = ("{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + "
                 "'<|im_end|>' + '\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}"
                 "{% endif %}")


def train_tokenizer(texts: Iterable[str], size: int) -> Tokenizer:
    """Learns a vocabulary of at most `size` tokens; the special tokens come last."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(PATTERN), "isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.train_from_iterator(texts, trainers.BpeTrainer(
        vocab_size=size - len(SPECIAL_TOKENS), show_progress=False,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet())))
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in SPECIAL_TOKENS])
    begin = processors.TemplateProcessing(single=f"{BEGIN} $A", special_tokens=[(BEGIN, tokenizer.token_to_id(BEGIN))])
    tokenizer.post_processor = processors.Sequence([processors.ByteLevel(trim_offsets=False), begin])
    return tokenizer


def save_tokenizer(tokenizer: Tokenizer, folder: Path, end: str) -> None:
    """Writes `tokenizer.json` and `tokenizer_config.json`; `end` is the token that ends the model's output."""
    added = json.loads(tokenizer.to_str())["added_tokens"]
    config = {
        "added_tokens_decoder": {str(token.pop("id")): token for token in added},
        "bos_token": BEGIN, "chat_template": CHAT_TEMPLATE, "clean_up_tokenization_spaces": False, "eos_token": end,
        "model_max_length": 512, "tokenizer_class": "PreTrainedTokenizerFast"}
    (folder / "tokenizer.json").write_text(tokenizer.to_str(pretty=False) + "\n", encoding="utf-8")
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def load_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer of a model folder."""
    return Tokenizer.from_file(str(folder / "tokenizer.json"))


def base_prompt(instruction: str) -> str:
    """The text before the response for a model that was not trained on turns."""
    return f"{instruction}\n"


def chat_prompt(instruction: str) -> str:
    """What `CHAT_TEMPLATE` gives for the system message and one user turn, with the generation prompt."""
    turns = (("system", SYSTEM), ("user", instruction))
    return "".join(f"{TURN}{role}\n{content}{TURN_END}\n" for role, content in turns) + f"{TURN}assistant\n"
