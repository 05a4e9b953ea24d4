"""Runs the README's walk from `trainer.train()` to the site, block by block, as it stands there."""
from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from support import ROOT, program


class Walk(unittest.TestCase):
    """Readers can copy every block."""

    def test_every_block(self) -> None:
        text = (ROOT / "python/README.md").read_text(encoding="utf-8")
        walk = text[text.index("## From `trainer.train()`"):text.index("## A loop of your own")]
        blocks = re.findall(r"^```(\w+)\n(.*?)^```", walk, re.MULTILINE | re.DOTALL)
        self.assertEqual([kind for kind, _ in blocks], ["python", "console"])
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "examples").symlink_to(ROOT / "examples")
            for kind, block in blocks:
                for command in self.commands(kind, block):
                    done = subprocess.run(command, cwd=folder, capture_output=True, text=True,
                                          env=os.environ | {"PYTHONPATH": str(ROOT / "python"), "CUDA_VISIBLE_DEVICES": ""})
                    self.assertEqual(done.returncode, 0, done.stderr)
            site = Path(folder) / "_site"
            self.assertTrue((site / "index.html").exists())
            page = (site / "index.html").read_text(encoding="utf-8")
            for word in ("step-0", "step-8"):
                self.assertIn(word, page)

    def commands(self, kind: str, block: str) -> list[list[str]]:
        if kind == "python":
            return [[sys.executable, "-c", block]]
        lines = [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ ")]
        return [[str(program())] + line.removeprefix("strata ").split() for line in lines]


if __name__ == "__main__":
    unittest.main()
