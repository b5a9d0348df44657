import { each, type Format, hex, lines } from '../format.ts'

const columns = ['id', 'click', 'hour', 'C1', 'banner_pos', 'site_id', 'device_id']

/** Ids of twenty digits, which a guessing reader takes for floating-point numbers; hexadecimal words as ids. */
export const avazu: Format = {
  like: 'Avazu mobile ads',
  about: 'ids of 20 digits; hexadecimal words as ids',
  files: (draw) => ({
    'train.csv': lines([
      columns.join(','),
      ...each((row) =>
        [
          `1${String(draw.below(1e9)).padStart(10, '0')}${String(100_000_000 + row)}`,
          draw.below(2),
          14_102_100 + draw.below(24),
          1000 + draw.below(12),
          draw.below(3),
          hex(draw, 20),
          hex(draw, 40),
        ].join(','),
      ),
    ]),
  }),
  query: "select * from read_csv('{root}/train.csv')",
  features: lines([
    '  id : id in shown',
    '  hour : id in hours',
    '  C1 : id in places',
    '  banner_pos : id in places',
    '  site_id : string in sites',
    '  device_id : id in devices',
  ]),
  tables: lines([
    ...['shown', 'hours', 'places', 'devices'].map((name) => `table ${name} { rows: hash(100), dim: 4 }`),
    'table sites { rows: vocabulary(50), dim: 4 }',
  ]),
  reads: 'concat(embed(id), embed(hour), embed(C1), embed(banner_pos), embed(site_id), embed(device_id))',
  label: 'click == 1',
  splitBy: 'id',
  meets: ['CTR4011'],
}
