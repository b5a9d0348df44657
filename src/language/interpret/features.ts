import type { OpAttributes, OpKind } from '../../graph/graph.ts'
import type { Port } from '../../graph/ports.ts'
import { type Dtype, levelRows, type Rows, type Shape, type ValueType } from '../../graph/types.ts'
import type { Feature } from '../program.ts'
import { isAbsent, restrict } from './apply.ts'
import type { Interpreter } from './interpreter.ts'
import type { OpSite } from './site.ts'
import type { Source, Sources, Tensor, Value } from './values.ts'

const rawDtype: Readonly<Record<Feature['type']['kind'], Dtype>> = {
  id: 'int64',
  string: 'string',
  int: 'int64',
  float: 'float32',
  vector: 'float32',
  list: 'int64',
}

/** A feature by its name: a number or a dense vector is a value at once, an id, string or list waits for `embed`. */
export function readFeature(interpreter: Interpreter, feature: Feature, site: OpSite): Value {
  const { type } = feature
  switch (type.kind) {
    case 'id':
    case 'string':
    case 'list':
      return { kind: 'raw', feature, span: site.span }
    case 'int':
    case 'float':
    case 'vector': {
      const shape = type.kind === 'vector' ? [type.size] : []
      const sentinel = numeric(feature.missing)
      const attributes = { sentinel, default: numeric(feature.default) }
      return encoded(interpreter, 'number', feature, 'value', attributes, { dtype: 'float32', shape }, site)
    }
  }
}

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
  const port: Port = { kind: 'feature', feature: feature.name, part }
  const { type } = feature
  const isWord = type.kind === 'list' && type.element === 'string'
  const dtype = part === 'length' ? 'int64' : isWord ? 'string' : rawDtype[type.kind]
  const shape =
    part === 'length' ? [] : type.kind === 'list' ? [type.length] : type.kind === 'vector' ? [type.size] : []
  return interpreter.sink.input({ port }, { dtype, shape, rows }, site.span)
}

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
  return new Map([[feature.name, source]])
}

const numeric = (value: number | string | undefined): number | undefined =>
  typeof value === 'number' ? value : undefined
