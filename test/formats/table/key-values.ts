import { each, type Format, hex, lines } from '../format.ts'

const fields = [101, 121, 205]

/** Fields with their numbers and values in one text, between control characters. */
export const keyValues: Format = {
  like: 'Ali-CCP',
  about: 'field:value pairs in one text, between \\u0001; label without header',
  files: (draw) => ({
    'sample.csv': lines(
      each((row) =>
        [
          row,
          draw.below(2),
          hex(draw, 30, 16),
          fields
            .filter(() => draw.chance(0.9))
            .map((field) => `${field}:${draw.below(20)}`)
            .join('\u0001'),
        ].join(','),
      ),
    ),
  }),
  query: "select * from read_csv('{root}/sample.csv')",
  features: lines(['  common : id in users', '  features : list<string, 8> in features']),
  tables: lines(['table users { rows: hash(100), dim: 4 }', 'table features { rows: vocabulary(100), dim: 4 }']),
  reads: 'concat(embed(common), pool_mean(embed(features)))',
  label: 'click == 1',
  splitBy: 'row',
  names: ['row', 'click', 'common', 'features'],
  meets: ['CTR4010', 'CTR4011'],
}
