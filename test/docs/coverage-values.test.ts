import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { evaluateGraph, referenceTensor } from '../../src/graph/evaluate-graph.ts'
import { portName } from '../../src/graph/ports.ts'
import { rowEnvironment } from '../../src/graph/row-environment.ts'
import { memoryHost } from '../../src/host/memory.ts'
import { elaborate } from '../../src/language/elaborate/elaborate.ts'
import { resolveProgram } from '../../src/language/resolve/resolve-program.ts'
import { encodeOnHost } from '../../src/passes/encode-on-host.ts'

const page = readFileSync(fileURLToPath(new URL('../../docs/coverage.md', import.meta.url)), 'utf8')

/** The page's block of statements in which `name` is a value. */
const blockWith = (name: string): string =>
  [...page.matchAll(/^```ctr\n([\s\S]*?)^```/gm)]
    .map(([, block]) => block!)
    .find((block) => new RegExp(`^let ${name} `, 'm').test(block)) ?? ''

/** Of one row with these inputs: the value of `result` behind the page's statements, which read `features`. */
function computed(example: {
  readonly features: string
  readonly statements: string
  readonly result: string
  readonly inputs: Readonly<Record<string, readonly number[]>>
}): number {
  const text = `
import { pool_max, pool_mean, pool_sum } from "ctr:std"
surface only
level row
features of row { ${example.features} }
table words { rows: range(3), dim: 2 }
model values on only {
  trunk {
    ${example.statements}
    predict click = ${example.result}
  }
}
`
  const { program, diagnostics } = resolveProgram(memoryHost({ 'main.ctr': text }), 'main.ctr')
  const model = program && [...program.models.values()][0]
  if (!program || !model) throw new Error(diagnostics.map(({ message }) => message).join('\n'))
  const graph = encodeOnHost.run(elaborate(program, model).graph)
  const feeds = graph.ops.flatMap((op) => {
    if (op.kind !== 'input') return []
    const name = portName(op.attributes.port)
    const values = example.inputs[name]
    if (values === undefined) throw new Error(`no input ${name}`)
    return [[name, referenceTensor(op.type, values)] as const]
  })
  const rows = rowEnvironment(graph.levels, [{ surface: 'only', groups: {} }], new Map([['words', 3]]))
  return evaluateGraph(graph, new Map(feeds), rows).get('logit/click/only')!.data[0]!
}

/** Rows of the table: (1, 2), (3, 4), (5, 6). */
const words = { 'table/words': [1, 2, 3, 4, 5, 6] }

test('weighted values are the sum and the mean of embeddings times weights', () => {
  const of = (result: string): number =>
    computed({
      features: 'sequence interests max 3 { tag : id in words, weight : float default 0 }',
      statements: blockWith('weighted').replaceAll('20', '3'),
      result,
      // The third step is padding, whose number counts for nothing.
      inputs: {
        ...words,
        'mask/interests': [1, 1, 0],
        'row/interests.tag/words': [0, 1, 2],
        'number/interests.weight': [0.5, 0.25, 7],
      },
    })
  expect(of('weighted[0]')).toBeCloseTo(0.5 * 1 + 0.25 * 3, 6)
  expect(of('weighted[1]')).toBeCloseTo(0.5 * 2 + 0.25 * 4, 6)
  expect(of('average[0]')).toBeCloseTo((0.5 * 1 + 0.25 * 3) / 0.75, 6)
})

test('sqrtn divides the sum by the root of how many there are', () => {
  const of = (result: string, mask: readonly number[]): number =>
    computed({
      features: 'tags : list<id, 3> in words',
      statements: blockWith('root'),
      result,
      inputs: { ...words, 'mask/tags': mask, 'row/tags/words': [0, 1, 2] },
    })
  expect(of('root[1]', [1, 1, 0])).toBeCloseTo((2 + 4) / Math.SQRT2, 6)
  expect(of('root[1]', [0, 0, 0])).toBe(0)
})

test('the transforms of numbers are those of their formulas', () => {
  const of = (result: string, ctr: number): number =>
    computed({
      features: 'ctr, price : float default 0',
      statements: blockWith('zscore'),
      result,
      inputs: { 'number/ctr': [ctr], 'number/price': [0] },
    })
  expect(of('zscore', 5.2)).toBeCloseTo(0.5, 6)
  expect(of('minmax', 0.2)).toBeCloseTo(0.5, 6)
  expect(of('log10', 0.01)).toBeCloseTo(-2, 6)
  // Not above the threshold: the default, and no NaN of a logarithm of 0.
  expect(of('log10', 0)).toBe(-10)
  expect([of('sign', -3), of('sign', 0), of('sign', 3)]).toEqual([-1, 0, 1])
})

test('elements whose flag is false are left out of the mean', () => {
  const of = (result: string): number =>
    computed({
      features: 'sequence visited max 3 { item : id in words, is_kept : bool default false }',
      statements: blockWith('visits'),
      result,
      inputs: {
        ...words,
        'mask/visited': [1, 1, 1],
        'row/visited.item/words': [0, 1, 2],
        'number/visited.is_kept': [1, 0, 1],
      },
    })
  expect(of('visits[0]')).toBeCloseTo((1 + 5) / 2, 6)
})
