import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { expect, onTestFinished, test, vi } from 'vitest'
import { newReport } from '../../src/diagnostics/report.ts'
import { diskHost } from '../../src/host/disk.ts'
import { type Host, HostError } from '../../src/host/host.ts'
import type { Batch } from '../../src/rows/batch.ts'
import { openDataset } from '../../src/rows/dataset.ts'
import type { RowOrder } from '../../src/rows/row-order.ts'
import { exitCodeOf } from '../../src/tools/cli/exit-codes.ts'
import { diagnosticsOfFailure } from '../../src/tools/cli/failures.ts'
import { collect, programOf, sql, temporaryFolder } from './fixture.ts'

const file = join(temporaryFolder(), 'rows.parquet')
// Many rows have the same scalar columns and other lists; every list is one of a kind.
const made = sql(
  `copy (select i % 2 as place, (i % 50)::bigint as user_id, i % 3 / 8 as score, case i % 4 when 0 then null else 'w' || (i % 4) end as word,
      [i, i // 2] as recent, ['größer', 't' || i] as topics, [i / 4, 1] as image, i % 5 = 0 as clicked
    from range(20000) t(i)) to '${file}'`,
)

const text = `
surface home
surface search
level user by user_id
level candidate within user
features of user { user_id : id in users }
features of candidate {
  recent : list<id, 3> in users
  topics : list<string, 3> in words
  image  : [2] default 0
  score  : float default 0
  word   : string in words
}
table users { rows: hash(100), dim: 2 }
table words { rows: vocabulary(9), dim: 2 }
dataset log {
  query:   "select * from read_parquet('{file}')"
  surface: { column: place, values: { 0: home, 1: search } }
  labels:  { click: clicked == 1 }
  splits:  { train: score >= 0 }
}
model m on home, search { trunk { predict click = linear(embed(user_id)) } }
train m { dataset: log, tasks: { click: 1.0 } }
`

async function open(host: Host) {
  await made
  const { spec, origins, dataset } = programOf(text)
  return openDataset(host, newReport(), spec, dataset, { params: new Map([['file', file]]), origins })
}

/** What the rows are said to be sorted by (src/rows/row-order.ts), sorted by DuckDB. */
async function sortedByDuckdb(prefix: string): Promise<readonly string[]> {
  const scalars = ['clicked', 'place', 'score', 'user_id', 'word']
  const texts = ['place::varchar', ...scalars.map((name) => `coalesce('=' || ${name}::varchar, '')`)].join(", '|', ")
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const result = await connection.runAndReadAll(
    `select topics[2], place, word, recent::varchar from '${file}'
     order by md5_number(concat('${prefix}', '|', ${texts})), hash(image), hash(recent), hash(topics)`,
  )
  connection.closeSync()
  instance.closeSync()
  return result.getRows().map((row) => row.map((value) => value ?? '').join(' '))
}

/** Rows of a batch, each named by values that lie in records each in another way. */
function named({ raw, surfaceOf }: Batch): readonly string[] {
  const [topics, recent, word] = ['topics', 'recent', 'word'].map((name) => raw.columns.get(name))
  if (topics?.kind !== 'list' || recent?.kind !== 'list' || word?.kind !== 'string') throw new Error('other columns')
  return Array.from(surfaceOf, (surface, row) => {
    const ids = recent.values.slice(recent.starts[row], recent.starts[row]! + recent.lengths[row]!)
    return `${topics.values[topics.starts[row]! + 1]} ${surface} ${word.values[row]} [${ids.join(', ')}]`
  })
}

test.each<[string, RowOrder]>([
  ['7/0', { seed: 7, epoch: 0 }],
  ['7/12', { seed: 7, epoch: 12 }],
  ['stable', 'stable'],
])('rows in the order %s are those that DuckDB sorts', async (prefix, order) => {
  await made
  const expected = await sortedByDuckdb(prefix)
  const data = await open(diskHost())
  const size = 4096
  const batches = await collect(data.batches({ split: 'train', size, order }))
  data.close()
  batches.forEach((batch, i) => {
    const rows = expected.slice(i * size, (i + 1) * size)
    // A batch is sorted by surface, and the order kept within each.
    const bySurface = [0, 1].flatMap((surface) => rows.filter((each) => each.split(' ')[1] === `${surface}`))
    expect(named(batch)).toEqual(bySurface)
  })
  expect(batches.reduce((sum, { rows }) => sum + rows, 0)).toBe(20_000)
})

test('rows are read once for all orders of an epoch, and each request gets its own, whatever was read before', async () => {
  const host = diskHost()
  let made = 0
  const counted: Host = {
    ...host,
    scratchFile(name) {
      made++
      return host.scratchFile(name)
    },
  }
  const [one, other]: readonly RowOrder[] = [
    { seed: 1, epoch: 0 },
    { seed: 2, epoch: 0 },
  ]
  const requests = [
    { split: 'train', size: 40_000, order: one! },
    { split: 'train', size: 40_000, order: other! },
    { split: 'train', size: 40_000, order: 'stable' },
    { split: 'train', size: 40_000, order: one!, where: 'place = 1' },
    { split: 'train', size: 40_000, order: one!, first: 50 },
    { split: 'train', size: 40_000, order: other!, first: 50 },
    { split: 'train', size: 40_000, order: one!, first: 20 },
  ] as const
  const rowsOf = async (data: Awaited<ReturnType<typeof open>>, request: (typeof requests)[number]) =>
    (await collect(data.batches(request))).flatMap(named)
  const all = await open(counted)
  const files: number[] = []
  for (const request of requests) {
    made = 0
    const found = await rowsOf(all, request)
    files.push(made)
    const alone = await open(host)
    expect(found).toEqual(await rowsOf(alone, request))
    alone.close()
  }
  all.close()
  // A file for rows and one for their keys; the second order is of rows that are there.
  expect(files).toEqual([2, 0, 2, 2, 2, 2, 2])
})

test('two passes at once do not disturb each other', async () => {
  const data = await open(diskHost())
  const request = { split: 'train', size: 1000, order: { seed: 1, epoch: 0 } }
  const alone = (await collect(data.batches(request))).flatMap(named)
  const both: string[] = []
  for await (const batch of data.batches(request)) {
    if (both.length === 2000) await collect(data.batches({ ...request, order: { seed: 1, epoch: 1 } }))
    both.push(...named(batch))
  }
  data.close()
  expect(both).toEqual(alone)
})

test('temporary files are gone when the dataset is closed, in the middle of its rows too', async () => {
  const host = diskHost()
  // A name of its own, as other tests keep rows at the same time.
  const data = await open({ ...host, scratchFile: () => host.scratchFile('ctrc-kept-rows-test') })
  const left = (): number => readdirSync(tmpdir()).filter((each) => each.startsWith('.ctrc-kept-rows-test')).length
  for await (const _ of data.batches({ split: 'train', size: 100, order: 'stable' })) break
  expect(left()).toBe(2)
  data.close()
  expect(left()).toBe(0)
})

test.each([
  ['does not exist', `${file}.missing`],
  ['is a file', file],
])('of a temporary folder that %s the message tells what it is for', async (_, place) => {
  const data = await open(diskHost())
  vi.stubEnv('TMPDIR', place)
  onTestFinished(() => void vi.unstubAllEnvs())
  const failure = await collect(data.batches({ split: 'train', size: 100, order: 'stable' })).catch((error) => error)
  data.close()
  const [found] = diagnosticsOfFailure(failure)
  expect(found).toMatchObject({
    code: 'CTR9005',
    message: expect.stringContaining('TMPDIR names the folder for these'),
  })
})

test.each([1, 2, 3])('a disk that is full at write %d ends the command as a failure of the environment', async (at) => {
  const host = diskHost()
  let writes = 0
  const full: Host = {
    ...host,
    scratchFile(name) {
      const inner = host.scratchFile(name)
      return {
        ...inner,
        append(bytes) {
          if (++writes === at) throw new HostError('no_space', name, 'ENOSPC')
          inner.append(bytes)
        },
      }
    },
  }
  const data = await open(full)
  const failure = await collect(data.batches({ split: 'train', size: 100, order: 'stable' })).catch((error) => error)
  data.close()
  const diagnostics = diagnosticsOfFailure(failure)
  expect(diagnostics.map(({ code }) => code)).toEqual(['CTR9001'])
  expect(exitCodeOf(diagnostics)).toBe(3)
})
