import { basename } from 'node:path'
import { byKey } from '../diagnostics/text-order.ts'
import type { Derivation } from '../features/derived/derivation.ts'
import type { Graph, TableDeclaration } from '../graph/graph.ts'
import { outputName } from '../graph/outputs.ts'
import { SurfaceSet } from '../graph/surfaces.ts'
import type { HostTensor } from '../graph/tensor.ts'
import type { ContentDigests } from '../host/content-digests.ts'
import { sha256Of } from '../host/sha256.ts'
import type { StoredFits } from '../learn/train/stored-fits.ts'
import type { ManifestInput } from './manifest.ts'

/**
 * What a surface computes, regardless of its weights: the canonical slice of the program that it reaches, as the compiler has it before
 * optimization, how its inputs are read, what is derived of them and how its levels are computed.
 */
export function structureDigest(
  graph: Graph,
  inputs: readonly ManifestInput[],
  dedupe: readonly string[],
  derivations: ReadonlyMap<string, Derivation> = new Map(),
): string {
  const { name, ops, parameters, surfaces, levels } = graph
  const tables = graph.tables.map(withoutFolder)
  const outputs = graph.outputs.map((output) => ({ name: outputName(output), value: output.value }))
  const here = new Set(ops.flatMap(({ type: { rows } }) => (rows.kind === 'level' ? [rows.level] : [])))
  const reached = levels.names
    .filter((level) => [...here].some((each) => each !== levels.row && levels.isCoarserOrEqual(level, each)))
    .map((level) => levels.declaration(level))
  // Before optimization a derived feature is an input like any. A surface without one has the digest that it had before there were any.
  const derived = derivations.size === 0 ? {} : { derived: Object.fromEntries(derivations) }
  return digestOf(
    canonicalJson({ name, ops, outputs, parameters, tables, surfaces, levels: reached, inputs, dedupe, ...derived }),
  )
}

/** A vocabulary's file lies elsewhere on each machine; its words are part of the weights. */
const withoutFolder = (table: TableDeclaration): TableDeclaration =>
  table.rule.kind === 'vocabulary' && table.rule.file !== undefined
    ? { ...table, rule: { ...table.rule, file: basename(table.rule.file) } }
    : table

/** The values: each name with the digest of its bytes, and what features were fitted to. */
export function weightsDigest(
  weights: ReadonlyMap<string, HostTensor>,
  fits: StoredFits,
  digests: ContentDigests,
): string {
  const lines = [...weights].sort(byKey).map(([name, value]) => {
    if (value.dtype === 'string') throw new Error(`weight '${name}' is text`)
    return `${name} ${value.dtype} [${value.dims.join(', ')}] ${digests.of(value.data)}`
  })
  const fitted = Object.keys(fits).length === 0 ? [] : [`fits ${canonicalJson(fits)}`]
  return digestOf([...lines, ...fitted].join('\n'))
}

export const digestOf = sha256Of

/** JSON with keys in order, surfaces as their names, numbers that JSON lacks as text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (each instanceof SurfaceSet) return each.names
    if (typeof each === 'number' && !Number.isFinite(each)) return String(each)
    if (typeof each === 'object' && each !== null && !Array.isArray(each)) {
      return Object.fromEntries(Object.entries(each).sort(byKey))
    }
    return each
  })
}
