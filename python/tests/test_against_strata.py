"""Checks strata_hook against `strata compute` and `strata import`.

    swift build -c release --product strata
    python -m unittest discover python/tests

Runs the `strata` that STRATA names, or else the newest under .build.
"""
from __future__ import annotations

import json
import math
import subprocess
import tempfile
import unittest
from itertools import zip_longest
from pathlib import Path

from support import DATA, MODEL, RECORDS, imported, lines, load, phi3, phi3_line, sample_loss, strata

from strata_hook import LayerGradients

SAMPLES = 4
# Strata and PyTorch both compute in float32: each is off by up to 1e-5 of the largest value (docs: accuracy).
RELATIVE = 5e-5
# A loss is a logarithm of a sum of exponentials less a logit, both about 10: float32 rounds each by up to 5e-7, however
# small their difference is. The losses here are about 0.03.
LOSS_ROUNDING = 1e-6


class AgainstStrata(unittest.TestCase):
    """The same numbers as Strata's own, to what float32 gives."""

    @classmethod
    def setUpClass(cls) -> None:
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder) / "grads.jsonl"
            strata("compute", "--checkpoint", MODEL, "--data", DATA, "--output", output, "--end", str(SAMPLES),
                   "--format", "gradient-unified")
            cls.expected = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
        cls.found = lines(load(), json.loads(DATA.read_text(encoding="utf-8"))[:SAMPLES])

    def test_every_statistic(self) -> None:
        self.assertEqual(len(self.found), len(self.expected))
        for found, expected in zip(self.found, self.expected):
            self.assertEqual(found["instruction"], expected["instruction"])
            self.assertAlmostEqual(found["loss"], expected["loss"], delta=LOSS_ROUNDING + 5e-6 * expected["loss"])
            names = [name for name in expected if name.startswith("model.layers.")]
            self.assertEqual({name for name in found if name.startswith("model.")}, set(names))
            for name in names:
                self.check(found[name], expected[name])

    def check(self, found: dict, expected: dict) -> None:
        allowed = RELATIVE * expected["S_list"][0]
        # Strata leaves out the last token, which predicts nothing: one more value here, and it is zero.
        self.assertIn(len(found["S_list"]) - len(expected["S_list"]), (0, 1))
        for one, other in zip_longest(found["S_list"], expected["S_list"], fillvalue=0):
            self.assertAlmostEqual(one, other, delta=allowed)
        self.assertAlmostEqual(found["frobenius_norm"], expected["frobenius_norm"], delta=allowed)
        self.assertAlmostEqual(found["S_min"], expected["S_min"], delta=allowed)
        # The mean of all elements is far smaller than they are; it can cancel.
        self.assertAlmostEqual(found["M_mean"], expected["M_mean"], delta=allowed * 1e-2)

    def test_import_reads_the_lines(self) -> None:
        summary = imported(self.found)
        self.assertEqual((summary["samples"], summary["invalid"]), (SAMPLES, []))

    def test_import_takes_repeated_samples_by_their_index(self) -> None:
        twice = [{"index": place} | self.found[0] for place in (7, 2)]
        self.assertEqual(imported(twice)["samples"], 2)
        with self.assertRaises(subprocess.CalledProcessError):
            imported([self.found[0]] * 2)

    def test_import_takes_overflow(self) -> None:
        model = load()
        with LayerGradients(model) as gradients:
            loss = sample_loss(model, RECORDS[0]) * math.nan
            loss.backward()
            line = json.loads(gradients.line("a", "b", loss))
        statistics = line["model.layers.0.self_attn.q_proj.weight"]
        self.assertTrue(math.isnan(statistics["frobenius_norm"]) and math.isnan(statistics["S_min"]))
        self.assertEqual(imported([line, self.found[0]])["samples"], 2)

    def test_import_knows_the_parts_of_fused_layers(self) -> None:
        names = r"(self_attn\.[qkvo]|mlp\.(gate|up|down))_proj$"
        self.assertEqual(imported([phi3_line(phi3(), names)])["samples"], 1)


if __name__ == "__main__":
    unittest.main()
