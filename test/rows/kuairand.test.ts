import { expect, test } from 'vitest'
import { newReport } from '../../src/diagnostics/report.ts'
import { levelRows } from '../../src/graph/types.ts'
import type { ModelSpec } from '../../src/model/model-spec.ts'
import { openDataset } from '../../src/rows/dataset.ts'
import type { EngineInput } from '../../src/runtime/feeds.ts'
import { host, programOf } from './fixture.ts'

const root = process.env.CTRC_KUAIRAND
if (root === undefined) console.log('kuairand.test.ts is skipped: CTRC_KUAIRAND names no folder with the data')

const query = `
select i.user_id, i.video_id, i.date, i.hourmin, i.is_click, i.tab, i.duration_ms,
  u.user_active_degree, u.is_live_streamer, u.follow_user_num, u.fans_user_num, u.friend_user_num, u.register_days,
  u.onehot_feat0, u.onehot_feat1, v.author_id, v.video_type, v.video_duration, v.upload_type,
  h.watch_seq, h.like_seq, h.long_watch_seq
from read_parquet('{root}/interactions.parquet') i
left join read_parquet('{root}/users.parquet') u using (user_id)
left join read_parquet('{root}/videos.parquet') v using (video_id)
left join read_parquet('{root}/history.parquet') h using (user_id)
`

const text = `
surface feed
surface grid
surface t4
surface t2
surface t6
level user by user_id
level candidate within user
features of user {
  user_id : id in users
  user_active_degree : string in degrees
  is_live_streamer : int missing -124 default 0
  follow_user_num : int default 0
  fans_user_num : int default 0
  friend_user_num : int default 0
  register_days : int default 0
  onehot_feat0 : id in small
  onehot_feat1 : id in small
  watch_seq : list<id, 50> in videos
  like_seq : list<id, 50> in videos
  long_watch_seq : list<id, 50> in videos
}
features of candidate {
  video_id : id in videos
  author_id : id in authors
  video_type : string in types
  upload_type : string in types
  video_duration : float default 0
  duration_ms : int default 0
  hourmin : int default 0
}
table users { rows: hash(50_000), dim: 16 }
table videos { rows: vocabulary(10_000), dim: 16 }
table authors { rows: hash(20_000), dim: 16 }
table degrees { rows: vocabulary(16), dim: 4 }
table small { rows: hash(100), dim: 4 }
table types { rows: vocabulary(64), dim: 4 }
dataset log {
  query: file("log.sql")
  surface: { column: tab, values: { 1: feed, 0: grid, 4: t4, 2: t2, 6: t6 }, else: drop }
  labels: { click: is_click == 1 }
  splits: { train: date < 20220504, validation: date == 20220504 and fold(user_id, 2) == 0,
    calibration: date == 20220504 and fold(user_id, 2) == 1, test: date > 20220504 }
}
model m on feed, grid, t4, t2, t6 { trunk { predict click = linear(embed(user_id)) } }
train m { dataset: log, tasks: { click: 1.0 } }
`

/** Every feature in every encoding that a graph may ask of it. */
function everyInput(spec: ModelSpec): readonly EngineInput[] {
  return [...spec.features.values()].flatMap(({ name: feature, type, level }): readonly EngineInput[] => {
    const rows = levelRows(level, spec.live)
    const shape = type.kind === 'list' ? [type.length] : []
    if (type.kind === 'int' || type.kind === 'float')
      return [{ port: { kind: 'encoded', feature, as: { kind: 'number' } }, type: { dtype: 'float32', shape, rows } }]
    const table = 'table' in type ? type.table! : ''
    const row: EngineInput = {
      port: { kind: 'encoded', feature, as: { kind: 'row', table } },
      type: { dtype: 'int32', shape, rows },
    }
    const mask: EngineInput = {
      port: { kind: 'encoded', feature, as: { kind: 'mask' } },
      type: { dtype: 'float32', shape, rows },
    }
    return type.kind === 'list' ? [row, mask] : [row]
  })
}

test.skipIf(root === undefined)('an epoch of real impressions is read and encoded', { timeout: 60_000 }, async () => {
  const { spec, origins, dataset } = programOf(text, { '/log.sql': query })
  let began = performance.now()
  const spent = (what: string): void => {
    console.log(`${what}: ${Math.round(performance.now() - began)} ms`)
    began = performance.now()
  }
  const inputs = everyInput(spec)
  const data = await openDataset(host(), newReport(), spec, dataset, { params: new Map([['root', root!]]), origins })
  spent('open')
  data.useVocabularies(await data.fitVocabularies())
  spent('vocabularies')
  let rows = 0
  const clicks = new Map<string, [number, number]>()
  for await (const batch of data.batches({ size: 4096, order: { seed: 1, epoch: 0 } })) {
    const { tensors } = batch.feeds(inputs)
    expect(tensors.size).toBe(inputs.length)
    rows += batch.rows
    batch.labels.get('click')!.forEach((label, row) => {
      const surface = batch.surfaces[batch.surfaceOf[row]!]!
      const [ones, all] = clicks.get(surface) ?? [0, 0]
      clicks.set(surface, [ones + label, all + 1])
    })
  }
  spent(`${rows} rows`)
  // Both from the README of the data: all rows, and the click rate of each tab over the whole log, of which this is a part.
  expect(rows + data.summary.dropped).toBe(180_384)
  const rates = new Map([...clicks].map(([surface, [ones, all]]) => [surface, ones / all]))
  for (const [surface, rate] of Object.entries({ feed: 0.49, grid: 0.086, t4: 0.6, t2: 0.48, t6: 0.15 }))
    expect(Math.abs(rates.get(surface)! - rate), surface).toBeLessThan(0.01)
  data.close()
})
