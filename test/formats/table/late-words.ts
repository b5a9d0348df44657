import { gzipSync } from 'node:zlib'
import { each, type Format, lines } from '../format.ts'

/** Numbers in the rows that types are guessed from, a word behind them. */
export const lateWords: Format = {
  like: 'a log in gzip',
  about: 'csv.gz; NA behind the rows from which types are guessed',
  files: (draw) => ({
    'log.csv.gz': gzipSync(
      lines([
        'user,price,click',
        ...each(
          (row) =>
            [
              draw.below(50),
              row === 24_321 ? 'NA' : draw.chance(0.01) ? '' : draw.below(900) / 100,
              draw.below(2),
            ].join(','),
          25_000,
        ),
      ]),
    ),
  }),
  query: "select *, row_number() over () as row from read_csv('{root}/log.csv.gz')",
  features: lines(['  user : id in users', '  price : float default 0']),
  tables: lines(['table users { rows: hash(100), dim: 4 }']),
  reads: 'concat(embed(user), price)',
  label: 'click == 1',
  splitBy: 'row',
  meets: ['CTR4003'],
}
