#!/usr/bin/env bash
# check-numpy.sh [--sample]: exported graphs against a forward pass in NumPy that is written from the papers' formulas, not from this project's
# sources: specs/unified, specs/baseline and what `ctrc init` writes, trained on drawn logs, calibrated and exported; with --sample without baseline and
# on fewer rows. Makes a Python environment in .venv (git-ignored) on the first run.
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
node scripts/numpy-cases.mjs "$work" "$@"
PYTHONDONTWRITEBYTECODE=1 .venv/bin/python scripts/numpy-forward.py "$work" specs
