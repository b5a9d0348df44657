import { each, type Format, lines } from '../format.ts'

/** No header, words for what was done, seconds since 1970. */
export const userBehavior: Format = {
  like: 'Taobao user behavior',
  about: 'csv without header; a word as label; seconds since 1970',
  files: (draw) => ({
    'behavior.csv': lines(
      each((row) =>
        [
          1 + draw.below(40),
          2_000_000 + draw.below(90),
          3000 + draw.below(20),
          draw.of(['pv', 'pv', 'buy', 'cart']),
          1_511_544_070 + row,
        ].join(','),
      ),
    ),
  }),
  query: "select * from read_csv('{root}/behavior.csv')",
  features: lines(['  user : id in users', '  item : id in items', '  category : id in items']),
  tables: lines(['table users { rows: hash(100), dim: 4 }', 'table items { rows: hash(200), dim: 4 }']),
  reads: 'concat(embed(user), embed(item), embed(category))',
  label: 'behavior == "buy"',
  splitBy: 'at',
  names: ['user', 'item', 'category', 'behavior', 'at'],
  meets: ['CTR4010'],
}
