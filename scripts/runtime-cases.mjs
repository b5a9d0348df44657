/**
 * `node scripts/runtime-cases.mjs FOLDER`: beside each surface exported below the folder, runtime-case.json: inputs made of what its
 * manifest states (missing values, lists wider than what is kept, wrong lengths, unknown views among them) and onnxruntime-node's
 * outputs. Equal manifests give equal inputs.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as ort from 'onnxruntime-node'

const rows = 24
const least = -(2n ** 63n)

/** Numbers in [0, 1): a linear congruential generator (Numerical Recipes). */
function numbers(seed) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

function id(next) {
  const draw = next()
  if (draw < 0.1) return least
  if (draw < 0.6) return BigInt(Math.floor(next() * 100))
  const wide = (BigInt(Math.floor(next() * 2 ** 31)) << 32n) | BigInt(Math.floor(next() * 2 ** 32))
  return draw < 0.8 ? wide : -wide
}

const word = (next) => (next() < 0.1 ? '' : `word ${Math.floor(next() * 10)}`)

const float = (next) => (next() < 0.02 ? Number.NaN : next() * 4 - 1)

/** One input's values: columns of a list are three more than are kept. */
function input({ dtype, shape, role, views, longest, kind }, next) {
  const perRow = longest === undefined ? shape.slice(1).reduce((a, b) => a * b, 1) : longest + 3
  const dims = longest === undefined ? [rows, ...shape.slice(1)] : [rows, perRow]
  const each = (make) => Array.from({ length: rows * perRow }, make)
  if (role === 'view')
    return { dtype, dims, data: each(() => (next() < 0.1 ? 'none' : views[Math.floor(next() * views.length)])) }
  if (dtype === 'string') return { dtype, dims, data: each(() => word(next)) }
  if (dtype === 'float32') return { dtype, dims, data: Float32Array.from(each(() => float(next))) }
  return { dtype, dims, data: BigInt64Array.from(each(() => (kind === 'bool' ? BigInt(next() < 0.5) : id(next)))) }
}

/** Of a list of that width: most within it, some of a missing list, some wrong. */
function lengths(width, next) {
  const data = Array.from({ length: rows }, () => {
    const draw = next()
    if (draw < 0.08) return -1n
    return draw < 0.1 ? BigInt(width + 1) : BigInt(Math.floor(next() * (width + 1)))
  })
  return { dtype: 'int64', dims: [rows], data: BigInt64Array.from(data) }
}

function inputsOf(manifest) {
  const next = numbers(7)
  const longest = new Map(
    manifest.inputs.flatMap((each) => (each.longest === undefined ? [] : [[each.feature, each.longest]])),
  )
  return Object.fromEntries(
    manifest.inputs.map((each) => [
      each.name,
      each.role === 'length' ? lengths(longest.get(each.feature) + 3, next) : input(each, next),
    ]),
  )
}

const written = (tensors) =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, { dtype, type = dtype, dims, data }]) => [
      name,
      { dtype: type, dims, data: Array.from(data, String) },
    ]),
  )

const folder = process.argv[2]
const manifests = readdirSync(folder, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('manifest.json'))
for (const name of manifests.sort()) {
  const place = dirname(join(folder, name))
  const inputs = inputsOf(JSON.parse(readFileSync(join(place, 'manifest.json'), 'utf8')))
  const session = await ort.InferenceSession.create(join(place, '1', 'model.onnx'), { intraOpNumThreads: 1 })
  const tensors = Object.entries(inputs).map(([key, { dtype, data, dims }]) => [key, new ort.Tensor(dtype, data, dims)])
  const outputs = await session.run(Object.fromEntries(tensors))
  await session.release()
  writeFileSync(
    join(place, 'runtime-case.json'),
    JSON.stringify({ inputs: written(inputs), outputs: written(outputs) }),
  )
}
