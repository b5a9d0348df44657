import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { read, readDeclaration, shapeOf } from './reading.ts'

const name = (text: string) => ({ name: text })

describe('the tour of the language', () => {
  const tour = readFileSync(new URL('./fixtures/tour.ctr', import.meta.url), 'utf8')

  test('parses without a diagnostic', () => {
    expect(read(tour).items.map(({ kind }) => kind)).toEqual([
      ...['import', 'import', 'import', 'model', 'train', 'serve', 'surface', 'surface', 'surface'],
      ...['level', 'level', 'level', 'level', 'level', 'features', 'features', 'features', 'features', 'features'],
      ...[
        'features',
        'features',
        'table',
        'surface',
        'table',
        'table',
        'table',
        'table',
        'dataset',
        'tower',
        'module',
        'module',
        'branch',
        'tower',
      ],
      ...['model', 'module'],
    ])
  })

  test.each([
    ['\r\n', '\r\n'],
    ['\r', '\r'],
  ])('means the same with lines that end with %j', (_, ending) => {
    expect(shapeOf(read(tour.replaceAll('\n', ending)).items)).toEqual(shapeOf(read(tour).items))
  })

  test('spans hold exactly the text of their node', () => {
    const spans = read(tour).items.map(({ span }) => tour.slice(span.start, span.end))
    expect(spans[1]).toBe('import "../shared/surfaces.ctr"')
    expect(spans[8]).toBe('surface related_pins')
    for (const text of spans) expect(text).toBe(text.trim())
  })
})

describe('declarations', () => {
  test('an empty file, blank lines, comments alone and a byte order mark are fine', () => {
    for (const text of ['', '\n\n \t\n', '// nothing\n', '\uFEFF', '\uFEFF\nsurface a\n']) read(text)
    expect(read('\uFEFFsurface a').items).toHaveLength(1)
    expect(read('// one\n\n// two').trailing).toEqual(['one', 'two'])
  })

  test('imports of a file, and of names over several lines', () => {
    expect(readDeclaration('import', 'import "./a.ctr"')).toMatchObject({
      names: undefined,
      path: { value: './a.ctr' },
    })
    const named = readDeclaration('import', 'import {\n  a\n  b, c,\n  from,\n} from "ctr:std"')
    expect(named.names).toMatchObject([name('a'), name('b'), name('c'), name('from')])
  })

  test('a level with a composite key, the types of its parts, and what it is within', () => {
    const level = readDeclaration('level', 'level day by user_id, day: int within user, ad')
    expect(level.by).toMatchObject([
      { name: name('user_id'), type: undefined },
      { name: name('day'), type: { kind: 'int' } },
    ])
    expect(level.within).toMatchObject([name('user'), name('ad')])
  })

  test('features of every type, with their clauses in any order', () => {
    const { features, surfaces } = readDeclaration(
      'features',
      `features of user on search, home {
        a : id in t
        b : string
        c : int missing -124 default 0
        d : float served as 1.5 default 2 missing "none"
        e : [64] default 0
        f : list<id, 100> in pins
        level : list<string, 8>
        table : int, of : int
      }`,
    )
    expect(surfaces).toMatchObject([name('search'), name('home')])
    expect(
      features.map((each) => [
        each.names[0]?.name,
        each.type.kind,
        each.table && 'name' in each.table ? each.table.name : undefined,
      ]),
    ).toEqual([
      ['a', 'id', 't'],
      ['b', 'string', undefined],
      ['c', 'int', undefined],
      ['d', 'float', undefined],
      ['e', 'vector', undefined],
      ['f', 'list', 'pins'],
      ['level', 'list', undefined],
      ['table', 'int', undefined],
      ['of', 'int', undefined],
    ])
    expect(features[2]).toMatchObject({
      missing: { value: -124, raw: '-124' },
      default: { value: 0 },
      servedAs: undefined,
    })
    expect(features[3]).toMatchObject({ missing: { value: 'none' }, default: { value: 2 }, servedAs: { value: 1.5 } })
    expect(features[4]?.type).toMatchObject({ size: { value: 64 } })
    expect(features[6]?.type).toMatchObject({ element: 'string', length: { value: 8 } })
  })

  test('several features of one type in a line', () => {
    const { features } = readDeclaration(
      'features',
      `features of ad {
        clicks, hides, // of the last week
          saves : float default 0, shown : int
        table, of : id in t
      }`,
    )
    expect(features.map(({ names, type }) => [names.map((each) => each.name), type.kind])).toEqual([
      [['clicks', 'hides', 'saves'], 'float'],
      [['shown'], 'int'],
      [['table', 'of'], 'id'],
    ])
  })

  test('a model with staged surfaces, a trunk and calibrations', () => {
    const model = readDeclaration(
      'model',
      'model m on a, staged staged {\n  calibrate x with platt\n  trunk { }\n  calibrate y, z by view with platt { at_least: 1 }\n}',
    )
    expect(model.surfaces).toMatchObject([
      { name: name('a'), staged: false },
      { name: name('staged'), staged: true },
    ])
    expect(model.calibrations).toMatchObject([
      { tasks: [name('x')], by: undefined, method: name('platt'), config: undefined },
      { tasks: [name('y'), name('z')], by: name('view'), config: { entries: [{ key: name('at_least') }] } },
    ])
    expect(model.trunk?.statements).toEqual([])
  })

  test('branches and towers', () => {
    expect(readDeclaration('branch', 'branch b of m for x, y { }')).toMatchObject({
      name: name('b'),
      of: name('m'),
      surfaces: [name('x'), name('y')],
    })
    expect(readDeclaration('tower', 'tower x of b { }')).toMatchObject({ name: name('x'), of: name('b') })
  })

  test('modules: dimensions, defaults, types, with and without a result', () => {
    const { parameters, result, dimensions, exported } = readDeclaration(
      'module',
      `export module f<N, L>(
        x: [N] at user,
        s: list<[D], L>, many: [..., L, N], scalar: [],
        n: int = 3, names: list<name>, in: keys = [surfaces, tasks],
      ) -> per in_ [last(units)] at user { return x }`,
    )
    expect([exported, dimensions.length]).toEqual([true, 2])
    expect(parameters.map(({ type }) => type.kind)).toEqual([
      ...['leveled', 'sequence', 'tensor', 'tensor', 'constant', 'constants', 'constant'],
    ])
    expect(parameters[2]?.type).toMatchObject({ leading: true, dimensions: [{ name: 'L' }, { name: 'N' }] })
    expect(result).toMatchObject({
      kind: 'keyed',
      keys: { kind: 'name' },
      of: { kind: 'leveled', of: { kind: 'tensor' } },
    })
    expect(readDeclaration('module', 'module f(x: [N]) { }').result).toBeUndefined()
    expect(readDeclaration('module', 'module f(x: [N]) -> per [surfaces, tasks] [N] { }').result).toMatchObject({
      keys: { kind: 'list', items: [{ name: 'surfaces' }, { name: 'tasks' }] },
    })
  })
})

describe('config maps', () => {
  const entriesOf = (map: string) => readDeclaration('train', `train m ${map}`).config.entries

  test('entries are separated by commas, new lines or both', () => {
    for (const map of [
      '{ a: 1, b: 2 }',
      '{\n a: 1\n b: 2\n}',
      '{ a: 1,\n b: 2, }',
      '{ a: 1\n , b: 2 }',
      '{\n\n a:\n 1\n\n\n b: 2 }',
    ])
      expect(entriesOf(map)).toMatchObject([{ key: name('a') }, { key: name('b') }])
  })

  test('reserved words, strings and numbers are keys', () => {
    const keys = entriesOf('{ in: 1, else: drop, "a b": 2, 7: x, -1: y }').map(({ key }) =>
      'name' in key ? key.name : key.value,
    )
    expect(keys).toEqual(['in', 'else', 'a b', 7, -1])
  })

  test('values are maps, lists and expressions', () => {
    const [map, list, call, row, member] = entriesOf(
      '{ a: { b: {} }, c: [x, { y: 1 }, [2]], d: adam(lr: 1e-3), e: day == 20 and fold(u, 2) == 0, f: search.results }',
    )
    expect(map?.value.kind).toBe('map')
    expect(list?.value).toMatchObject({
      kind: 'config_list',
      items: [{ kind: 'name' }, { kind: 'map' }, { kind: 'config_list' }],
    })
    expect(call?.value).toMatchObject({ kind: 'call', arguments: [{ name: name('lr'), value: { value: 0.001 } }] })
    expect(row?.value).toMatchObject({ kind: 'binary', operator: 'and' })
    expect(member?.value).toMatchObject({ kind: 'member', member: name('results') })
  })
})
