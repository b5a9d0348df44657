import { describe, expect, test } from 'vitest'
import { DiagnosticError } from '../../../src/diagnostics/report.ts'
import { floats, type HostTensor } from '../../../src/graph/tensor.ts'
import type { Vocabulary } from '../../../src/graph/vocabulary.ts'
import { memoryHost } from '../../../src/host/memory.ts'
import { readCheckpoint, writeCheckpoint } from '../../../src/learn/train/checkpoint.ts'
import { cutJournal } from '../../../src/learn/train/journal.ts'
import { runFolder } from '../../../src/learn/train/run-folder.ts'
import { readRecord } from '../../../src/learn/train/run-record.ts'
import { readVocabularies, writeVocabularies } from '../../../src/learn/train/vocabulary-file.ts'

const codesOf = (work: () => unknown): string[] => {
  try {
    work()
    return []
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics.map(({ code }) => code)
    throw error
  }
}

const progress = { step: 3, rows: 192, rowsPerEpoch: 100, best: { step: 2, value: 0.5 }, waited: 1, finished: false }
const role = { kind: 'last', run: 'ab'.repeat(32) } as const
const values = new Map([
  ['w', floats(Float32Array.of(1, -0, Number.MIN_VALUE, 3e38), 2, 2)],
  ['table/users', floats(Float32Array.of(0.1, 0.2), 2, 1)],
])

test('a checkpoint carries its values bit for bit, and its place', () => {
  const host = memoryHost()
  writeCheckpoint(host, '/c', { values, progress }, role)
  expect(readCheckpoint(host, '/c')).toMatchObject({ values, progress })
})

test('equal checkpoints are equal bytes, in any order of their values', () => {
  const host = memoryHost()
  writeCheckpoint(host, '/a', { values, progress }, role)
  writeCheckpoint(host, '/b', { values: new Map([...values].reverse()), progress }, role)
  expect(host.readBytes('/a')).toEqual(host.readBytes('/b'))
})

test('a checkpoint that is missing is none; one that is damaged is reported', () => {
  const host = memoryHost({ '/garbage': 'not a checkpoint' })
  expect(readCheckpoint(host, '/none')).toBeUndefined()
  expect(codesOf(() => readCheckpoint(host, '/garbage'))).toEqual(['CTR5004'])
  writeCheckpoint(host, '/c', { values, progress }, role)
  host.writeAtomic('/cut', host.readBytes('/c')!.subarray(0, 300))
  expect(codesOf(() => readCheckpoint(host, '/cut'))).toEqual(['CTR5004'])
})

describe('a checkpoint of other values than the model has', () => {
  const wanted = [
    { name: 'table/users', dims: [2, 1] },
    { name: 'w', dims: [2, 2] },
  ]
  const read = (stored: ReadonlyMap<string, HostTensor>) => {
    const host = memoryHost()
    writeCheckpoint(host, '/c', { values: stored, progress }, role)
    return codesOf(() => readCheckpoint(host, '/c', { ...role, values: wanted, digests: true }))
  }

  test('is damaged where a value is missing, renamed, more, of another shape or of another type', () => {
    const whole: ReadonlyMap<string, HostTensor> = values
    const { w, users } = { w: values.get('w')!, users: values.get('table/users')! }
    expect(read(whole)).toEqual([])
    expect(read(new Map([['w', w]]))).toEqual(['CTR5004'])
    expect(read(new Map([...whole, ['v', w]]))).toEqual(['CTR5004'])
    expect(read(new Map([...whole, ['table/users', { ...users, dims: [1, 2] }]]))).toEqual(['CTR5004'])
    const integers: HostTensor = { dtype: 'int32', dims: [2, 2], data: new Int32Array(4) }
    expect(read(new Map([...whole, ['w', integers]]))).toEqual(['CTR5004'])
  })
})

test('vocabularies come back as they were, ids beyond 2^53 too', () => {
  const host = memoryHost()
  const files = runFolder(host, '/run')
  const vocabularies = new Map<string, Vocabulary>([
    ['words', { table: 'words', of: 'string', words: ['b', 'a', ''] }],
    ['ids', { table: 'ids', of: 'id', ids: BigInt64Array.of(9_007_199_254_740_993n, -5n) }],
  ])
  expect(readVocabularies(host, files)).toBeUndefined()
  writeVocabularies(host, files, vocabularies)
  expect(readVocabularies(host, files)).toEqual(new Map([...vocabularies].reverse()))
  host.writeAtomic(files.vocabularies, '{"words": {"of": "string"}}')
  expect(codesOf(() => readVocabularies(host, files))).toEqual(['CTR5004'])
})

test('a record of another shape is damaged', () => {
  const host = memoryHost({ '/run/run.json': '{"format": 3}', '/torn/run.json': '{"format": ' })
  expect(readRecord(host, runFolder(host, '/none'))).toBeUndefined()
  expect(codesOf(() => readRecord(host, runFolder(host, '/run')))).toEqual(['CTR5004'])
  expect(codesOf(() => readRecord(host, runFolder(host, '/torn')))).toEqual(['CTR5004'])
})

describe('a journal', () => {
  const line = (step: number): string =>
    JSON.stringify({
      ...{ step, epoch: step / 10, rows: 64 * step, loss: 0.5, losses: { click: 0.5 }, rows_per_second: 1000 },
      ...{ validation: { click: { rows: 9, positives: 3, auc: null, logloss: 0.6 } }, best: true },
    })
  const cut = (text: string) => {
    const files = runFolder(memoryHost(), '/run')
    const host = memoryHost({ [files.journal]: text })
    cutJournal(host, files, 4)
    return host.readText(files.journal)
  }

  test('is cut behind a checkpoint, and loses a torn line', () => {
    const kept = `${line(2)}\n${line(4)}\n`
    expect(cut(`${kept}${line(6)}\n{"st`)).toBe(kept)
  })

  test('with a line that is none of ours is damaged', () => {
    expect(codesOf(() => cut(`${line(2)}\n{"step"\n`))).toEqual(['CTR5004'])
    expect(() => cut(`${line(2)}\n${line(-3)}\n`)).toThrow("in line 2 'step' is -3, expected at least 0")
  })
})
