#!/usr/bin/env bash
# check-runtimes.sh [--sample] [VERSION...]: the serving graphs of every spec and example in several releases of ONNX Runtime: each must load, and
# agree with onnxruntime-node on the same inputs. Without versions: the oldest that manifest.json names, the newest, and three between;
# with --sample the oldest and the newest. Each is installed from PyPI into a Python environment in a temporary folder.
set -euo pipefail
cd "$(dirname "$0")/.."

oldest=$(sed -nE "s/^export const oldestRuntime = '(.*)'$/\1/p" src/emit/onnx/emit.ts)
versions=("$oldest.0" 1.17.3 1.20.1 1.24.4 newest)
if [ "${1:-}" = --sample ]; then
  shift
  versions=("$oldest.0" newest)
fi
if [ $# -gt 0 ]; then versions=("$@"); fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node -e "import('./scripts/setup.mjs').then(({ setUp }) => setUp())"
node scripts/build.mjs
# Tables a thousand times smaller: what is tried is the graphs.
mkdir "$work/sources"
cp -r specs examples "$work/sources"
find "$work/sources" -name '*.ctr' -exec sed -i.full -E 's/hash\(([0-9]+)(_000|K)/hash(\1/; s/hash\(([0-9]+)M/hash(\1_000/' {} +
for spec in "$work"/sources/specs/*/ "$work"/sources/examples/*/; do
  # A folder without a model is no spec; one with several is built for each.
  for model in $(sed -nE 's/^model ([A-Za-z_0-9]+) on .*/\1/p' "$spec"*.ctr | sort -u); do
    node dist/ctrc.mjs build "$spec" --model "$model" --untrained --out "$work/exports/$(basename "$spec").$model" >/dev/null 2>"$work/said" ||
      { cat "$work/said"; exit 1; }
  done
done
node scripts/runtime-cases.mjs "$work/exports"

ran=0
for version in "${versions[@]}"; do
  # Releases before 1.19 are compiled against NumPy 1.
  case $version in
    newest) packages=(onnxruntime) ;;
    1.1[0-8].*) packages=("onnxruntime==$version" 'numpy<2') ;;
    *) packages=("onnxruntime==$version") ;;
  esac
  python3 -m venv "$work/$version"
  if ! "$work/$version/bin/python" -m pip install --quiet --disable-pip-version-check "${packages[@]}" 2>"$work/said"; then
    # Old releases are not there for new versions of Python.
    echo "onnxruntime $version is not tried: $(tail -1 "$work/said")"
    continue
  fi
  "$work/$version/bin/python" scripts/check-runtimes.py "$work/exports"
  rm -rf "${work:?}/$version"
  ran=$((ran + 1))
done
if [ "$ran" -lt 2 ]; then
  echo "only $ran of ${#versions[@]} releases could be installed"
  exit 1
fi
