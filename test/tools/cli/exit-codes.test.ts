import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts'
import { DiagnosticError, diagnostic } from '../../../src/diagnostics/report.ts'
import { HostError } from '../../../src/host/host.ts'
import { memoryHost } from '../../../src/host/memory.ts'
import { recordedTerminal } from '../../../src/host/terminal.ts'
import { exitCodeOf } from '../../../src/tools/cli/exit-codes.ts'
import type { Work } from '../../../src/tools/cli/run.ts'
import { runCommand } from '../../../src/tools/cli/run-command.ts'

const full = diagnostic('CTR9001', undefined, { path: '/out' })
const notText = diagnostic('CTR9101', undefined, { path: '/m.ctr' })
const usage = diagnostic('CTR9202', undefined, { reason: 'no' })
const defect = diagnostic('CTR9901', undefined, { reason: 'no' })
const input = diagnostic('CTR1001', { file: '/m.ctr', start: 0, end: 1 }, { found: 'x', expected: 'y' })

test.each([
  [[], 0],
  [[{ ...input, severity: 'warning' as const }], 0],
  [[input], 1],
  [[notText], 1],
  [[usage], 2],
  [[input, full], 3],
  [[full, defect, usage], 70],
])('%j', (diagnostics, exit) => {
  expect(exitCodeOf(diagnostics)).toBe(exit)
})

const warning: Diagnostic = { ...input, severity: 'warning' }

const run = async (work: Work, happened = false) => {
  const terminal = recordedTerminal()
  const interruption = { heed: () => new AbortController().signal, happened }
  const exit = await runCommand({ host: memoryHost(), terminal, interruption }, 'json', work)
  return { exit, ...terminal.written }
}

const codesIn = (out: string): string[] => JSON.parse(out).diagnostics.map((each: { code: string }) => each.code)

describe('what is thrown', () => {
  test('diagnostics are reported', async () => {
    const { exit, out } = await run(() => {
      throw new DiagnosticError([input])
    })
    expect([exit, ...codesIn(out)]).toEqual([1, 'CTR1001'])
  })

  test('a failure of the disk is the environment', async () => {
    const { exit, out } = await run(async () => {
      throw new HostError('read_only', '/out', 'EROFS')
    })
    expect([exit, ...codesIn(out)]).toEqual([3, 'CTR9002'])
  })

  test('anything else is a defect of ctrc, without a stack', async () => {
    const { exit, out, log } = await run(() => {
      throw new TypeError('x is not a function\n    at y')
    })
    expect([exit, ...codesIn(out)]).toEqual([70, 'CTR9901'])
    expect(out + log).not.toContain(' at ')
  })

  test('by work that was interrupted is the interruption', async () => {
    const { exit, out } = await run(() => {
      throw new Error('aborted')
    }, true)
    expect([exit, ...codesIn(out)]).toEqual([130])
  })

  test('by work that was interrupted and met a full disk on its way out is shown', async () => {
    const { exit, out } = await run(() => {
      throw new HostError('no_space', '/run', 'ENOSPC')
    }, true)
    expect([exit, ...codesIn(out)]).toEqual([130, 'CTR9001'])
  })

  test.each([new DiagnosticError([full]), new HostError('no_space', '/run', 'ENOSPC'), new Error('a defect')])(
    'hides nothing that was reported before: %s',
    async (failure) => {
      const { out } = await run(({ report }) => {
        report.add([warning])
        throw failure
      })
      expect(codesIn(out)).toContain('CTR1001')
      expect(JSON.parse(out).diagnostics).toHaveLength(2)
    },
  )

  test('is shown once where it was reported too', async () => {
    const { out } = await run(({ report }) => {
      report.add([input])
      throw new DiagnosticError([input])
    })
    expect(codesIn(out)).toEqual(['CTR1001'])
  })
})

test('a result is the one document on standard output, its warnings in it; they go to standard error, too', async () => {
  const { exit, out, log } = await run(({ report }) => {
    report.add([warning, warning])
    return { result: { rows: 3 }, text: 'three rows' }
  })
  expect(exit).toBe(0)
  expect(JSON.parse(out)).toEqual({ rows: 3, diagnostics: [expect.objectContaining({ severity: 'warning' })] })
  expect(log.match(/warning CTR1001/g)).toHaveLength(1)
})

test('an interrupted command that stopped in order is interrupted still', async () => {
  expect(await run(() => ({ result: {} }), true)).toMatchObject({ exit: 130 })
})
