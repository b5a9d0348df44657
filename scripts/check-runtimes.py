"""Runs the cases that runtime-cases.mjs has left beside exported graphs in the installed ONNX Runtime, and compares outputs.

Scores must agree within 2e-5 (relative where beyond 1), and be missing on the same rows; status must be equal. Each runtime may lie
1e-5 from the exact log-odds, on either side: 1.15 and 1.30 lie 1.3e-5 apart on a processor with AVX-512, whose kernels add up in
another order than AVX2's, where whole numbers up to 2^63 go through three crosses. Prints one line a difference and a count; exits with 1 where a graph does not load, differs, or none is found.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime as ort

TOLERANCE = 2e-5
TYPES = {"float32": np.float32, "int64": np.int64, "string": object}


def array(tensor: dict) -> np.ndarray:
    # JSON has neither NaN nor whole numbers of 64 bits: both are written as text.
    values = tensor["data"] if tensor["dtype"] == "string" else [float(v) if tensor["dtype"] == "float32" else int(v) for v in tensor["data"]]
    return np.array(values, dtype=TYPES[tensor["dtype"]]).reshape(tensor["dims"])


def difference(found: np.ndarray, expected: np.ndarray) -> str:
    if found.shape != expected.shape:
        return f"shape {found.shape}, not {expected.shape}"
    if found.dtype == np.int64:
        return "" if np.array_equal(found, expected) else f"{found}, not {expected}"
    if not np.array_equal(np.isnan(found), np.isnan(expected)):
        return "scores are missing on other rows"
    scale = np.maximum(1, np.abs(expected))
    farthest = np.nanmax(np.abs(found - expected) / scale, initial=0)
    return "" if farthest <= TOLERANCE else f"differs by {farthest}"


def check(case: Path) -> list[str]:
    options = ort.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = 1
    stored = json.loads(case.read_text())
    try:
        session = ort.InferenceSession(str(case.parent / "1" / "model.onnx"), options, providers=["CPUExecutionProvider"])
        names = [output.name for output in session.get_outputs()]
        found = dict(zip(names, session.run(None, {name: array(value) for name, value in stored["inputs"].items()})))
    except Exception as error:  # the runtime raises several kinds
        return [str(error)]
    differences = ((name, difference(found[name], array(value))) for name, value in stored["outputs"].items())
    return [f"{name} {text}" for name, text in differences if text]


def main(folder: str) -> int:
    cases = sorted(Path(folder).rglob("runtime-case.json"))
    failed = 0
    for case in cases:
        faults = check(case)
        failed += bool(faults)
        for fault in faults:
            print(f"{case.parent.relative_to(folder)}: {fault}")
    print(f"onnxruntime {ort.__version__}: {len(cases) - failed} of {len(cases)} graphs load and agree with onnxruntime-node")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
