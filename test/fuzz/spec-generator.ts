import type { Draw } from './draw.ts'

/** A value of the trunk or of a tower, as the generator knows it. */
interface Value {
  readonly text: string
  /** Its width; 0 is a scalar. */
  readonly width: number
}

interface Sequence {
  readonly text: string
  readonly width: number
}

interface Scope {
  readonly values: Value[]
  readonly sequences: Sequence[]
  readonly lines: string[]
  /** What a name is made of, so that names are unique in the program. */
  readonly prefix: string
}

/** Features that are computed of others beside them, `$` the name of each; of a number the width is 0. */
const derivations: readonly { readonly operands: readonly string[]; readonly call: string; readonly width: number }[] =
  [
    { operands: ['$a : int missing -124'], call: 'bucket($a, [0, 7, 100])', width: 2 },
    { operands: ['$a : float missing -1'], call: 'bucket(clip($a, -2, 2), [-1.5, 0, 0.1])', width: 1 },
    { operands: ['$a : float default 3'], call: 'standardize($a)', width: 0 },
    { operands: ['$a : time', '$b : time missing 0'], call: 'standardize(seconds_between($a, $b))', width: 0 },
    { operands: ['$a : int'], call: 'quantiles($a, 4)', width: 3 },
    { operands: ['$a : float'], call: 'quantiles(standardize($a), 10)', width: 2 },
    { operands: ['$a : time missing 0'], call: 'hour_of_day($a, offset: "+05:30")', width: 4 },
    { operands: ['$a : int'], call: 'day_of_week($a)', width: 1 },
    { operands: ['$a : time', '$b : int'], call: 'seconds_between($a, $b)', width: 0 },
    { operands: ['$a : list<id, 3>', '$b : id missing 7'], call: 'count($a == $b)', width: 0 },
  ]

/** A program that is drawn so that most check clean: features of every kind, derived ones, levels, `else`, library modules, towers, training and serving. `derived`: derived features among them. */
export function generatedSpec(draw: Draw, { derived = true }: { readonly derived?: boolean } = {}): string {
  const some = (probability: number, text: () => string): string => (draw.chance(probability) ? text() : '')
  const size = (): number => draw.of([1, 2, 3, 4, 6, 8])
  const hasSearch = draw.chance(0.7)
  const surfaces = ['home', ...(hasSearch ? ['search'] : [])]
  const wide = draw.chance(0.6)
  const levels = wide
    ? [
        'level user by user_id',
        'level request by request_id: string within user',
        'level ad by pin_id',
        'level row within request, ad',
      ]
    : draw.of([
        ['level user by user_id', 'level row within user'],
        ['level day by user_id, day: int', 'level row within day'],
        ['level row'],
      ])
  const levelNames = levels.map((line) => line.split(' ')[1]!)
  const dims = { users: size(), pins: size(), words: size(), years: size() }

  const kinds: readonly (readonly [declared: string, read: (name: string) => Value | Sequence, sequence?: true])[] = [
    ['id in pins', (name) => ({ text: `embed(${name})`, width: dims.pins })],
    ['id missing 7 in users', (name) => ({ text: `embed(${name})`, width: dims.users })],
    ['id in years', (name) => ({ text: `embed(${name})`, width: dims.years })],
    ['string in words', (name) => ({ text: `embed(${name})`, width: dims.words })],
    ['string missing "none" in words', (name) => ({ text: `embed(${name})`, width: dims.words })],
    ['string in hashed', (name) => ({ text: `embed(${name})`, width: dims.words })],
    ['id in { rows: hash(9), dim: 3 }', (name) => ({ text: `embed(${name})`, width: 3 })],
    ['string in { rows: vocabulary(["a", "b"]), dim: 2 }', (name) => ({ text: `embed(${name})`, width: 2 })],
    ['string in words served as "b"', (name) => ({ text: `embed(${name})`, width: dims.words })],
    ['int default 0', (name) => ({ text: `log1p(abs(${name}) / 1000)`, width: 0 })],
    ['int missing -124 default 3', (name) => ({ text: `tanh(${name} / 100)`, width: 0 })],
    ['float', (name) => ({ text: name, width: 0 })],
    ['float default 0 served as 0.5', (name) => ({ text: name, width: 0 })],
    ['float missing -1 default 0.25', (name) => ({ text: `concat(${name}, is_missing(${name}))`, width: 2 })],
    ['bool default false', (name) => ({ text: `where(${name}, 1, -1)`, width: 0 })],
    ['[3] default 0', (name) => ({ text: name, width: 3 })],
    ['[2]', (name) => ({ text: name, width: 2 })],
    ['list<id, 5> in pins', (name) => ({ text: `embed(${name})`, width: dims.pins }), true],
    ['list<id, 1> in users', (name) => ({ text: `embed(${name})`, width: dims.users }), true],
    ['list<string, 3> in hashed', (name) => ({ text: `embed(${name})`, width: dims.words }), true],
    ['list<string, 3> in words', (name) => ({ text: `embed(${name})`, width: dims.words }), true],
  ]

  const trunk: Scope = { values: [], sequences: [], lines: [], prefix: 't' }
  const ofSearch: Scope = { values: [], sequences: [], lines: [], prefix: 's' }
  const declarations: string[] = []
  if (levels.some((line) => line.includes('by user_id'))) {
    declarations.push(`features of ${levelNames[0]} { user_id : id in users }`)
    trunk.values.push({ text: 'embed(user_id)', width: dims.users })
  }
  if (wide) {
    declarations.push('features of ad { pin_id : id in pins }')
    trunk.values.push({ text: 'embed(pin_id)', width: dims.pins })
  }
  for (let i = 0; i < 3 + draw.below(7); i++) {
    const [declared, read, isSequence] = draw.of(kinds)
    const name = `f${i}`
    const onSearch = hasSearch && draw.chance(0.25) && !declared.includes('served')
    const widened = onSearch && draw.chance(0.3) ? ` else ${draw.of(['zeros', 'learned'])}` : ''
    const own = draw.chance(0.2) ? `"c ${i}" as ${name}` : name
    declarations.push(
      `features${some(0.2, () => ` g${i}`)} of ${draw.of(levelNames)}${onSearch ? ' on search' : ''}${widened} {\n  ${own} : ${declared}\n}`,
    )
    const value = read(name)
    if (onSearch) (isSequence ? ofSearch.sequences : ofSearch.values).push(value)
    const there =
      onSearch && widened === '' ? { ...value, text: `(${value.text} else ${draw.of(['zeros', 'learned'])})` } : value
    if (!onSearch || widened !== '' || value.text.startsWith('embed(')) {
      // What `else learned` is named after is its let.
      trunk.lines.push(`let in${i} = ${there.text.replace(/^\((.*)\)$/, '$1')}`)
      ;(isSequence ? trunk.sequences : trunk.values).push({ ...value, text: `in${i}` })
    }
  }
  const derivedCount = derived ? draw.of([0, 0, 1, 2, 4]) : 0
  for (let i = 0; i < derivedCount; i++) {
    const { operands, call, width } = draw.of(derivations)
    const name = `d${i}`
    const own = (text: string): string => text.replaceAll('$', name)
    const clause = width === 0 ? 'default 1' : `in { dim: ${width} }`
    const lines = [...operands.map((operand) => own(operand)), `${name} : ${own(call)} ${clause}`]
    declarations.push(`features of ${draw.of(levelNames)} {\n  ${lines.join('\n  ')}\n}`)
    trunk.values.push({ text: width === 0 ? `tanh(${name} / 100)` : `embed(${name})`, width })
  }
  if (draw.chance(0.3)) {
    trunk.lines.push(`let place = embed(surface, dim: ${dims.pins})`)
    trunk.values.push({ text: 'place', width: dims.pins })
  }

  let count = 0
  const named = (scope: Scope, expression: string, width: number): void => {
    const name = `${scope.prefix}${count++}`
    scope.lines.push(`let ${name} = ${expression}`)
    scope.values.push({ text: name, width })
  }
  const grown = (scope: Scope): void => {
    if (scope.sequences.length > 0 && draw.chance(0.5)) {
      const { text, width } = draw.of(scope.sequences)
      draw.of<() => void>([
        () => named(scope, `${draw.of(['pool_sum', 'pool_mean', 'pool_max', 'pool_last'])}(${text})`, width),
        () => named(scope, `length(${text}) / 5`, 0),
        () => named(scope, `dcnv2_projection(${text}, to: 3, rank: 2)`, 3),
        () => {
          const name = `${scope.prefix}${count++}`
          const heads = draw.of([1, 1, width])
          scope.lines.push(
            `let ${name} = transformer(${text}, layers: ${1 + draw.below(2)}, heads: ${heads}${some(0.3, () => ', dropout: 0.1')})`,
          )
          scope.sequences.push({ text: name, width })
        },
        () => {
          const name = `${scope.prefix}${count++}`
          scope.lines.push(`let ${name} = masked(values(${text}) * 0.5, mask(${text}))`)
          scope.sequences.push({ text: name, width })
        },
      ])()
      return
    }
    const a = draw.of(scope.values)
    const b = draw.of(scope.values)
    const [n, m] = [a.width === 0 ? 1 : a.width, b.width === 0 ? 1 : b.width]
    const vector = a.width === 0 ? `concat(${a.text})` : a.text
    const units = size()
    draw.of<() => void>([
      () => named(scope, `concat(${a.text}, ${b.text})`, n + m),
      () => named(scope, `dense(${vector}, units: ${units})`, units),
      () =>
        named(
          scope,
          `mlp(${vector}, units: [${units}, ${n}], activation: ${draw.of(['relu', 'gelu', 'tanh', 'sigmoid', 'none'])}${some(0.3, () => ', normalization: layer_norm')}${some(0.3, () => ', dropout: 0.2')})`,
          n,
        ),
      () => named(scope, `dcnv2(${vector}, layers: ${draw.below(3)}, rank: ${draw.of([0, 1, 4])})`, n),
      () => named(scope, `layer_norm(${vector})`, n),
      () => named(scope, `${draw.of(['tanh', 'sigmoid', 'relu', 'gelu', 'abs'])}(${a.text})`, a.width),
      () => named(scope, `softmax(${vector})`, n),
      () => named(scope, `${draw.of(['sum', 'mean', 'max'])}(${draw.of([vector, a.text])})`, 0),
      () => named(scope, `${draw.of(['sum', 'mean', 'max'])}(reshape(${vector}, [${n}, 1]))`, 0),
      () => named(scope, `${draw.of(['sum', 'mean', 'max'])}(reshape(${vector}, [${n}, 1]), axis: 1)`, n),
      () => {
        const name = `p${count++}`
        scope.lines.push(`param ${name} : [${n}] = normal(0.5)`)
        scope.values.push({ text: name, width: n })
      },
      () => named(scope, `${draw.of(['max', 'min'])}(${a.text}, ${draw.of(['0.5', a.text])})`, a.width),
      () =>
        named(
          scope,
          `${a.text} ${draw.of(['+', '-', '*'])} ${draw.of([a, ...(b.width === 0 || b.width === a.width ? [b] : [])]).text}`,
          a.width,
        ),
      () => named(scope, `where(${b.width === 0 ? b.text : `sum(${b.text})`}, ${a.text}, ${a.text} * 0.5)`, a.width),
      () => named(scope, `stop_gradient(${a.text})`, a.width),
      () => named(scope, `${vector}[0..${n}]`, n),
      () => named(scope, `mean(stack(${vector}, ${vector}), axis: 0)`, n),
      () => named(scope, `sum(transpose(reshape(${vector}, [1, ${n}])), axis: -1)`, n),
      () => named(scope, `sum(repeat(${vector}, times: 2), axis: 0)`, 2),
      () => {
        const name = `h${count++}`
        scope.lines.push(
          `var ${name} = ${vector}`,
          `for i in 0..${1 + draw.below(3)} {\n  let ${name}_wide = dense(${name}, units: ${n})\n  ${name} = relu(${name}_wide) + ${name}\n}`,
        )
        scope.values.push({ text: name, width: n })
      },
      () => {
        const name = `w${count++}`
        scope.lines.push(
          `param ${name} : [${n}, ${units}]${some(0.3, () => ` = ${draw.of(['ones', 'normal(0.1)', '0.25', 'glorot_uniform'])}`)}`,
        )
        named(scope, `${vector} @ ${name}`, units)
      },
      () => {
        const name = `k${count++}`
        scope.lines.push(`let ${name} = mmoe(${vector}, experts: ${1 + draw.below(3)}, units: [${units}])`)
        scope.values.push({ text: `${name}[surface]`, width: units })
      },
      () => {
        const name = `e${count++}`
        scope.lines.push(`let ${name} = each place in surfaces { dense(${vector}, units: ${units}) }`)
        named(scope, `${name}[surface]`, units)
      },
    ])()
  }
  if (trunk.values.length === 0) trunk.values.push({ text: 'log1p(abs(always))', width: 0 })
  for (let i = 0; i < 2 + draw.below(8); i++) grown(trunk)
  const all = [...trunk.values, ...trunk.sequences.map(({ text, width }) => ({ text: `pool_mean(${text})`, width }))]
  const width = all.reduce((sum, each) => sum + Math.max(1, each.width), 0)
  const tasks = draw.chance(0.4) ? ['click', 'long_click'] : ['click']
  // A feature of the row that is always there, so that each prediction is per row.
  trunk.lines.push(`export let shared = concat(${['log1p(abs(always))', ...all.map(({ text }) => text)].join(', ')})`)
  const tower = (surface: string): string => {
    const scope: Scope = surface === 'search' ? ofSearch : { values: [], sequences: [], lines: [], prefix: 'h' }
    scope.values.push({ text: 'shared', width: width + 1 })
    for (let i = 0; i < draw.below(4); i++) grown(scope)
    const read = scope.values.map(({ text }) => text).concat(scope.sequences.map(({ text }) => `pool_mean(${text})`))
    const predicts = tasks.map((task) =>
      draw.chance(0.3)
        ? `predict ${task} {\n  let deep = mlp(final, units: [3])\n  return linear(deep)\n}`
        : `predict ${task} = linear(final)`,
    )
    return `tower ${surface} of m {\n${[...scope.lines, `let final = concat(${read.join(', ')})`, ...predicts].join('\n')}\n}`
  }
  const dedupe = levelNames.slice(0, -1).filter(() => draw.chance(0.6))
  return `import { dcnv2, dcnv2_projection, dense, layer_norm, linear, mlp, mmoe, pool_last, pool_max, pool_mean, pool_sum, transformer } from "ctr:std"
surface home
${hasSearch ? `surface search${some(0.5, () => ' { views: [results, guided] }')}` : ''}
${levels.join('\n')}
${declarations.join('\n')}
features of row { always : int default 0 }
table users { rows: hash(20), dim: ${dims.users} }
table pins { rows: hash(30), dim: ${dims.pins} }
table words { rows: vocabulary(${draw.of([1, 4, 9])}), dim: ${dims.words} }
table years { rows: range(12), dim: ${dims.years} }
table hashed { rows: hash(11) per feature, dim: ${dims.words} }
model m on ${surfaces.join(', ')} {
  trunk {
${trunk.lines.join('\n')}
  }
${tasks.map((task) => `  calibrate ${task}${draw.of([' by view', ' by surface', ''])} with ${draw.of(['platt', 'temperature'])}`).join('\n')}
}
${surfaces.map(tower).join('\n')}
${some(0.8, () => `serve m { dedupe: { levels: [${dedupe.join(', ')}] } }`)}
`
}
