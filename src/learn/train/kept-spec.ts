import { dirname, relative, sep } from 'node:path'
import { DiagnosticError, hasErrors, type Report, reportAll } from '../../diagnostics/report.ts'
import { hasFields } from '../../host/fields.ts'
import type { Host } from '../../host/host.ts'
import { memoryHost } from '../../host/memory.ts'
import { type CompiledModel, compileModel } from '../../language/elaborate/compile-model.ts'
import { declarationTexts } from '../../language/resolve/digest.ts'
import { resolveProgram } from '../../language/resolve/resolve-program.ts'
import { SpecFileError } from '../../model/json/codec.ts'
import { modelSpecText, readModelSpec } from '../../model/json/model-spec.ts'
import type { ModelSpec } from '../../model/model-spec.ts'
import type { Table } from '../../model/table.ts'
import { damaged, type RunFolder, readJson } from './run-folder.ts'

/**
 * RUN/spec/: what a run was made from, so that everything done with it later needs nothing else.
 *
 *     spec/model.json      the ModelSpec
 *     spec/sources.json    which files, where they lay, and which of them is the entry
 *     spec/sources/...     the files, at their places relative to each other
 */
interface SourceList {
  /** The folder that all of them lay in, absolute. */
  readonly root: string
  /** Below the root, as `files` are. */
  readonly entry: string
  readonly files: readonly string[]
}

/** Whole or not at all. What stands there is replaced: a spec without its run.json belongs to no run. */
export async function keepSpec(host: Host, files: RunFolder, { spec, entry, sources }: CompiledModel): Promise<void> {
  const texts = new Map([...sources].map(([path, text]) => [host.resolve(path), text]))
  const root = commonFolder([...texts.keys()])
  const place = (path: string): string => placeBelow(root, path)
  const list: SourceList = { root, entry: place(host.resolve(entry)), files: [...texts.keys()].map(place).sort() }
  await host.writeFolderAtomic(files.spec, async (folder) => {
    for (const [path, text] of texts) host.writeAtomic(host.resolve(folder, 'sources', place(path)), text)
    host.writeAtomic(host.resolve(folder, 'sources.json'), `${JSON.stringify(list, null, 2)}\n`)
    host.writeAtomic(
      host.resolve(folder, 'model.json'),
      specText(spec, (path) => place(host.resolve(path))),
    )
  })
}

/** The texts that a run keeps, by the absolute paths that they had. Errors: CTR5004. */
export function keptSources(host: Host, files: RunFolder): ReadonlyMap<string, string> {
  const { root, files: names } = sourceList(host, files)
  return new Map(
    names.map((name) => {
      const path = host.resolve(files.spec, 'sources', name)
      const text = host.readText(path)
      if (text === undefined) throw damaged(path, 'there is no such file')
      return [host.resolve(root, name), text]
    }),
  )
}

/**
 * The model of a run, from the files that the run keeps: nothing that they once were is read. Places are those that the files had.
 * Errors: CTR5004 where files are missing or give another model than the one that was trained.
 */
export function readKeptSpec(host: Host, report: Report, files: RunFolder, name: string): CompiledModel {
  const { program, declared, root, diagnostics } = keptProgram(host, files, name)
  reportAll(report, diagnostics)
  const model = compileModel(program, declared)
  checkAgainstFile(host, files, root, model)
  return model
}

/** What a run's model declares, as `CompiledModel` has it: what another version is compared with. Errors: CTR5004. */
export function keptDeclarations(host: Host, files: RunFolder, name: string): CompiledModel['declarations'] {
  const { program, declared } = keptProgram(host, files, name)
  return declarationTexts(program, declared)
}

function keptProgram(host: Host, files: RunFolder, name: string) {
  const { root, entry } = sourceList(host, files)
  const { program, diagnostics } = resolveProgram(sourcesHost(host, files), host.resolve(root, entry))
  if (program === undefined || hasErrors(diagnostics)) throw new DiagnosticError(diagnostics)
  const declared = program.models.get(name)
  if (declared === undefined) throw damaged(files.spec, `its sources have no model '${name}'`)
  return { program, declared, root, diagnostics }
}

/** A host that has the run's sources where they once lay, and nothing else. */
export const sourcesHost = (host: Host, files: RunFolder): Host =>
  memoryHost(Object.fromEntries(keptSources(host, files)))

/** Another version of ctrc may read the same text otherwise: then the weights are not those of what it reads. */
function checkAgainstFile(host: Host, files: RunFolder, root: string, { spec }: CompiledModel): void {
  const path = host.resolve(files.spec, 'model.json')
  const text = host.readText(path)
  if (text === undefined) throw damaged(path, 'there is no such file')
  if (text === specText(spec, (file) => placeBelow(root, file))) return
  try {
    readModelSpec(text)
  } catch (error) {
    if (error instanceof SpecFileError) throw damaged(path, error.message)
    throw error
  }
  throw damaged(path, `the files in ${files.spec} do not give it`)
}

function sourceList(host: Host, files: RunFolder): SourceList {
  const path = host.resolve(files.spec, 'sources.json')
  const found = readJson(host, path)
  if (found === undefined) throw damaged(path, 'there is no such file')
  if (isSourceList(found)) return found
  throw damaged(path, 'it lacks a field')
}

const isSourceList = (value: unknown): value is SourceList =>
  hasFields(value, { root: 'string', entry: 'string' }) &&
  'files' in value &&
  Array.isArray(value.files) &&
  value.files.every((each) => typeof each === 'string' && !each.split('/').includes('..'))

/** `model.json`: files of vocabularies by their places below `sources/`, so that it depends on no folder. */
function specText(spec: ModelSpec, place: (path: string) => string): string {
  const tables = [...spec.tables].map(([name, table]): [string, Table] => {
    const { rule } = table
    if (rule.kind !== 'vocabulary' || rule.file === undefined) return [name, table]
    return [name, { ...table, rule: { ...rule, file: place(rule.file) } }]
  })
  return modelSpecText({ ...spec, tables: new Map(tables) })
}

const placeBelow = (root: string, path: string): string => relative(root, path).split(sep).join('/')

/** Of absolute paths. */
function commonFolder(paths: readonly string[]): string {
  let folder = dirname(paths[0] ?? '/')
  const holds = (path: string): boolean => !relative(folder, path).startsWith('..')
  while (!paths.every(holds)) folder = dirname(folder)
  return folder
}
