import { type Format, lines } from '../format.ts'

/** Decimals, enums (which Parquet has as dictionaries of words), unsigned and hashed ids, ids that passed through doubles. */
export const parquetNumbers: Format = {
  like: 'a warehouse table in Parquet',
  about: 'decimals, dictionaries, unsigned ids, ids as doubles with NaN',
  parquet: {
    'log.parquet':
      'select i as row, cast(i % 40 as utinyint) as user, hash(i % 90) as item, cast(i % 700 as decimal(12, 2)) / 100 as price, ' +
      "case when i % 13 = 0 then 'nan'::double else i % 9 end as campaign, cast(['a', 'b'][i % 2 + 1] as enum('a', 'b')) as os, " +
      'cast(i % 3 as decimal(9, 0)) as place, cast(hash(i * 7) % 2 as int) as click',
  },
  query: "select * from read_parquet('{root}/log.parquet')",
  features: lines([
    '  user : id in users',
    '  item : id in items',
    '  price : float default 0',
    '  campaign : id in campaigns',
    '  os : string in words',
    '  place : id in campaigns',
  ]),
  tables: lines([
    ...['users', 'items', 'campaigns'].map((name) => `table ${name} { rows: hash(100), dim: 4 }`),
    'table words { rows: vocabulary(10), dim: 2 }',
  ]),
  reads: 'concat(embed(user), embed(item), price, embed(campaign), embed(os), embed(place))',
  label: 'click == 1',
  splitBy: 'row',
  meets: ['CTR4011', 'CTR4044'],
}
