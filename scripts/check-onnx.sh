#!/usr/bin/env bash
# check-onnx.sh [FOLDER...]: the ONNX project's own checker on every model below the folders. Without folders, on the models
# that the tests emit (every lowering, every row strategy, a training step) and on every spec's export, untrained.
# Makes a Python environment in .venv (git-ignored) on the first run.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! .venv/bin/python -c 'import onnx' 2>/dev/null; then
  python3 -m venv .venv
  .venv/bin/python -m pip install --quiet --disable-pip-version-check 'onnx>=1.17,<2'
fi

if [ $# -eq 0 ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  node -e "import('./scripts/setup.mjs').then(({ setUp }) => setUp())"
  node scripts/build.mjs
  CTRC_KEEP_MODELS="$work/tests" node node_modules/vitest/vitest.mjs run test/emit/onnx test/learn/run --silent
  for spec in specs/*/ examples/*/; do
    # A folder without a model is no spec; one with several is built for each.
    for model in $(sed -nE 's/^model ([A-Za-z_0-9]+) on .*/\1/p' "$spec"*.ctr | sort -u); do
      node dist/ctrc.mjs build "$spec" --model "$model" --untrained --out "$work/$(basename "$spec")/$model" >/dev/null
    done
  done
  set -- "$work"
fi

.venv/bin/python scripts/check-onnx.py "$@"
