import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { firstCycle, projectRoot, sourceFiles } from './source-files.ts'

/**
 * Lowest first; folders of one rank stand together and don't import each other. What a file may import lies in its own folder or in a
 * lower rank. `stdlib` holds texts and imports nothing, so it lies below the resolver that reads them.
 */
const ranks: readonly (readonly string[])[] = [
  ['host'],
  ['schemas'],
  ['diagnostics'],
  ['graph'],
  ['features', 'metrics', 'optimizers', 'calibrators'],
  ['model'],
  ['language/stdlib'],
  ['language/syntax'],
  ['language/resolve', 'language/format'],
  ['language/interpret'],
  ['language/check', 'language/elaborate'],
  ['language/fix'],
  ['passes'],
  ['emit/onnx', 'emit/tfjs'],
  ['runtime'],
  ['rows'],
  ['learn/train'],
  ['learn/calibrate'],
  ['learn/evaluate'],
  ['serve'],
  ['tools'],
]

/** Files beside the ranked folders: contracts that rank with one of them. */
const contracts: Readonly<Record<string, string>> = { 'language/program.ts': 'language/resolve' }

const folderOf = (path: string): string | undefined =>
  contracts[path] ?? ranks.flat().find((folder) => path.startsWith(`${folder}/`))
const rankOf = (folder: string): number => ranks.findIndex((each) => each.includes(folder))

const files = sourceFiles()
const imports = files.flatMap((file) => file.imports)
const ours = imports.filter((each) => each.isOurs && each.to.endsWith('.ts'))

describe('folders', () => {
  test('every file lies in a folder with a rank', () => {
    expect(files.map(({ path }) => path).filter((path) => folderOf(path) === undefined)).toEqual([])
  })

  test('every import of ours names a file that is there', () => {
    const paths = new Set(files.map(({ path }) => path))
    expect(ours.filter(({ to }) => !paths.has(to)).map(({ from, to }) => `${from} -> ${to}`)).toEqual([])
  })

  test('imports go downwards', () => {
    const upwards = ours.filter(({ from, to }) => {
      const [above, below] = [folderOf(from), folderOf(to)]
      return above !== below && (above === undefined || below === undefined || rankOf(below) >= rankOf(above))
    })
    expect(upwards.map(({ from, to }) => `${from} -> ${to}`)).toEqual([])
  })

  test('passes, engines and rows read nothing of the language: a graph and a spec are all they know', () => {
    const blind = ['model', 'passes', 'emit', 'runtime', 'rows']
    const read = ours.filter(
      ({ from, to }) => blind.some((folder) => from.startsWith(`${folder}/`)) && to.startsWith('language/'),
    )
    expect(read).toEqual([])
  })

  test('training and serving read no trees: a compiled model is all they know', () => {
    const trees = ['language/syntax/', 'language/interpret/', 'language/check/', 'language/program.ts']
    const read = ours.filter(
      ({ from, to }) => /^(learn|serve)\//.test(from) && trees.some((folder) => to.startsWith(folder)),
    )
    expect(read).toEqual([])
  })

  test('stages write to no terminal: they report, and tell their progress', () => {
    const write = ours.filter(({ from, to }) => to === 'host/terminal.ts' && !from.startsWith('tools/'))
    expect(write.map(({ from }) => from)).toEqual([])
    const directly = files.filter(({ path, text }) => /process\.std(out|err)/.test(text) && folderOf(path) !== 'tools')
    expect(directly.map(({ path }) => path)).toEqual(['host/terminal.ts'])
  })

  test('nothing asks for the kind of a feature: its definition is read', () => {
    // The parser makes the syntax tree's `[n]` and `list<e, n>`; `vector` is a word of features alone.
    const asks = [/(?<!kind: )'vector'/, /feature\??\.type\.kind/, /FeatureKind[\s\S]*\btype\.kind [!=]==/]
    const asking = files.filter(
      ({ path, text }) => !path.startsWith('features/') && asks.some((pattern) => pattern.test(text)),
    )
    expect(asking.map(({ path }) => path)).toEqual([])
  })

  test('have a README', () => {
    const folders = [...ranks.flat(), 'language', 'learn', 'emit']
    expect(folders.filter((each) => !existsSync(join(projectRoot, 'src', each, 'README.md')))).toEqual([])
  })
})

describe('files', () => {
  test('import each other in no cycle', () => {
    const graph = new Map(
      files.map(({ path }) => [path, ours.filter((each) => each.from === path).map(({ to }) => to)]),
    )
    expect(firstCycle(graph)).toBeUndefined()
  })

  test('have 400 lines at most', () => {
    const long = files.filter(({ text }) => text.split('\n').length > 401)
    expect(long.map(({ path }) => path)).toEqual([])
  })

  test('have no any', () => {
    const loose = /(?::|\bas|<|\||&|=>)\s*any\b(?!['\w:])|\bany\[\]/
    const code = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*|'[^'\n]*'|`[^`]*`/g, '')
    expect(files.filter(({ text }) => loose.test(code(text))).map(({ path }) => path)).toEqual([])
  })

  test('touch the disk through the host alone', () => {
    const touching = imports.filter(({ to }) => to === 'node:fs' || to === 'node:fs/promises')
    expect(touching.filter(({ from }) => !from.startsWith('host/')).map(({ from }) => from)).toEqual([])
  })

  test('know onnx-proto in one place', () => {
    const knowing = imports.filter(({ to }) => to === 'onnx-proto' || to.startsWith('protobufjs'))
    expect([...new Set(knowing.map(({ from }) => from))]).toEqual(['emit/onnx/proto.ts'])
  })
})

describe('the cycle walk', () => {
  test('finds a cycle and names its files', () => {
    const graph = new Map([
      ['a', ['b', 'c']],
      ['b', []],
      ['c', ['d']],
      ['d', ['a']],
    ])
    expect(firstCycle(graph)).toEqual(['a', 'c', 'd', 'a'])
  })

  test('finds none in a diamond', () => {
    const graph = new Map([
      ['a', ['b', 'c']],
      ['b', ['d']],
      ['c', ['d']],
      ['d', []],
    ])
    expect(firstCycle(graph)).toBeUndefined()
  })
})
