"""numpy-forward.py FOLDER specs|papers: compares the scores of exported graphs with a forward pass of its own, in NumPy doubles, of what
numpy-cases.mjs or papers-cases.mjs made below a folder; numpy_specs.py and numpy_papers.py have the forward passes.

Reads of an export nothing but checkpoint.safetensors and manifest.json. Log-odds and probabilities must agree within 1e-5, relative where they are beyond
1, as docs/language.md (Serving) states. Prints the largest difference of each surface; exits with 1 where one is larger, or a row has no score.
"""

import importlib
import json
import sys
from pathlib import Path

import numpy as np

from numpy_layers import Weights, sigmoid
from numpy_specs import Rows

TOLERANCE = 1e-5


def farthest(found, expected):
    return float(np.max(np.abs(found - expected) / np.maximum(1, np.abs(expected))))


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def compare(forward_passes, case, surface, scores):
    folder = case / "export" / "serving" / surface
    weights = Weights(folder / "checkpoint.safetensors")
    raw = lines(case / f"{surface}.rows.json")
    rows = Rows(raw, weights, json.loads((folder / "manifest.json").read_text()))
    scored = lines(scores)
    if len(scored) != len(raw) or any(row["status"] != 0 for row in scored):
        raise ValueError(f"{scores}: not every row has a score")
    name = case.parent.name
    failures = 0
    for task, log_odds in forward_passes[name](rows, surface).items():
        calibrators = [weights[f"calibration.{task}.{surface}.{row['view']}"] for row in raw]
        slope, intercept = np.array(calibrators).T
        found = {output: np.array([row[output] for row in scored], float) for output in (task, f"{task}.logit")}
        difference = farthest(found[f"{task}.logit"], log_odds)
        of_probability = farthest(found[task], sigmoid(slope * log_odds + intercept))
        spread = f"log-odds from {log_odds.min():.3f} to {log_odds.max():.3f}"
        print(f"{name:9} {surface:13} {task:11} {len(raw):5} rows, {spread}: log-odds within {difference:.1e}, probabilities {of_probability:.1e}")
        failures += not (difference <= TOLERANCE and of_probability <= TOLERANCE)
    return failures


def main(folder, module):
    forward_passes = importlib.import_module(f"numpy_{module}").forward_passes
    found = sorted(Path(folder).glob("*/case/*.scores.json"))
    failures = sum(compare(forward_passes, path.parent, path.name.removesuffix(".scores.json"), path) for path in found)
    print(f"NumPy {np.__version__}: {len(found)} surfaces, {failures} failures")
    return 1 if failures or not found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
