/** What a program's text declares and where it names it, read by patterns alone: nothing here knows the compiler, so that it can judge it. */
export interface TextFacts {
  readonly files: readonly TextFile[]
  /** Every word of every file, of comments and strings too: a misspelling is none of them. */
  readonly words: ReadonlySet<string>
  readonly declared: readonly DeclaredName[]
  readonly uses: readonly Use[]
  /** Surfaces that have a feature, by its name; undefined: all. */
  readonly featureSurfaces: ReadonlyMap<string, readonly string[] | undefined>
}

export interface TextFile {
  readonly path: string
  readonly text: string
  /** The text with its comments and strings blank, so that places are the same. */
  readonly code: string
  readonly items: readonly TextItem[]
}

/** A declaration from its first column to the next one. */
export interface TextItem {
  readonly file: string
  readonly kind: string
  readonly start: number
  readonly end: number
  /** Its text, comments and strings blank. */
  readonly code: string
}

export type NameKind = 'let' | 'feature' | 'table' | 'surface' | 'level' | 'module'

export interface DeclaredName {
  readonly kind: NameKind
  readonly name: string
  readonly file: string
  readonly start: number
  readonly item: TextItem
}

export interface Use {
  readonly name: string
  readonly file: string
  readonly start: number
  readonly item: TextItem
}

const blank = (match: string): string => match.replaceAll(/[^\n]/g, ' ')

export const withoutComments = (text: string): string => text.replaceAll(/\/\/[^\n]*|"(?:\\.|[^"\\\n])*"/g, blank)

const ofCode: ReadonlySet<string> = new Set(['model', 'tower', 'branch', 'module'])

export function factsOf(texts: Readonly<Record<string, string>>): TextFacts {
  const files = Object.entries(texts).map(([path, text]): TextFile => {
    const code = withoutComments(text)
    return { path, text, code, items: itemsOf(path, code) }
  })
  const items = files.flatMap((file) => file.items)
  const declared = items.flatMap(declaredIn)
  const names = new Set(declared.map(({ name }) => name))
  return {
    files,
    words: new Set(files.flatMap(({ text }) => text.match(/[A-Za-z_]\w*/g) ?? [])),
    declared,
    uses: items.filter(({ kind }) => ofCode.has(kind)).flatMap((item) => usesIn(item, names)),
    featureSurfaces: new Map(
      declared.filter(({ kind }) => kind === 'feature').map(({ name, item }) => [name, surfacesOf(item.code)] as const),
    ),
  }
}

function itemsOf(file: string, code: string): readonly TextItem[] {
  const starts = [...code.matchAll(/^[a-z]/gm)].map(({ index }) => index)
  return starts.map((start, i) => {
    const end = starts[i + 1] ?? code.length
    const own = code.slice(start, end)
    const kind = /^(?:export\s+)?(\w+)/.exec(own)?.[1] ?? ''
    return { file, kind, start, end, code: own }
  })
}

/** `features of ad on search, home { ... }` */
const surfacesOf = (code: string): readonly string[] | undefined =>
  /^[^{]*\bon\s+([\w,\s]+?)\s*(?:else\s+\w+\s*)?\{/.exec(code)?.[1]?.split(/\s*,\s*/)

function declaredIn(item: TextItem): readonly DeclaredName[] {
  const at = (kind: NameKind, name: string, offset: number): DeclaredName => ({
    kind,
    name,
    file: item.file,
    start: item.start + offset,
    item,
  })
  const matches = (pattern: RegExp, kind: NameKind): readonly DeclaredName[] =>
    [...item.code.matchAll(pattern)].map(({ 0: all, 1: name, index }) =>
      at(kind, name!, index + all.lastIndexOf(name!)),
    )
  switch (item.kind) {
    case 'surface':
    case 'level':
    case 'table':
      return matches(/^(?:surface|level|table)\s+(\w+)/g, item.kind)
    case 'module':
      return [...matches(/^(?:export\s+)?module\s+(\w+)/g, 'module'), ...matches(/\blet\s+(\w+)/g, 'let')]
    case 'features':
      return [...item.code.matchAll(/^[ \t]+([\w, \t]+?)[ \t]*:/gm)].flatMap(({ 0: all, 1: list, index }) => {
        const from = index + all.indexOf(list!)
        return [...list!.matchAll(/\w+/g)].map((name) => at('feature', name[0], from + name.index))
      })
    default:
      return ofCode.has(item.kind) ? matches(/\blet\s+(\w+)/g, 'let') : []
  }
}

/** Words of code that name what is declared: no declarations, arguments' names or members. */
function usesIn(item: TextItem, names: ReadonlySet<string>): readonly Use[] {
  const body = item.code.indexOf('{')
  return [...item.code.matchAll(/[A-Za-z_]\w*/g)].flatMap(({ 0: name, index }) => {
    const [before, after] = [item.code.slice(0, index), item.code.slice(index + name.length)]
    const isUse =
      index > body &&
      names.has(name) &&
      !/(\b(let|var|param|predict|for|each|from|calibrate[\w, ]*)\s+|\.)$/.test(before) &&
      !/^\s*(:|=[^=])/.test(after)
    return isUse ? [{ name, file: item.file, start: item.start + index, item }] : []
  })
}
