import { each, type Format, lines, some } from '../format.ts'

/** Several values in one field, between commas and in quotes; some fields hold one, some none. */
export const quotedLists: Format = {
  like: 'KuaiRand',
  about: 'lists as "1,2,3" in quotes; flags of 0 and 1',
  files: (draw) => ({
    'log.csv': lines([
      'user_id,video_id,tag,watched,is_live,duration_ms,is_click',
      ...each(() =>
        [
          draw.below(40),
          draw.below(90),
          `"${some(draw, 4, () => draw.below(30)).join(',')}"`,
          `"${some(draw, 3, () => draw.of(['news', 'music', 'food'])).join(',')}"`,
          draw.below(2),
          draw.below(60_000),
          draw.below(2),
        ].join(','),
      ),
    ]),
  }),
  query: "select *, row_number() over () as row from read_csv('{root}/log.csv')",
  features: lines([
    '  user_id : id in users',
    '  video_id : id in videos',
    '  tag : list<id, 4> in tags',
    '  watched : list<string, 4> in words',
    '  is_live : bool default false',
    '  duration_ms : int default 0',
  ]),
  tables: lines([
    ...['users', 'videos', 'tags'].map((name) => `table ${name} { rows: hash(100), dim: 4 }`),
    'table words { rows: vocabulary(10), dim: 2 }',
  ]),
  reads:
    'concat(embed(user_id), embed(video_id), pool_mean(embed(tag)), pool_mean(embed(watched)), is_live, log1p(duration_ms))',
  label: 'is_click == 1',
  splitBy: 'row',
  meets: ['CTR4011'],
}
