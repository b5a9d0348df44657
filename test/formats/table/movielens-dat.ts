import { each, type Format, lines } from '../format.ts'

/** A separator of two characters, no header, an ending that tells nothing. */
export const movielensDat: Format = {
  like: 'MovieLens 1M',
  about: '.dat with :: between values, no header',
  files: (draw) => ({
    'ratings.dat': lines(
      each((row) => [1 + draw.below(40), 1 + draw.below(90), 1 + draw.below(5), 978_300_000 + row].join('::')),
    ),
  }),
  query: "select * from read_csv('{root}/ratings.dat')",
  features: lines(['  user : id in users', '  movie : id in movies']),
  tables: lines(['table users { rows: hash(100), dim: 4 }', 'table movies { rows: hash(100), dim: 4 }']),
  reads: 'concat(embed(user), embed(movie))',
  label: 'rating >= 4',
  splitBy: 'rated_at',
  names: ['user', 'movie', 'rating', 'rated_at'],
  meets: ['CTR4010'],
}
