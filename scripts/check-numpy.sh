#!/usr/bin/env bash
# check-numpy.sh specs|papers [--sample]: exported graphs against forward passes in NumPy doubles that are written from the papers' formulas, not from
# this project's sources. specs: specs/unified, specs/baseline and what `ctrc init` writes; with --sample without baseline and on fewer rows. papers:
# the programs of examples/architectures; with --sample DIN and DLRM alone, on fewer rows. All are trained on drawn logs, calibrated and exported. Makes a
# Python environment in .venv (git-ignored) on the first run.
set -euo pipefail
cd "$(dirname "$0")/.."

case ${1:-} in
  specs) cases=numpy-cases.mjs ;;
  papers) cases=papers-cases.mjs ;;
  *) echo "usage: check-numpy.sh specs|papers [--sample]" >&2; exit 2 ;;
esac
of=$1
shift
if ! .venv/bin/python -c 'import numpy' 2>/dev/null; then
  python3 -m venv .venv
  .venv/bin/python -m pip install --quiet --disable-pip-version-check 'numpy>=1.24'
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node -e "import('./scripts/setup.mjs').then(({ setUp }) => setUp())"
node scripts/build.mjs
node "scripts/$cases" "$work" "$@"
PYTHONDONTWRITEBYTECODE=1 .venv/bin/python scripts/numpy-forward.py "$work" "$of"
