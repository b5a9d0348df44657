import { each, type Format, hex, lines } from '../format.ts'

const numbers = ['i1', 'i2', 'i3']
const words = ['c1', 'c2', 'c3']

/** Tab-separated, no header, an ending that tells nothing, empty fields, words of hexadecimal digits. */
export const criteo: Format = {
  like: 'Criteo display ads',
  about: '.txt with tabs and no header; empty fields; hexadecimal words as ids',
  files: (draw) => ({
    'train.txt': lines(
      each(() =>
        [
          draw.below(2),
          ...numbers.map(() => (draw.chance(0.3) ? '' : draw.below(90) - 2)),
          ...words.map(() => (draw.chance(0.1) ? '' : hex(draw, 30))),
        ].join('\t'),
      ),
    ),
  }),
  query: "select *, row_number() over () as row from '{root}/train.txt'",
  features: lines([
    ...numbers.map((name) => `  ${name} : int default 0`),
    ...words.map((name) => `  ${name} : id in ${name}`),
  ]),
  tables: lines(words.map((name) => `table ${name} { rows: hash(100), dim: 4 }`)),
  reads: 'concat(i1, i2, i3, embed(c1), embed(c2), embed(c3))',
  label: 'label == 1',
  splitBy: 'row',
  names: ['label', ...numbers, ...words],
  meets: ['CTR4001', 'CTR4010', 'CTR4011'],
}
