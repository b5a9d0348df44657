import { describe, expect, test } from 'vitest'
import { memoryHost } from '../../../src/host/memory.ts'
import { checkEntry } from '../../../src/language/check/check-entry.ts'
import { type Files, shared, trunk } from '../programs.ts'

const found = (files: Files) => checkEntry(memoryHost(files), '/main.ctr').diagnostics
const told = (files: Files): readonly string[] => found(files).map(({ code, message }) => `${code} ${message}`)

const imported = trunk('predict click = linear(concat(embed(user_id), embed(pin_id)))')
const withoutImport: Files = { ...imported, '/main.ctr': imported['/main.ctr']!.replace('import "./shared.ctr"\n', '') }

describe('a file that is not imported', () => {
  test('is one error for all names that it declares, and its fix mends all', () => {
    const [error, ...others] = found(withoutImport)
    expect(others).toEqual([])
    expect(error).toMatchObject({
      code: 'CTR1652',
      message: expect.stringContaining("are declared in './shared.ctr', which this program does not import"),
    })
    expect(error?.message).toContain("'home_feed'")
    const [edit] = error?.fixes[0]?.edits ?? []
    const text = withoutImport['/main.ctr']!
    const mended = text.slice(0, edit!.span.start) + edit!.text + text.slice(edit!.span.end)
    expect(found({ ...withoutImport, '/main.ctr': mended }).filter(({ severity }) => severity === 'error')).toEqual([])
  })

  test('of modules is imported by name where they are called', () => {
    const files: Files = {
      ...trunk('predict click = linear(concat(half(embed(user_id)), twice(embed(user_id))))'),
      '/scales.ctr':
        'export module half<N>(x: [N]) -> [N] { return x / 2 }\nexport module twice<N>(x: [N]) -> [N] { return x * 2 }\n',
    }
    const error = found(files).find(({ code }) => code === 'CTR1652')
    expect(error?.fixes[0]?.edits[0]?.text).toBe('import { half, twice } from "./scales.ctr"\n')
  })

  test('of a tower is told where its surface has no prediction', () => {
    const files: Files = {
      '/shared.ctr': shared,
      '/main.ctr': `import { linear } from "ctr:std"
import "./shared.ctr"
model m on home_feed, search {
  trunk { export let user = embed(user_id) }
  calibrate click with platt
}
tower home_feed of m { predict click = linear(user) }
`,
      '/search.ctr': 'import { linear } from "ctr:std"\ntower search of m { predict click = linear(user) }\n',
    }
    expect(told(files)).toEqual([
      "CTR1652 towers of 'm' are declared in './search.ctr', which this program does not import: their surfaces have no prediction",
    ])
  })

  test('is looked for in the folders of the program and the one above, and in no other', () => {
    const entry = '/all/spec/main.ctr'
    const main = trunk('predict click = linear(half(embed(user_id)))')['/main.ctr']!
    const text = main.replace('./shared.ctr', '../parts/shared.ctr')
    const scale = 'export module half<N>(x: [N]) -> [N] { return x / 2 }\n'
    const codes = (path: string) =>
      checkEntry(memoryHost({ [entry]: text, '/all/parts/shared.ctr': shared, [path]: scale }), entry).diagnostics.map(
        ({ code }) => code,
      )
    for (const near of ['/all/spec/scale.ctr', '/all/spec/deep/scale.ctr', '/all/parts/scale.ctr', '/all/scale.ctr'])
      expect(codes(near)).toEqual(['CTR1652'])
    for (const far of ['/all/parts/deep/scale.ctr', '/all/others/scale.ctr', '/scale.ctr'])
      expect(codes(far)).toEqual(['CTR1501'])
  })

  test('is not looked for where the program may not read', () => {
    const files = { ...withoutImport, '/a/main.ctr': withoutImport['/main.ctr']!, '/a/ctrc.json': '{}' }
    const codes = checkEntry(memoryHost(files), '/a/main.ctr').diagnostics.map(({ code }) => code)
    expect(codes).not.toContain('CTR1652')
  })

  test('is not looked for among the programs of others', () => {
    const files = {
      ...withoutImport,
      '/shared.ctr': `${shared}model other on home_feed { trunk { predict click = 1 } }\n`,
    }
    expect(found(files).map(({ code }) => code)).not.toContain('CTR1652')
  })
})

describe('one mistake in many places', () => {
  const reads = (count: number): Files => {
    const lets = Array.from({ length: count }, (_, i) => `let a${i} = embed(pin_id, in: nobody)`)
    return trunk([...lets, `predict click = linear(concat(${lets.map((_, i) => `a${i}`).join(', ')}))`].join('\n'))
  }

  test('is told three times, and shows the others', () => {
    const unknown = found(reads(8)).filter(({ code }) => code === 'CTR1501')
    expect(unknown).toHaveLength(3)
    expect(unknown[2]?.related).toHaveLength(5)
    expect(found(reads(3)).filter(({ code }) => code === 'CTR1501')).toHaveLength(3)
  })
})

describe('a declaration that was renamed', () => {
  test('is shown beside the name that is unknown then', () => {
    const [error] = found(trunk('let audience = embed(user_id)\npredict click = linear(audeince)'))
    expect(error).toMatchObject({ code: 'CTR1501', related: [{ message: "'audience' is declared here" }] })
  })

  test('or the table whose width no longer fits', () => {
    const errors = found(trunk('let both = embed(user_id) + embed(country)\npredict click = linear(both)'))
    expect(errors[0]?.code).toBe('CTR3001')
    expect(errors[0]?.related.map(({ message }) => message)).toEqual([
      "'user_id' is looked up in table 'users', which has a dim of 8",
      "'country' is looked up in table 'countries', which has a dim of 4",
    ])
  })
})

test('what is missing behind a syntax error is not told', () => {
  const broken = imported['/shared.ctr']!.replace('parquet\')"', "parquet')").replace('query:    "', 'query:    (')
  const codes = found({ ...imported, '/shared.ctr': broken }).map(({ code }) => code)
  expect(codes.length).toBeGreaterThan(0)
  expect(codes.filter((code) => code >= 'CTR1500')).toEqual([])
})
