import { each, type Format, lines, some } from '../format.ts'

/** Lists as other programs print them: with bars, as JSON, as Python; vectors between spaces. */
export const listsAsText: Format = {
  like: 'data frames saved as CSV',
  about: 'lists as 1|2|3, as [1, 2], as ["a", "b"], vectors as 0.1 0.2',
  files: (draw) => ({
    'log.csv': lines([
      'user,seen,genres,words,image,click',
      ...each(() =>
        [
          draw.below(40),
          `"[${some(draw, 4, () => draw.below(90)).join(', ')}]"`,
          some(draw, 3, () => draw.below(20)).join('|'),
          `"[${some(draw, 3, () => `'${draw.of(['red', 'green', 'blue'])}'`).join(', ')}]"`,
          each(() => (draw.below(200) - 100) / 100, 3).join(' '),
          draw.below(2),
        ].join(','),
      ),
    ]),
  }),
  query: "select *, row_number() over () as row from read_csv('{root}/log.csv')",
  features: lines([
    '  user : id in users',
    '  seen : list<id, 4> in items',
    '  genres : list<id, 3> in genres',
    '  words : list<string, 3> in words',
    '  image : [3] default 0',
  ]),
  tables: lines([
    ...['users', 'items', 'genres'].map((name) => `table ${name} { rows: hash(100), dim: 4 }`),
    'table words { rows: vocabulary(10), dim: 2 }',
  ]),
  reads: 'concat(embed(user), pool_mean(embed(seen)), pool_mean(embed(genres)), pool_mean(embed(words)), image)',
  label: 'click == 1',
  splitBy: 'row',
  meets: ['CTR4011'],
}
