"""Checks the callback of Hugging Face's Trainer: what it writes, and that the training is as without it."""
from __future__ import annotations

import json
import tempfile
import unittest
from pathlib import Path

from support import MODEL, RECORDS, load, plain

import torch
from transformers import AutoTokenizer, Trainer, TrainingArguments

from strata_hook.encoding import encode
from strata_hook.layout import Condition
from strata_hook.trainer import GradientCallback, refuse_sharded

FAST = Condition("arithmetic", "none")


def train(folder: str, *callbacks: GradientCallback, steps: int = 3) -> dict[str, torch.Tensor]:
    """The weights after some steps of two samples each, with dropout's random numbers in play."""
    torch.manual_seed(1)
    model = load()
    model.train()
    data = [{"input_ids": ids[0], "labels": labels[0]}
            for ids, labels in (encode(TOKENIZER, record) for record in RECORDS)]
    arguments = TrainingArguments(
        output_dir=folder, max_steps=steps, per_device_train_batch_size=1, gradient_accumulation_steps=2, use_cpu=True,
        report_to=[], save_strategy="no", logging_strategy="no", disable_tqdm=True, seed=1)
    trainer = Trainer(model=model, args=arguments, train_dataset=data, callbacks=list(callbacks))
    trainer.train()
    return {name: weight.detach().clone() for name, weight in model.named_parameters()}


TOKENIZER = AutoTokenizer.from_pretrained(MODEL)


class Callback(unittest.TestCase):
    """Probes are measured at the moments that were asked for."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def lines(self, step: int) -> list[dict]:
        text = FAST.file(self.folder, f"step-{step}").read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines()]

    def test_training_is_as_without_it(self) -> None:
        callback = GradientCallback(self.folder, {FAST: RECORDS}, TOKENIZER, every=1)
        with_it, without = train(str(self.folder / "a"), callback), train(str(self.folder / "b"))
        for name, weight in without.items():
            self.assertTrue(torch.equal(weight, with_it[name]), name)
        self.assertEqual(sorted(place.name for place in (self.folder / "grads_exp/math").iterdir()),
                         [f"step-{step}" for step in range(4)])

    def test_the_first_lines_are_those_of_a_loop(self) -> None:
        train(str(self.folder / "a"), GradientCallback(self.folder, {FAST: RECORDS}, TOKENIZER))
        self.assertEqual(self.lines(0), [{"index": index} | line for index, line in enumerate(plain())])
        self.assertNotEqual(self.lines(3), self.lines(0))

    def test_samples_without_a_response_are_written_as_skipped(self) -> None:
        callback = GradientCallback(self.folder, {FAST: RECORDS}, TOKENIZER, max_length=3, at=["begin"])
        train(str(self.folder / "a"), callback, steps=1)
        self.assertEqual([line["skipped"] for line in self.lines(0)], ["no labelled position"] * len(RECORDS))

    def test_what_cannot_be_right_is_refused(self) -> None:
        for options, words in (({"at": ["now"]}, "at has 'now'"), ({"every": 0}, "every is 0")):
            with self.assertRaisesRegex(ValueError, words):
                GradientCallback(self.folder, {FAST: RECORDS}, TOKENIZER, **options)
        with self.assertRaisesRegex(ValueError, "no condition"):
            GradientCallback(self.folder, {}, TOKENIZER)
        for options, words in (({"style": "fast"}, "style is 'fast'"), ({"style": "unpopular"}, "has no style"),
                               ({"style": "none", "kind": "sums"}, "kind is 'sums'")):
            with self.assertRaisesRegex(ValueError, words):
                Condition("arithmetic", **options)
        sharded = load()
        sharded.model.embed_tokens.weight.ds_id = 1
        with self.assertRaisesRegex(RuntimeError, "embed_tokens.weight is sharded"):
            refuse_sharded(sharded)


if __name__ == "__main__":
    unittest.main()
