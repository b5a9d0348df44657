"""Runs the ONNX project's own checker, shape inference included, on every model below the given folders.

Prints one line a failure and a count; exits with 1 where a model fails or none is found.
"""

import sys
from pathlib import Path

import onnx


def main(folders: list[str]) -> int:
    models = sorted({model for folder in folders for model in Path(folder).rglob("*.onnx")})
    failures = 0
    for model in models:
        try:
            # By path: weights that lie beside the model are looked up there.
            onnx.checker.check_model(str(model), full_check=True)
        except Exception as error:  # the checker raises several kinds
            failures += 1
            print(f"{model}: {error}")
    print(f"onnx {onnx.__version__}: {len(models) - failures} of {len(models)} models pass")
    return 1 if failures or not models else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
