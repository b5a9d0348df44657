"""Runs the ONNX project's own checker, shape inference included, on every model below the given folders.

Models are checked as copies, as a model server's download has them: its newer versions refuse weights that are hard links,
which an export's are. Prints one line a failure and a count; exits with 1 where a model fails or none is found.
"""

import shutil
import sys
import tempfile
from pathlib import Path

import onnx


def check(model: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for file in [model, *model.parent.glob("*.bin")]:
            shutil.copyfile(file, Path(folder) / file.name)
        # By path: weights that lie beside the model are looked up there.
        onnx.checker.check_model(str(Path(folder) / model.name), full_check=True)


def main(folders: list[str]) -> int:
    models = sorted({model for folder in folders for model in Path(folder).rglob("*.onnx")})
    failures = 0
    for model in models:
        try:
            check(model)
        except Exception as error:  # the checker raises several kinds
            failures += 1
            print(f"{model}: {error}")
    print(f"onnx {onnx.__version__}: {len(models) - failures} of {len(models)} models pass")
    return 1 if failures or not models else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
