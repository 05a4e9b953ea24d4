"""Checks files of lines, and passes that compute no gradient of a weight."""
from __future__ import annotations

import json
import tempfile
import unittest
from pathlib import Path

from support import RECORDS, imported, load, plain, sample_loss

from torch import nn

from strata_hook import LayerGradients, StatisticsFile, frozen


class Files(unittest.TestCase):
    """A file is gone on with, and somebody else's is left alone."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "deep/grads.jsonl"

    def measure(self, model: nn.Module, count: int) -> None:
        with LayerGradients(model, output=self.file, freeze=True) as gradients:
            for index, record in enumerate(RECORDS[:count]):
                if index not in gradients.written:
                    loss = sample_loss(model, record)
                    loss.backward()
                    gradients.write(record["instruction"], record["output"], loss, index=index)

    def test_a_killed_job_is_gone_on_with(self) -> None:
        model = load()
        self.measure(model, 2)
        whole = self.file.read_bytes()
        for end in (len(whole) - 1, whole.index(b"\n") + 1, 30, 0):
            self.file.write_bytes(whole[:end])
            self.measure(model, 2)
            self.assertEqual(self.file.read_bytes(), whole)

    def test_freezing_changes_no_number_and_no_weight(self) -> None:
        model = load()
        model.lm_head.weight.requires_grad_(False)
        wanted = {name: weight.requires_grad for name, weight in model.named_parameters()}
        self.measure(model, 2)
        found = [json.loads(line) for line in self.file.read_text(encoding="utf-8").splitlines()]
        self.assertEqual(found, [{"index": index} | line for index, line in enumerate(plain())])
        self.assertEqual({name: weight.requires_grad for name, weight in model.named_parameters()}, wanted)
        self.assertTrue(all(weight.grad is None for weight in model.parameters()))

    def test_a_failure_inside_thaws(self) -> None:
        model = load()
        with self.assertRaises(ZeroDivisionError), frozen(model):
            raise ZeroDivisionError
        self.assertTrue(all(weight.requires_grad for weight in model.parameters()))
        with self.assertRaisesRegex(ValueError, "no embedding"), frozen(nn.Linear(2, 2)):
            pass

    def test_a_foreign_file_is_refused_as_it_is(self) -> None:
        self.file.parent.mkdir()
        for text in ("hello\n", '{"loss": 1}\nhello', '{"a": 1}\n'):
            self.file.write_text(text)
            with self.assertRaisesRegex(ValueError, "holds no statistics"):
                StatisticsFile(self.file)
            self.assertEqual(self.file.read_text(), text)

    def test_a_sample_is_written_once(self) -> None:
        model = load()
        self.measure(model, 1)
        with LayerGradients(model, output=self.file) as gradients:
            loss = sample_loss(model, RECORDS[0])
            loss.backward()
            with self.assertRaisesRegex(ValueError, "index 0 is in the file"):
                gradients.write("a", "b", loss, index=0)

    def test_nothing_written_leaves_no_file(self) -> None:
        with LayerGradients(load(), output=self.file):
            self.assertTrue(self.file.exists())
        self.assertFalse(self.file.exists())

    def test_without_a_file(self) -> None:
        with LayerGradients(load()) as gradients, self.assertRaisesRegex(RuntimeError, "no output file"):
            gradients.write("a", "b", 1.0)

    def test_skipped_samples_are_counted_by_an_import(self) -> None:
        with LayerGradients(load(), output=self.file) as gradients:
            gradients.skip("a", "b", index=0)
            with self.assertRaisesRegex(ValueError, "reason is 'tired'"):
                gradients.skip("a", "b", index=1, reason="tired")
        line = json.loads(self.file.read_text())
        self.assertEqual(imported([line, {"index": 1} | plain()[0]])["samples"], 2)


if __name__ == "__main__":
    unittest.main()
