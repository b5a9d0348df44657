import { each, type Format, lines } from '../format.ts'

const towns = ['Köln', 'Málaga', 'Besançon', 'London']

/** Semicolons, names with minus signs, Latin-1, decimal commas. */
export const bookCrossing: Format = {
  like: 'Book-Crossing',
  about: 'semicolons, Latin-1, decimal commas, names with - in them',
  files: (draw) => ({
    'ratings.csv': Buffer.from(
      lines([
        '"User-ID";"ISBN";"Book-Rating";"Location";"Price"',
        ...each(() =>
          [
            `"${1 + draw.below(40)}"`,
            `"${100_000_000 + draw.below(60)}${draw.of(['X', '5'])}"`,
            `"${draw.below(11)}"`,
            `"${draw.of(towns)}"`,
            `"${draw.below(30)},${10 + draw.below(90)}"`,
          ].join(';'),
        ),
      ]),
      'latin1',
    ),
  }),
  query: "select *, row_number() over () as row from read_csv('{root}/ratings.csv')",
  features: lines([
    '  user_id : id in users',
    '  isbn : string in books',
    '  location : string in towns',
    '  price : float default 0',
  ]),
  tables: lines([
    'table users { rows: hash(100), dim: 4 }',
    'table books { rows: vocabulary(100), dim: 4 }',
    'table towns { rows: vocabulary(10), dim: 2 }',
  ]),
  reads: 'concat(embed(user_id), embed(isbn), embed(location), price)',
  label: 'book_rating > 5',
  splitBy: 'row',
  meets: ['CTR4003', 'CTR4010', 'CTR4011'],
}
