#!/usr/bin/env bash
# check-papers.sh [--sample]: the programs of examples/architectures, trained, calibrated and exported, against forward passes of the papers' own formulas
# in NumPy doubles, which read a checkpoint, a manifest and raw rows; with --sample DIN and DLRM alone, on fewer rows. Makes
# a Python environment in .venv (git-ignored) on the first run.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! .venv/bin/python -c 'import numpy' 2>/dev/null; then
  python3 -m venv .venv
  .venv/bin/python -m pip install --quiet --disable-pip-version-check 'numpy>=1.24'
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node -e "import('./scripts/setup.mjs').then(({ setUp }) => setUp())"
node scripts/build.mjs
node scripts/papers-cases.mjs "$work" "$@"
PYTHONDONTWRITEBYTECODE=1 .venv/bin/python scripts/numpy-forward.py "$work" papers
