import { type Format, lines } from '../format.ts'

/** Text that is not marked as text, UUIDs, structs and maps. */
export const parquetBytes: Format = {
  like: 'Parquet of other engines',
  about: 'text as bytes, UUIDs as ids and words, maps, structs',
  parquet: {
    'log.parquet':
      "select i as row, encode(['red', 'blue'][i % 2 + 1]) as color, cast(md5(cast(i % 40 as varchar)) as uuid) as user, " +
      "cast(md5(cast(i % 9 as varchar)) as uuid) as session, map {'k' || (i % 4): i % 3, 'z': 1} as interests, " +
      "{'width': i % 30, 'name': 'x'} as slot, cast(hash(i * 7) % 2 as int) as click",
  },
  query: "select * from read_parquet('{root}/log.parquet')",
  features: lines([
    '  color : string in words',
    '  user : id in users',
    '  session : string in words',
    '  interests : list<string, 3> in words',
    '  slot : int default 0',
  ]),
  tables: lines(['table users { rows: hash(100), dim: 4 }', 'table words { rows: vocabulary(50), dim: 2 }']),
  reads: 'concat(embed(color), embed(user), embed(session), pool_mean(embed(interests)), slot)',
  label: 'click == 1',
  splitBy: 'row',
  meets: ['CTR4011'],
}
