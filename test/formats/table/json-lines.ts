import { each, type Format, lines, some } from '../format.ts'

/** Objects within objects, lists of objects, numbers as strings. */
export const jsonLines: Format = {
  like: 'JSON lines of an ad server',
  about: 'structs, lists of structs, numbers as strings',
  files: (draw) => ({
    'log.jsonl': lines(
      each((row) =>
        JSON.stringify({
          row,
          user: { id: draw.below(40), country: draw.of(['be', 'fr', 'in']) },
          device: draw.chance(0.1) ? null : { os: draw.of(['a', 'b']), version: draw.below(9) },
          recent: some(draw, 4, () => ({ id: draw.below(90), seconds: draw.below(50) })),
          price: (draw.below(900) / 100).toFixed(2),
          click: draw.chance(0.4),
        }),
      ),
    ),
  }),
  query: "select * from read_json('{root}/log.jsonl')",
  features: lines([
    '  user : id in users',
    '  country : string in words',
    '  os : string in words',
    '  recent : list<id, 4> in items',
    '  price : float default 0',
  ]),
  tables: lines([
    'table users { rows: hash(100), dim: 4 }',
    'table items { rows: hash(100), dim: 4 }',
    'table words { rows: vocabulary(10), dim: 2 }',
  ]),
  reads: 'concat(embed(user), embed(country), embed(os), pool_mean(embed(recent)), price)',
  label: 'click',
  splitBy: 'row',
  meets: ['CTR4010', 'CTR4011'],
}
