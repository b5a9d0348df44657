import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type RawColumn, rawIntegers } from '../../src/features/raw.ts'
import { rawFeed } from '../../src/features/raw-feeds.ts'
import { missingInteger } from '../../src/graph/vocabulary.ts'
import { diskHost } from '../../src/host/disk.ts'
import { openExported } from '../../src/serve/exported-surface.ts'
import { generatedRows } from '../../src/serve/generated-rows.ts'
import { allForms, allFormsEntry } from './all-forms.ts'
import { compiled, exported, temporaryFolder, trainedWeights } from './fixture.ts'

/** An id that is a key, and a word, each with the logs' own sentinel. */
const files = {
  ...allForms,
  '/spec/shared.ctr': allForms['/spec/shared.ctr']!.replace(
    'user_id : id in users',
    'user_id : id missing 7 in users',
  ).replace('country : string in words', 'country : string missing "none" in words'),
}
const ads = compiled(files, allFormsEntry)
const weights = trainedWeights(ads)
const count = 24
const rows = generatedRows(ads.spec, 'home_feed', count, weights.vocabularies)
const every = Int32Array.from({ length: count }, (_, row) => row)

test('a sentinel of an id or word scores as the missing value, in tables and in groups', async () => {
  const out = join(temporaryFolder(), 'out')
  await exported(ads, out, { weights })
  const { manifest, session } = await openExported(diskHost(), join(out, 'serving', 'home_feed'))
  expect(manifest.inputs.find(({ name }) => name === 'user_id')?.sentinel).toBe(7)
  expect(manifest.inputs.find(({ name }) => name === 'country')?.sentinel).toBe('none')

  const score = async (user: bigint, country: string, among = every): Promise<number[]> => {
    const columns = new Map<string, RawColumn>(rows.raw.columns)
    columns.set('user_id', rawIntegers(BigInt64Array.from(every, () => user)))
    columns.set('country', { kind: 'string', values: Array.from(every, () => country) })
    const feeds = manifest.inputs.map(({ name, feature, role, shape }) => {
      const perRow = shape.slice(1).map((size) => (typeof size === 'number' ? size : 1))
      return [name, rawFeed(columns.get(feature)!, role === 'length' ? 'length' : 'value', among, perRow)] as const
    })
    const logits = (await session.run(new Map(feeds))).get('click.logit')
    if (logits?.dtype !== 'float32') throw new Error('no logits')
    return Array.from(logits.data)
  }

  const missing = await score(missingInteger, '')
  expect(await score(7n, 'none')).toEqual(missing)
  // Another user is another score: the sentinel is not just any id.
  expect(await score(8n, 'none')).not.toEqual(missing)
  // Rows without a user are groups of their own: each keeps its own histories, regardless of its neighbours.
  for (const row of [0, 5, 11]) {
    const [alone] = await score(7n, 'none', Int32Array.of(row))
    if (Number.isNaN(missing[row]!)) expect(alone).toBeNaN()
    else expect(alone).toBeCloseTo(missing[row]!, 5)
  }
  await session.dispose()
})

test('an int that is a key has its sentinel too: rows without a request are groups of their own', async () => {
  const shared = allForms['/spec/shared.ctr']!.replace('request_id: string', 'request_id').replace(
    'features of request on search {',
    'features of request {\n  request_id : int missing 5 default 0\n}\nfeatures of request on search {',
  )
  const keyed = compiled({ ...allForms, '/spec/shared.ctr': shared }, allFormsEntry)
  const out = join(temporaryFolder(), 'out')
  await exported(keyed, out, { weights: trainedWeights(keyed), surfaces: ['search'] })
  const { manifest, session } = await openExported(diskHost(), join(out, 'serving', 'search'))
  const given = generatedRows(keyed.spec, 'search', count, weights.vocabularies)
  const score = async (request: bigint): Promise<number[]> => {
    const columns = new Map<string, RawColumn>(given.raw.columns)
    columns.set('user_id', rawIntegers(BigInt64Array.from(every, () => 3n)))
    columns.set('request_id', rawIntegers(BigInt64Array.from(every, () => request)))
    columns.set('view', { kind: 'string', values: given.views })
    const feeds = manifest.inputs.map(({ name, feature, role, shape }) => {
      const perRow = shape.slice(1).map((size) => (typeof size === 'number' ? size : 1))
      return [name, rawFeed(columns.get(feature)!, role === 'length' ? 'length' : 'value', every, perRow)] as const
    })
    const logits = (await session.run(new Map(feeds))).get('click.logit')
    if (logits?.dtype !== 'float32') throw new Error('no logits')
    return Array.from(logits.data)
  }
  const missing = await score(missingInteger)
  expect(await score(5n)).toEqual(missing)
  // One request is one group, whose first row's features stand for all.
  expect(await score(8n)).not.toEqual(missing)
  await session.dispose()
})
