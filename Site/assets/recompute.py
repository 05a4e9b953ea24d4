"""Recomputes the ratios fast over slow of this report from its samples, and compares them with data/claims.csv.

    python assets/recompute.py [FOLDER OF THE SITE]

The level of a projection is the mean of the nuclear norm over samples and layers; a ratio is the geometric mean, over projections,
of the level of responses without a chain of thought over that of detailed ones, on the instructions that both have. Needs Python
3.8 and nothing else. Samples are written with six digits, so ratios agree to 1e-5.
"""

import csv
import gzip
import math
import sys
from pathlib import Path


def rows(path):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def levels(samples, style, projection, per_loss):
    """The level of each instruction in a style, by its number."""
    found = {}
    for row in samples:
        value = row[f"nuclear_norm_{projection}"]
        if row["style"] == style and row["relevance"] == "correct" and value:
            found[row["sample"]] = float(value) / (float(row["loss"]) if per_loss else 1)
    return found


def ratio(samples, per_loss):
    projections = [name[-1] for name in samples[0] if name.startswith("nuclear_norm_") and len(name) == len("nuclear_norm_q")]
    logarithms = []
    for projection in projections:
        fast = levels(samples, "none", projection, per_loss)
        slow = levels(samples, "detailed", projection, per_loss)
        common = fast.keys() & slow.keys()
        logarithms.append(math.log(math.fsum(fast[i] for i in common) / math.fsum(slow[i] for i in common)))
    return math.exp(math.fsum(logarithms) / len(logarithms))


def main():
    site = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent)
    worst = checked = 0
    for claim in rows(site / "data/claims.csv"):
        if claim["test"] != "level" or claim["normalisation"] == "matched" or not claim["effect"]:
            continue
        samples = rows(site / "data/samples" / claim["subject"] / f"{claim['task']}.csv.gz")
        mine, theirs = ratio(samples, claim["normalisation"] == "per-loss"), float(claim["effect"])
        print(f"{claim['subject']}, {claim['task']}, {claim['normalisation']}: {mine:.6g}, in the report {theirs:.6g}")
        worst, checked = max(worst, abs(mine / theirs - 1)), checked + 1
    print(f"{checked} ratios, the largest difference {worst:.1e}")
    sys.exit(worst > 1e-5)


if __name__ == "__main__":
    main()
