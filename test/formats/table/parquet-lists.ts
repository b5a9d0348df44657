import { type Format, lines } from '../format.ts'

/** Lists of lists, of doubles, of wide and of unsigned integers; a wide integer by itself. */
export const parquetLists: Format = {
  like: 'session tables in Parquet',
  about: 'lists of lists, of doubles, of hashes; ids of 38 digits; vectors of text',
  parquet: {
    'log.parquet':
      'select i as row, cast(i % 40 as decimal(38, 0)) as user, cast(hash(i % 50) as decimal(38, 0)) * 1000 as item, ' +
      '[range(i % 3), range(5, 5 + i % 4)] as sessions, list_transform(range(i % 4), x -> cast(x + i % 7 as double)) as seen, ' +
      'list_transform(range(i % 4), x -> hash(x + i % 9)) as queries, list_transform(range(i % 3), x -> cast(x as decimal(38, 0)) * 1000000000000000000000) as wide, ' +
      '[cast(i % 5 as varchar), cast(i % 3 as varchar)] as image, cast(hash(i * 7) % 2 as int) as click',
  },
  query: "select * from read_parquet('{root}/log.parquet')",
  features: lines([
    '  user : id in users',
    '  item : id in items',
    '  sessions : list<id, 6> in items',
    '  seen : list<id, 4> in items',
    '  queries : list<id, 4> in queries',
    '  wide : list<id, 4> in queries',
    '  image : [2] default 0',
  ]),
  tables: lines(['users', 'items', 'queries'].map((name) => `table ${name} { rows: hash(100), dim: 4 }`)),
  reads:
    'concat(embed(user), embed(item), pool_mean(embed(sessions)), pool_mean(embed(seen)), pool_mean(embed(queries)), pool_mean(embed(wide)), image)',
  label: 'click == 1',
  splitBy: 'row',
  meets: ['CTR4011', 'CTR4044'],
}
