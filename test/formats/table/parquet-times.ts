import { type Format, lines } from '../format.ts'

/** Dates and times, with and without a zone. */
export const parquetTimes: Format = {
  like: 'an event table in Parquet',
  about: 'dates, timestamps with and without a zone, times of day',
  parquet: {
    'log.parquet':
      "select i as row, i % 40 as user, date '2024-01-01' + cast(i // 40 as int) as day, timestamp '2024-01-01 06:00:00' + to_minutes(i) as shown_at, " +
      "timestamptz '2024-01-01 00:00:00+02' + to_seconds(i * 60) as logged_at, time '00:00:00' + to_minutes(i % 1440) as hour, " +
      'cast(hash(i * 7) % 2 as int) as click',
  },
  query: "select * from read_parquet('{root}/log.parquet')",
  features: lines([
    '  user : id in users',
    '  day : id in days',
    '  shown_at : float default 0',
    '  logged_at : int default 0',
    '  hour : float default 0',
  ]),
  tables: lines(['table users { rows: hash(100), dim: 4 }', 'table days { rows: hash(100), dim: 4 }']),
  reads: 'concat(embed(user), embed(day), shown_at / 20000, logged_at / 20000, hour)',
  label: 'click == 1',
  splitBy: 'row',
  meets: ['CTR4011'],
}
