import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calibratorNames } from '../../src/calibrators/table.ts'
import { declaredKind, featureKindNames } from '../../src/features/kinds.ts'
import { LevelOrder } from '../../src/graph/levels.ts'
import { SurfaceSet } from '../../src/graph/surfaces.ts'
import { keepMetrics } from '../../src/metrics/table.ts'
import { SpecFileError } from '../../src/model/json/codec.ts'
import { modelSpecText, readModelSpec } from '../../src/model/json/model-spec.ts'
import type { ModelSpec } from '../../src/model/model-spec.ts'
import type { RowOperand } from '../../src/model/row-expression.ts'

/** Texts that JSON and objects make something of, among them. */
const name = fc.oneof(fc.constantFrom('__proto__', 'constructor', '1', '02', ''), fc.string({ unit: 'binary' }))
const count = fc.integer({ min: 0, max: 2 ** 31 })
const real = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)
const literal = fc.oneof(real, name)
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined })
const mapOf = <T>(of: fc.Arbitrary<T>) =>
  fc
    .array(fc.tuple(name, of), { maxLength: 4 })
    .map((entries) => new Map([...new Map(entries)].sort(([a], [b]) => (a < b ? -1 : 1))))
const surfaceSet = fc.array(name, { maxLength: 4 }).map(SurfaceSet.of)

const { operand } = fc.letrec<{ operand: RowOperand }>((tie) => ({
  operand: fc.oneof(
    { depthSize: 'small' },
    fc.record({ kind: fc.constant('column'), name }),
    fc.record({ kind: fc.constant('number'), value: real }),
    fc.record({ kind: fc.constant('string'), value: name }),
    fc.record({ kind: fc.constant('boolean'), value: fc.boolean() }),
    fc.record({ kind: fc.constantFrom('not', 'negate', 'is null', 'is not null'), operand: tie('operand') }),
    fc.record({
      kind: fc.constantFrom('==', '!=', '<', '<=', '>', '>=', 'and', 'or', '+', '-', '*', '/', '%'),
      left: tie('operand'),
      right: tie('operand'),
    }),
    fc.record({
      kind: fc.constantFrom('in', 'not in'),
      operand: tie('operand'),
      items: fc.array(tie('operand'), { maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('fold'), operand: tie('operand'), buckets: count }),
  ) as fc.Arbitrary<RowOperand>,
}))
const rows = fc.record({ expression: operand, columns: fc.array(name, { maxLength: 3 }) })

const spec: fc.Arbitrary<ModelSpec> = fc.record({
  name,
  live: surfaceSet,
  staged: surfaceSet,
  tasks: fc.array(name),
  surfaces: mapOf(fc.record({ name, views: fc.array(name, { minLength: 1 }) })),
  levels: fc
    .uniqueArray(fc.record({ name, by: fc.array(name), within: fc.constant([]) }), { selector: (each) => each.name })
    .map((declarations) => new LevelOrder(declarations)),
  levelKeys: mapOf(fc.record({ name, type: fc.constantFrom('id', 'string', 'int'), isFeature: fc.boolean() })),
  features: mapOf(
    fc.record({
      name,
      // Each kind as its declaration makes it.
      type: fc
        .record({
          kind: fc.constantFrom(...featureKindNames),
          size: count,
          element: fc.constantFrom('id' as const, 'string' as const),
          table: maybe(name),
        })
        .map(({ kind, ...parts }) => declaredKind(kind, parts)),
      level: name,
      surfaces: maybe(surfaceSet),
      column: maybe(name),
      missing: maybe(literal),
      default: maybe(literal),
      servedAs: maybe(literal),
    }),
  ),
  tables: mapOf(
    fc.record({
      name,
      rule: fc.oneof(
        fc.record({ kind: fc.constantFrom('hash', 'range'), rows: count }),
        fc.record({
          kind: fc.constant('vocabulary'),
          rows: count,
          file: maybe(name),
          words: maybe(fc.array(name, { maxLength: 3 })),
          seen: maybe(count),
          of: fc.constantFrom('id', 'string'),
        }),
      ),
      dim: count,
      initial: fc.oneof(
        fc.record({ kind: fc.constantFrom('glorot_uniform', 'zeros', 'ones') }),
        fc.record({ kind: fc.constant('constant'), value: real }),
        fc.record({ kind: fc.constant('normal'), deviation: real }),
        fc.record({ kind: fc.constant('values'), values: fc.array(real, { maxLength: 3 }) }),
      ),
    }),
  ),
  datasets: mapOf(
    fc.record({
      name,
      query: fc.record({ sql: name }),
      surface: fc.oneof(
        fc.record({
          kind: fc.constant('column'),
          column: name,
          values: fc.array(fc.record({ value: literal, surface: name, view: name })),
          otherwise: fc.constantFrom('drop', 'error'),
        }),
        fc.record({ kind: fc.constant('constant'), surface: name, view: name }),
      ),
      time: maybe(name),
      weight: maybe(rows),
      labels: mapOf(fc.record({ kind: maybe(fc.constant('soft' as const)), all: maybe(rows), bySurface: mapOf(rows) })),
      outcomes: fc.array(fc.record({ name })),
      splits: mapOf(rows),
    }),
  ),
  calibrations: mapOf(
    fc.record({
      task: name,
      by: fc.constantFrom('view', 'surface', 'all'),
      method: fc.constantFrom(...calibratorNames),
      atLeast: count,
      otherwise: fc.array(fc.constantFrom('surface', 'all')),
    }),
  ),
  train: maybe(
    fc.record({
      dataset: maybe(name),
      batch: count,
      epochs: count,
      optimizer: fc.record({
        name: fc.constant('adam'),
        settings: fc.dictionary(fc.constantFrom('lr', 'beta1'), real),
      }),
      tables: fc.record({ name: fc.constant('rowwise_adagrad'), settings: fc.constant({ lr: 0.5 }) }),
      tasks: mapOf(real),
      surfaces: mapOf(real),
      clip: maybe(real),
      seed: count,
      keep: maybe(
        fc.record({ task: name, metric: fc.constantFrom(...keepMetrics), every: real, patience: maybe(count) }),
      ),
    }),
  ),
  serve: maybe(
    fc.record({
      dedupe: fc.array(name),
      budget: fc.record({ multiplyAdds: mapOf(real), parameters: maybe(real) }),
    }),
  ),
}) as fc.Arbitrary<ModelSpec>

test('a spec comes back as it was', () => {
  fc.assert(
    fc.property(spec, (each) => {
      expect(readModelSpec(modelSpecText(each))).toEqual(each)
    }),
  )
})

const reversed = <T>(map: ReadonlyMap<string, T>): ReadonlyMap<string, T> => new Map([...map].reverse())

test('equal specs are equal bytes, in any order of their parts', () => {
  fc.assert(
    fc.property(spec, (each) => {
      const { surfaces, levelKeys, features, tables, datasets, calibrations, ...rest } = each
      const other: ModelSpec = {
        calibrations: reversed(calibrations),
        datasets: reversed(datasets),
        tables: reversed(tables),
        features: reversed(features),
        levelKeys: reversed(levelKeys),
        surfaces: reversed(surfaces),
        ...rest,
      }
      expect(modelSpecText(other)).toBe(modelSpecText(each))
    }),
  )
})

const [sample] = fc.sample(spec, { numRuns: 1, seed: 3 })
const text = modelSpecText(sample!)

test.each([
  ['cut off', text.slice(0, -3), 'it is not JSON'],
  ['of another format', text.replace('"format": 1', '"format": 2'), 'format is not 1, the one that'],
  ['without a field', text.replace('"isFeature"', '"was"').replace('"live"', '"love"'), 'live is not a list'],
  ['a list', '[]', 'it is not an object'],
])('a file that is %s is none', (_, content, message) => {
  expect(() => readModelSpec(content)).toThrow(SpecFileError)
  expect(() => readModelSpec(content)).toThrow(message)
})
