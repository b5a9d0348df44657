import { definitionOf } from '../../features/kinds.ts'
import type { OpAttributes, OpKind } from '../../graph/graph.ts'
import { featurePort } from '../../graph/ports.ts'
import { type Dtype, levelRows, type Rows, type Shape, type ValueType } from '../../graph/types.ts'
import type { Feature, FeatureGroup } from '../program.ts'
import { apply, isAbsent, restrict, toRows } from './apply.ts'
import type { Interpreter } from './interpreter.ts'
import type { OpSite } from './site.ts'
import { type Source, Sources } from './sources.ts'
import { type Poison, poison, type Sequence, type Tensor, type Value } from './values.ts'
import { widenDeclared } from './widen.ts'

/** A feature by its name: a number or a dense vector is a value by itself; an id, string or list becomes one through `embed`. */
export function readFeature(interpreter: Interpreter, feature: Feature, site: OpSite): Value {
  const { reads, value } = definitionOf(feature.type).graph
  if (reads !== 'number') return { kind: reads, feature, span: site.span }
  if (feature.record !== undefined) return readNumbers(interpreter, feature, site)
  const attributes = { sentinel: numeric(feature.missing), default: numeric(feature.default) }
  const type = { dtype: 'float32', shape: value.shape } as const
  const number = encoded(interpreter, 'number', feature, 'value', attributes, type, site)
  return widenDeclared(interpreter, feature, number, undefined, site)
}

/** The numbers of a record's field: a sequence of one number a step. */
function readNumbers(interpreter: Interpreter, feature: Feature, site: OpSite): Value {
  const { steps: length = 1 } = definitionOf(feature.type).graph
  const attributes = { sentinel: numeric(feature.missing), default: numeric(feature.default) }
  const numbers = encoded(interpreter, 'number', feature, 'value', attributes, vectorOf(length), site)
  const sequence = asSteps(interpreter, feature, numbers, length, site)
  return sequence.kind === 'poison' ? poison : widenDeclared(interpreter, feature, sequence, undefined, site)
}

const vectorOf = (length: number) => ({ dtype: 'float32', shape: [length] }) as const

/** A number of each step of a record as a sequence of it. */
export function asSteps(
  interpreter: Interpreter,
  feature: Feature,
  numbers: Tensor,
  length: number,
  site: OpSite,
): Sequence | Poison {
  const values = apply(interpreter, 'reshape', [numbers], { shape: [length, 1] }, site)
  if (values.kind === 'poison') return poison
  const mask = maskOf(interpreter, feature, length, site, values.rows)
  return { kind: 'sequence', values, mask, origin: originOf(feature) }
}

/** A group by its name: the list of its features, in order of declaration. */
export const readGroup = (interpreter: Interpreter, { features }: FeatureGroup, site: OpSite): Value => ({
  kind: 'list',
  items: features.map((feature) => {
    const value = readFeature(interpreter, feature, site)
    return value.kind === 'tensor' ? { ...value, feature } : value
  }),
  names: features.map(({ name }) => name),
})

/** An encoding of a raw feature as this scope sees it. float32 and int32 results alike are tensors here. */
export function encoded<K extends OpKind>(
  interpreter: Interpreter,
  kind: K,
  feature: Feature,
  part: 'value' | 'length',
  attributes: OpAttributes[K],
  result: { readonly dtype: Dtype; readonly shape: Shape },
  site: OpSite,
): Tensor {
  const rows = featureRows(interpreter, feature)
  const sources = sourcesOf(feature, site)
  if (isAbsent(rows)) return { kind: 'tensor', handle: '', shape: result.shape, rows, sources }
  const raw = rawInput(interpreter, feature, part, rows, site)
  const type: ValueType = { ...result, rows }
  const handle = interpreter.sink.op(kind, [raw], attributes, type, site.path, site.span)
  const value: Tensor = { kind: 'tensor', handle, shape: result.shape, rows, sources }
  return result.dtype === 'float32' ? restrict(interpreter, value, site.scope.surfaces, site) : value
}

function rawInput(
  interpreter: Interpreter,
  feature: Feature,
  part: 'value' | 'length',
  rows: Rows,
  site: OpSite,
): string {
  const port = featurePort(feature, part)
  const { dtype, shape } = part === 'length' ? lengthInput : definitionOf(feature.type).graph.value
  return interpreter.sink.input({ port }, { dtype, shape, rows }, site.span)
}

/** The mask of a list, or of the record that a field is of: of all its fields the same one. A derived field may have finer rows, `rows`, than that. */
export function maskOf(
  interpreter: Interpreter,
  feature: Feature,
  length: number,
  site: OpSite,
  rows: Rows = featureRows(interpreter, feature),
): Tensor {
  const result = { dtype: 'float32', shape: [length] } as const
  const whole = interpreter.program.features.get(originOf(feature)) ?? feature
  const mask = encoded(interpreter, 'sequence_mask', whole, 'length', { length }, result, site)
  return { ...toRows(interpreter, mask, rows, site), origin: originOf(feature) }
}

/** Sequences of one origin have one mask. */
export const originOf = ({ name, record }: Feature): string => record?.name ?? name

const lengthInput = { dtype: 'int64', shape: [] } as const

/** The rows that a feature has in this walk. */
export function featureRows(interpreter: Interpreter, feature: Feature): Rows {
  const has = feature.surfaces ?? interpreter.surfaces
  return levelRows(feature.level, has.intersect(interpreter.surfaces))
}

export function sourcesOf(feature: Feature, site: OpSite): Sources {
  const source: Source = {
    feature: feature.name,
    level: feature.level,
    surfaces: feature.surfaces,
    declared: feature.span,
    trail: [{ message: `'${feature.name}' is read here`, span: site.span }],
  }
  return Sources.of([source])
}

const numeric = (value: number | string | undefined): number | undefined =>
  typeof value === 'number' ? value : undefined
