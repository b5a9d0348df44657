import { each, type Format, lines } from '../format.ts'

/** What R, MySQL and JavaScript write for a missing value, among numbers. */
export const wordsForMissing: Format = {
  like: 'exports of R, MySQL and a web log',
  about: 'NA, \\N and null among numbers, ids and words',
  files: (draw) => ({
    'log.csv': lines([
      'user,age,income,city,is_member,click',
      ...each(() =>
        [
          draw.chance(0.1) ? '\\N' : draw.below(50),
          draw.chance(0.1) ? 'NA' : 18 + draw.below(60),
          draw.chance(0.1) ? 'null' : draw.below(900) / 100,
          draw.chance(0.1) ? 'NA' : draw.of(['bern', 'basel', 'genf']),
          draw.chance(0.1) ? 'NA' : draw.of(['true', 'false']),
          draw.below(2),
        ].join(','),
      ),
    ]),
  }),
  query: "select *, row_number() over () as row from read_csv('{root}/log.csv')",
  features: lines([
    '  user : id in users',
    '  age : int default 0',
    '  income : float default 0',
    '  city : string missing "NA" in cities',
    '  is_member : bool default false',
  ]),
  tables: lines(['table users { rows: hash(100), dim: 4 }', 'table cities { rows: vocabulary(10), dim: 2 }']),
  reads: 'concat(embed(user), age, income, embed(city), is_member)',
  label: 'click == 1',
  splitBy: 'row',
  meets: ['CTR4011'],
}
