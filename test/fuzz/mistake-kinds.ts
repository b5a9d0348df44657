import type { Draw } from './draw.ts'
import type { DeclaredName, TextFacts, TextFile, Use } from './mistake-facts.ts'

/** One change of a program's text, and what is known of it from the text alone. */
export interface Mistake {
  readonly file: string
  readonly start: number
  readonly end: number
  /** What stands there instead. */
  readonly text: string
  /** A name that a diagnostic may give in the place of the line: of what is no longer there. */
  readonly names: readonly string[]
  /** `built`: only building tells whether it is one. `same`: it means what was there before. */
  readonly verdict: 'wrong' | 'same' | 'built'
}

type Kind = (facts: TextFacts, draw: Draw) => readonly Mistake[]

/** Each gives the mistakes of its kind that a program's text has places for. */
export const mistakeKinds: Readonly<Record<string, Kind>> = {
  'a name misspelt where it is used': (facts, draw) =>
    facts.uses.map((use) => replaced(use, use.name, misspelt(use.name, facts, draw), [use.name])),

  'a declaration renamed': (facts, draw) =>
    namedElsewhere(facts).map((each) => replaced(each, each.name, misspelt(each.name, facts, draw), [each.name])),

  'a declaration renamed, and all its uses': (facts, draw) =>
    facts.files.flatMap((file) => wholeRename(facts, file, draw)),

  'a let removed': (facts) =>
    namedElsewhere(facts).flatMap((each) => (each.kind === 'let' ? lineOf(facts, each, /^\s*(export\s+)?let\s/) : [])),

  'a feature removed': (facts) =>
    namedElsewhere(facts).flatMap((each) => (each.kind === 'feature' ? lineOf(facts, each, /^\s+\w+\s*:/) : [])),

  'a table removed': (facts) => namedTables(facts).flatMap((each) => lineOf(facts, each, /^table\s/)),

  'a table renamed': (facts, draw) =>
    namedTables(facts).map((each) => replaced(each, each.name, misspelt(each.name, facts, draw), [each.name])),

  'an import of modules removed': (facts) =>
    inCode(facts, /^import\s*\{[^}]*\}\s*from[^\n]*\n/gm, ({ 0: line }) => ({
      text: '',
      names: line.match(/\w+/g) ?? [],
    })),

  'an import of a file removed': (facts) =>
    facts.files.flatMap(({ path, text }) =>
      [...text.matchAll(/^import "([^"\n]+)"[^\n]*\n/gm)].map(({ 0: line, 1: from, index }): Mistake => {
        const end = index + line.length
        const name = from!.split('/').at(-1)!
        const items = facts.files.find((each) => each.path.endsWith(`/${name}`) && each.path !== path)?.items ?? []
        const isInPreparation = items.some(({ code }) => isStaged(facts, /^tower (\w+)/.exec(code)?.[1]))
        return { file: path, start: index, end, text: '', names: [from!], verdict: isInPreparation ? 'built' : 'wrong' }
      }),
    ),

  'a surface or level renamed': (facts, draw) =>
    facts.declared
      .filter(({ kind }) => kind === 'surface' || kind === 'level')
      .map((each) => replaced(each, each.name, misspelt(each.name, facts, draw), [each.name])),

  'a surface or level removed': (facts) =>
    facts.declared
      .filter(({ kind }) => kind === 'surface' || kind === 'level')
      .flatMap((each) => lineOf(facts, each, /^(surface|level)\s/)),

  'the parent of a tower misspelt': (facts, draw) =>
    inCode(facts, /(?<=^(?:tower|branch)\s+\w+(?:\s\w+)?\s+of\s+)\w+/gm, ({ 0: name }) => ({
      text: misspelt(name, facts, draw),
    })),

  'a bracket lost': (facts) => inCode(facts, /(?<=\([^()\n]*)\)(?=\n)/g, () => ({ text: '' })),

  'a sign of another language': (facts) => inCode(facts, /(?<=\blet\s+\w+\s+)=/g, () => ({ text: ':=' })),

  'an argument misnamed': (facts, draw) =>
    inCode(facts, /(?<=[(,]\s*)(layers|heads|units|experts|gates|rank|to|rate|dim)(?=:)/g, ({ 0: name }) => ({
      text: misspelt(name, facts, draw),
    })),

  'a setting misspelt': (facts, draw) =>
    inCode(
      facts,
      /(?<=^\s+)(optimizer|epochs|batch|tables|tasks|keep|dedupe|budget|labels|splits|query|surface)(?=:)/gm,
      ({ 0: name }) => ({ text: misspelt(name, facts, draw) }),
    ),

  'a word of a setting misspelt': (facts, draw) =>
    inCode(
      facts,
      /\b(adam|rowwise_adagrad|platt|hash|vocabulary|logloss|best|view|all)\b(?=\(|,|\]|\s*\{|\s*with)/g,
      ({ 0: name }) => ({ text: misspelt(name, facts, draw) }),
    ),

  'a feature read where a surface lacks it': lackingFeatures,

  'a feature moved to another surface': movedFeatures,

  'a level that is not there': (facts, draw) =>
    inCode(facts, /(?<=^features\s+(?:\w+\s+)?of\s+|within\s+|\blevels:\s*\[)\w+/gm, ({ 0: name }) => ({
      text: misspelt(name, facts, draw),
    })),

  'levels within each other': (facts) =>
    inCode(facts, /^level\s+(\w+)([^\n]*)\bwithin\s+(\w+)/gm, ({ 0: all, 1: name, 3: above }) => ({
      text: all.replace(new RegExp(`within\\s+${above}$`), `within ${name}`),
      names: [name!],
    })),

  'deduplicated by the rows': (facts) =>
    inCode(facts, /(?<=\blevels:\s*\[)\w+/g, () => ({
      text: facts.declared.some(({ name }) => name === 'candidate') ? 'candidate' : 'row',
    })),

  'a number read as an id, or an id as a number': otherTypes,

  'a default dropped': (facts) => inCode(facts, /[ \t]+default\s+[\d.]+/g, () => ({ text: '', verdict: 'built' })),

  'a width changed': (facts, draw) =>
    inCode(facts, /(?<=\b(?:units:\s*\[|units:\s*|to:\s*|dim:\s*|rank:\s*|layers:\s*))\d+/g, ({ 0: number }) => ({
      text: String(draw.of([Number(number) + 1, Number(number) * 2, 1])),
      verdict: 'built',
    })),

  'heads that do not divide the width': (facts) => inCode(facts, /(?<=\bheads:\s*)\d+/g, () => ({ text: '7' })),

  'a width of nothing': (facts) => inCode(facts, /(?<=\b(?:units:\s*\[|to:\s*|dim:\s*))\d+/g, () => ({ text: '0' })),

  'a result of another width': (facts) =>
    inCode(facts, /(?<=->\s*\[)[\w +*]+(?=\])/g, ({ 0: size }) => ({ text: `${size} + 1` })),

  'shapes swapped': (facts) =>
    inCode(facts, /\b(\w+) \* (\w+)(?=\n)/g, ({ 0: all, 1: left, 2: right }) => ({
      text: left === right ? all : `${left} @ transpose(${right})`,
      verdict: 'built',
    })),

  'an outcome read as a feature': (facts) => {
    const outcomes = facts.files.flatMap(({ code }) => /\boutcomes:\s*\[(\w+)/.exec(code)?.[1] ?? [])
    return facts.uses
      .filter(({ name, item }) => facts.featureSurfaces.has(name) && item.kind !== 'module' && isAlone(facts, name))
      .flatMap((use) => (outcomes[0] === undefined ? [] : [replaced(use, use.name, outcomes[0], [])]))
  },

  'a probability predicted': (facts) =>
    inCode(facts, /(?<=\bpredict\s+\w+\s*=\s*)[^\n{}]+(?=\n| })/g, ({ 0: value }) => ({
      text: `sigmoid(${value.trim()})`,
    })),

  'the only prediction of a tower removed': (facts) =>
    facts.files.flatMap((file) =>
      file.items
        .filter(({ kind, code }) => kind === 'tower' && code.match(/\bpredict\b/g)?.length === 1)
        .filter(({ code }) => !isStaged(facts, /^tower (\w+)/.exec(code)?.[1]))
        .flatMap(({ start, code }): readonly Mistake[] => {
          const line = /^[ \t]+predict[^\n{]*\n/m.exec(code)
          if (line === null) return []
          const at = start + line.index
          return [{ file: file.path, start: at, end: at + line[0].length, text: '', names: [], verdict: 'wrong' }]
        }),
    ),

  'a label removed': (facts) =>
    inCode(facts, /^[ \t]+(click|long_click):(?![^\n]*\{[ \t]*\n)[^\n]*\n/gm, ({ 1: task }) => ({
      text: '',
      names: [task!],
      verdict: facts.files.some(({ code }) => new RegExp(`\\bpredict\\s+${task}\\b`).test(code)) ? 'wrong' : 'same',
    })),

  'a split renamed': (facts) =>
    inCode(facts, /(?<=^[ \t]+)(train|validation)(?=:\s+day)/gm, ({ 0: name }) => ({
      text: `${name}s`,
      names: [name],
      verdict: name === 'train' ? 'wrong' : 'built',
    })),

  'a weight below zero': (facts) => inCode(facts, /(?<=\bclick:\s)1(\.0)?(?=,)/g, () => ({ text: '-1' })),

  'lines in another order': (facts) =>
    inCode(facts, /^(table [^\n]*\n)(table [^\n]*\n)/gm, ({ 1: first, 2: second }) => ({
      text: `${second}${first}`,
      verdict: 'same',
    })),
}

function replaced({ file, start }: Use | DeclaredName, name: string, text: string, names: readonly string[]): Mistake {
  return { file, start, end: start + name.length, text, names, verdict: 'wrong' }
}

/** At each place of the code where a pattern fits; what it gives may stand in its own way. */
function inCode(
  facts: TextFacts,
  pattern: RegExp,
  change: (match: RegExpMatchArray) => Partial<Mistake> & Pick<Mistake, 'text'>,
): readonly Mistake[] {
  return facts.files.flatMap(({ path, code, text }) =>
    [...code.matchAll(pattern)].flatMap((match) => {
      const [start, end] = [match.index, match.index + match[0].length]
      const made = { file: path, start, end, names: [], verdict: 'wrong' as const, ...change(match) }
      return made.text === text.slice(start, end) ? [] : [made]
    }),
  )
}

/** Declared once in the program, so that a word is it wherever it stands. */
const isAlone = ({ declared, files }: TextFacts, name: string): boolean =>
  declared.filter((each) => each.name === name).length === 1 &&
  !files.some(({ code }) => new RegExp(`[(,]\\s*${name}\\s*:\\s*(\\[|list|int|float|per)|\\bfor ${name}\\b`).test(code))

/** What code names elsewhere: without it, or under another name, the uses name nothing. */
const namedElsewhere = (facts: TextFacts): readonly DeclaredName[] =>
  facts.declared.filter(
    (each) => each.kind !== 'table' && isAlone(facts, each.name) && facts.uses.some((use) => use.name === each.name),
  )

const namedTables = (facts: TextFacts): readonly DeclaredName[] =>
  facts.declared.filter(
    ({ kind, name }) => kind === 'table' && facts.files.some(({ code }) => new RegExp(`\\bin ${name}\\b`).test(code)),
  )

/** The whole line of a declaration, where it ends on it. */
function lineOf({ files }: TextFacts, { file, start, name }: DeclaredName, form: RegExp): readonly Mistake[] {
  const { code = '' } = files.find(({ path }) => path === file) ?? {}
  const from = code.lastIndexOf('\n', start - 1) + 1
  const to = code.indexOf('\n', start) + 1
  const line = code.slice(from, to)
  const opened = line.match(/[([{]/g)?.length ?? 0
  if (!form.test(line) || to === 0 || opened !== (line.match(/[)\]}]/g)?.length ?? 0)) return []
  if (/^\s*}|^[^:]*,/.test(line.split(':')[0] ?? '')) return []
  return [{ file, start: from, end: to, text: '', names: [name], verdict: 'wrong' }]
}

function misspelt(name: string, { words }: TextFacts, draw: Draw): string {
  for (let tries = 0; tries < 20; tries++) {
    const at = 1 + draw.below(Math.max(1, name.length - 1))
    const made = draw.of([
      name.slice(0, at) + name.slice(at + 1),
      name.slice(0, at) + name[at - 1] + name.slice(at),
      name.slice(0, at - 1) + (name[at] ?? 'x') + name[at - 1] + name.slice(at + 1),
      `${name}_`,
    ])
    if (made !== name && made.length > 1 && !words.has(made)) return made
  }
  return `${name}_not_there`
}

/** A let of one file alone, by another name everywhere: the same program. */
function wholeRename(facts: TextFacts, { path, code, text }: TextFile, draw: Draw): readonly Mistake[] {
  return facts.declared
    .filter(({ kind, name, file }) => kind === 'let' && file === path && isAlone(facts, name))
    .filter(
      ({ name }) => !facts.files.some((other) => other.path !== path && new RegExp(`\\b${name}\\b`).test(other.code)),
    )
    .filter(({ name }) => !new RegExp(`\\b${name}\\s*:|\\.${name}\\b`).test(code))
    .map(({ name }) => {
      const other = misspelt(name, facts, draw)
      const renamed = text.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), other)
      return { file: path, start: 0, end: text.length, text: renamed, names: [], verdict: 'same' }
    })
}

/** A feature of all surfaces, in a part that runs on several, becomes one that they do not all have. */
function lackingFeatures(facts: TextFacts): readonly Mistake[] {
  const typeOf = (name: string): string | undefined => {
    const at = facts.declared.find((each) => each.kind === 'feature' && each.name === name)
    return at && /^[^:\n]*:\s*(\w+(<\w+)?)/.exec(at.item.code.slice(at.start - at.item.start))?.[1]
  }
  return facts.uses.flatMap((use) => {
    const running = surfacesRunning(facts, use)
    if (isBeforeElse(use)) return []
    if (running === undefined || !facts.featureSurfaces.has(use.name) || !isAlone(facts, use.name)) return []
    const [other] = [...facts.featureSurfaces].find(
      ([name, has]) =>
        has !== undefined &&
        typeOf(name) === typeOf(use.name) &&
        !running.every((surface) => has.includes(surface)) &&
        !isWidened(facts, name),
    ) ?? [undefined]
    return other === undefined ? [] : [replaced(use, use.name, other, [])]
  })
}

const isWidened = ({ declared }: TextFacts, feature: string): boolean =>
  declared.some(({ kind, name, item }) => kind === 'feature' && name === feature && /^[^{]*\belse\b/.test(item.code))

/** Live surfaces that run where a name stands: a tower's own, a trunk's model's; of the rest it is not asked. */
function surfacesRunning(_: TextFacts, { item }: Use): readonly string[] | undefined {
  if (item.kind === 'tower') return /^tower (?!each\b)(\w+)/.exec(item.code)?.slice(1)
  const on = /^model\s+\w+\s+on\s+([\w,\s]+?)\s*\{/.exec(item.code)?.[1]
  return on?.split(/\s*,\s*/).filter((surface) => !/\sstaged$/.test(surface))
}

/** `features of request on search` on another surface, where a tower of the first reads one of them. */
function movedFeatures(facts: TextFacts): readonly Mistake[] {
  const surfaces = facts.declared.filter(({ kind }) => kind === 'surface').map(({ name }) => name)
  return inCode(facts, /(?<=^features[^\n{]*\bon\s+)(\w+)(?=\s*\{)/gm, ({ 0: surface }) => {
    const other = surfaces.find((name) => name !== surface) ?? surface
    const moved = facts.declared.filter(({ kind, item }) => kind === 'feature' && surfacesOfItem(item.code) === surface)
    const names = moved.map(({ name }) => name)
    const isRead = facts.uses.some(
      (use) =>
        names.includes(use.name) && surfacesRunning(facts, use)?.includes(surface) === true && !isBeforeElse(use),
    )
    return { text: other, names, verdict: isRead ? 'wrong' : 'built' }
  })
}

/** Widened in its line: a constant elsewhere, and right. */
const isBeforeElse = ({ item, start }: Use): boolean => /^[^\n]*\belse\b/.test(item.code.slice(start - item.start))

/** In preparation: it may have no prediction yet. */
const isStaged = ({ files }: TextFacts, surface: string | undefined): boolean =>
  surface !== undefined && files.some(({ code }) => new RegExp(`\\b${surface} staged\\b`).test(code))

const surfacesOfItem = (code: string): string | undefined => /^[^{]*\bon\s+(\w+)\s*\{/.exec(code)?.[1]

/** Of features that code embeds, or computes with. */
function otherTypes(facts: TextFacts): readonly Mistake[] {
  const embeds = (name: string): boolean => facts.files.some(({ code }) => code.includes(`embed(${name})`))
  return inCode(
    facts,
    /^([ \t]+)(\w+)([ \t]*:[ \t]*)(id|float|int)([^\n]*)\n/gm,
    ({ 1: indent, 2: name, 3: colon, 4: type }) => {
      if (type === 'id') {
        const isRead = embeds(name!)
        return {
          text: `${indent}${name}${colon}float default 0\n`,
          names: [name!],
          verdict: isRead ? 'wrong' : 'built',
        }
      }
      const table = facts.declared.find(({ kind }) => kind === 'table')?.name ?? '{ rows: hash(8), dim: 2 }'
      const isRead = facts.files.some(({ code }) => new RegExp(`log1p\\(${name}\\)`).test(code))
      const text = `${indent}${name}${colon}id in ${table}\n`
      return { text, names: [name!], verdict: isRead ? 'wrong' : 'built' }
    },
  )
}
