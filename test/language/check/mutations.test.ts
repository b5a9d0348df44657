import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { check, specEntries, specFiles } from '../programs.ts'

const files = specFiles()
const paths = Object.keys(files).filter((path) => path.endsWith('.ctr'))

/** Something done to one line or token: `at` and `other` choose where, as parts of the whole. */
type Mutation = {
  readonly of: 'line' | 'token'
  readonly what: 'delete' | 'double' | 'swap'
  at: number
  other: number
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  of: fc.constantFrom('line', 'token'),
  what: fc.constantFrom('delete', 'double', 'swap'),
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  other: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
})

function mutated(text: string, { of, what, at, other }: Mutation): string {
  const parts = of === 'line' ? text.split(/(?<=\n)/) : text.split(/(\w+|[^\w\s]|\s+)/).filter((part) => part !== '')
  const [a, b] = [Math.floor(at * parts.length), Math.floor(other * parts.length)]
  if (what === 'delete') parts.splice(a, 1)
  else if (what === 'double') parts.splice(a, 0, parts[a]!)
  else [parts[a], parts[b]] = [parts[b]!, parts[a]!]
  return parts.join('')
}

describe('specs with something done to them', () => {
  test('are checked without a throw and without hanging, to diagnostics with places', { timeout: 180_000 }, () => {
    const cases = fc.record({
      entry: fc.constantFrom(...specEntries),
      path: fc.constantFrom(...paths),
      mutations: fc.array(mutation, { minLength: 1, maxLength: 3 }),
    })
    fc.assert(
      fc.property(cases, ({ entry, path, mutations }) => {
        const text = mutations.reduce(mutated, files[path]!)
        const found = check({ ...files, [path]: text }, entry)
        for (const { span, message } of found) {
          expect(message).not.toMatch(/undefined|NaN|\[object/)
          if (span !== undefined && span.file === path) expect(span.end).toBeLessThanOrEqual(text.length)
        }
      }),
      { numRuns: 100, seed: 7 },
    )
  })
})

describe('programs that unroll without end', () => {
  const model = (modules: string, body: string): Record<string, string> => ({
    '/main.ctr': `surface a
level row
features of row { x : float default 0 }
${modules}
model m on a {
  trunk { ${body} }
  calibrate click with platt
}
`,
  })

  test('by loops in loops', () => {
    const body = '\nvar h = x\nfor i in 0..4000 {\nfor j in 0..4000 {\nh = h + 1\n}\n}\npredict click = h\n'
    expect(check(model('', body)).map(({ code }) => code)).toContain('CTR3026')
  })

  test('by modules that call modules twice', () => {
    const depth = 60
    const modules = Array.from(
      { length: depth },
      (_, i) => `module f${i}(v: []) -> [] { return ${i === 0 ? 'v' : `f${i - 1}(v) + f${i - 1}(v)`} }`,
    ).join('\n')
    expect(check(model(modules, `predict click = f${depth - 1}(x)`)).map(({ code }) => code)).toEqual(['CTR3026'])
  })
})
