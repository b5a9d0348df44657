import { describe, expect, test } from 'vitest'
import { memoryHost } from '../../../src/host/memory.ts'
import { checkEntry, checkPath } from '../../../src/language/check/check-entry.ts'
import { program, trunk } from '../programs.ts'

const whole = 'let h = mlp(embed(user_id), units: [4])\npredict click = linear(h)'
/** Two programs in a folder of their own, each an entry beside the shared file. */
const folder = (a: string, b: string) => ({
  '/p/shared.ctr': program('')['/shared.ctr']!,
  '/p/a.ctr': trunk(a)['/main.ctr']!,
  '/p/b.ctr': trunk(b)['/main.ctr']!,
})

describe('a path', () => {
  test('means every program of a folder, and those without errors are given', () => {
    const { entries, programs, diagnostics } = checkPath(memoryHost(folder(whole, whole)), '/p')
    expect(entries).toEqual(['/p/a.ctr', '/p/b.ctr'])
    expect(programs).toHaveLength(2)
    expect(diagnostics).toEqual([])
  })
  test('with a mistake in one program gives the other', () => {
    const { entries, programs, diagnostics } = checkPath(
      memoryHost(folder(whole, 'predict click = linear(nobody)')),
      '/p',
    )
    expect(entries).toEqual(['/p/a.ctr', '/p/b.ctr'])
    expect(programs.map(({ files }) => files.has('/p/a.ctr'))).toEqual([true])
    expect(diagnostics.map(({ code, span }) => [code, span?.file])).toEqual([['CTR1501', '/p/b.ctr']])
  })
  test('with a warning in one gives both', () => {
    const { programs, diagnostics } = checkPath(memoryHost(folder(whole, `let spare = embed(pin_id)\n${whole}`)), '/p')
    expect(programs).toHaveLength(2)
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['CTR2021', 'warning']])
  })
  test('that is not there gives nothing but an error', () => {
    const { programs, diagnostics } = checkPath(memoryHost({}), '/none.ctr')
    expect(programs).toEqual([])
    expect(diagnostics.map(({ severity }) => severity)).toEqual(['error'])
    expect(checkEntry(memoryHost({}), '/none.ctr').program).toBeUndefined()
  })
})

test('a file that cannot be parsed is all that is reported: its types would be of half a tree', () => {
  const broken = trunk('let h = concat(embed(user_id)\npredict click = linear(nobody)')
  const { diagnostics } = checkEntry(memoryHost(broken), '/main.ctr')
  expect(diagnostics.length).toBeGreaterThan(0)
  expect(diagnostics.every(({ code }) => code >= 'CTR1001' && code < 'CTR1500')).toBe(true)
})
