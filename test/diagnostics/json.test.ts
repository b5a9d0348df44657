import { expect, test } from 'vitest'
import { diagnosticsJson } from '../../src/diagnostics/json.ts'
import { diagnostic } from '../../src/diagnostics/report.ts'
import { sourcesFrom } from './sources.ts'

const sources = sourcesFrom({ 'a.ctr': 'one\ntwo three\n', 'b.ctr': 'four' })

test('is the form that scripts rely on', () => {
  const found = diagnostic(
    'CTR1501',
    { file: 'a.ctr', start: 8, end: 13 },
    { kind: 'feature', name: 'three', near: 'tree' },
    {
      related: [{ message: 'declared here', span: { file: 'b.ctr', start: 0, end: 4 } }],
      fixes: [
        {
          kind: 'name',
          title: "replace with 'tree'",
          edits: [{ span: { file: 'a.ctr', start: 8, end: 13 }, text: 'tree' }],
        },
      ],
    },
  )
  const range = { start: { line: 1, character: 4 }, end: { line: 1, character: 9 } }
  expect(diagnosticsJson([found], sources)).toEqual({
    diagnostics: [
      {
        code: 'CTR1501',
        severity: 'error',
        message: found.message,
        file: 'a.ctr',
        range,
        related: [
          {
            message: 'declared here',
            file: 'b.ctr',
            range: { start: { line: 0, character: 0 }, end: { line: 0, character: 4 } },
          },
        ],
        fixes: [{ kind: 'name', title: "replace with 'tree'", edits: [{ file: 'a.ctr', range, text: 'tree' }] }],
      },
    ],
  })
})

test('has no place for what has none', () => {
  const [only] = diagnosticsJson([diagnostic('CTR9001', undefined, { path: '/out' })], sources).diagnostics
  expect(only).toMatchObject({ code: 'CTR9001', file: null, range: null, related: [], fixes: [] })
})

test('a file that could not be read has its diagnostics at the start', () => {
  const found = diagnostic('CTR1001', { file: 'gone.ctr', start: 5, end: 6 }, { found: 'x', expected: 'y' })
  expect(diagnosticsJson([found], sources).diagnostics[0]?.range?.start).toEqual({ line: 0, character: 0 })
})
