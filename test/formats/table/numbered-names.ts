import { each, type Format, lines } from '../format.ts'

/** Columns whose names are no names of the language. */
export const numberedNames: Format = {
  like: 'numbered fields of an ads log',
  about: 'columns 101, 121, user:id, ad.position, "time of day"',
  files: (draw) => ({
    'log.csv': lines([
      '101,121,user:id,ad.position,time of day,clk',
      ...each(() =>
        [draw.below(40), draw.below(9), draw.below(70), draw.below(5), draw.below(24), draw.below(2)].join(','),
      ),
    ]),
  }),
  query: "select *, row_number() over () as row from read_csv('{root}/log.csv')",
  features: lines([
    '  c101 : id in fields',
    '  c121 : id in fields',
    '  user_id : id in users',
    '  ad_position : int default 0',
    '  time_of_day : int default 0',
  ]),
  tables: lines(['table fields { rows: hash(100), dim: 4 }', 'table users { rows: hash(100), dim: 4 }']),
  reads: 'concat(embed(c101), embed(c121), embed(user_id), ad_position, time_of_day)',
  label: 'clk == 1',
  splitBy: 'row',
  meets: ['CTR4010'],
}
