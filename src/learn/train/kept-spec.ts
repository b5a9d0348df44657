import { dirname, isAbsolute, relative, sep } from 'node:path'
import { DiagnosticError, diagnostic, hasErrors, type Report, reportAll } from '../../diagnostics/report.ts'
import { byKey } from '../../diagnostics/text-order.ts'
import type { Host } from '../../host/host.ts'
import { memoryHost } from '../../host/memory.ts'
import { sha256Of } from '../../host/sha256.ts'
import { type CompiledModel, compileModel } from '../../language/elaborate/compile-model.ts'
import { declarationTexts } from '../../language/resolve/digest.ts'
import { anywhere } from '../../language/resolve/readable.ts'
import { resolveProgram } from '../../language/resolve/resolve-program.ts'
import { SpecFileError } from '../../model/json/codec.ts'
import { modelSpecText, readModelSpec } from '../../model/json/model-spec.ts'
import type { ModelSpec } from '../../model/model-spec.ts'
import type { Table } from '../../model/table.ts'
import { schemaFault } from '../../schemas/schema-fault.ts'
import { checkDigest, damaged, parsedJson, type RunFolder, readRunText } from './run-folder.ts'

/**
 * RUN/spec/: what a run was made from, so that everything done with it later needs nothing else.
 *
 *     spec/model.json      the ModelSpec
 *     spec/sources.json    which files, where they lay, which of them is the entry, and the settings that were given
 *     spec/sources/...     the files, at their places relative to each other
 */
interface SourceList {
  /** The folder that all of them lay in, absolute. */
  readonly root: string
  /** Below the root, as `files` are. */
  readonly entry: string
  readonly files: readonly string[]
  /** Values of settings that `--set` gave; left out where it gave none. */
  readonly settings?: Readonly<Record<string, string>>
}

/** SHA-256 of files of a run, by path in the run, as run.json records them. */
export type FileDigests = Readonly<Record<string, string>>

/** Whole or not at all. What stands there is replaced: a spec without its run.json belongs to no run. Gives the files' digests. */
export async function keepSpec(
  host: Host,
  files: RunFolder,
  { spec, entry, sources, settings }: CompiledModel,
): Promise<FileDigests> {
  const texts = new Map([...sources].map(([path, text]) => [host.resolve(path), text]))
  const root = commonFolder([...texts.keys()])
  const place = (path: string): string => placeBelow(root, path)
  const list: SourceList = { root, entry: place(host.resolve(entry)), files: [...texts.keys()].map(place).sort() }
  const given = settings.size === 0 ? {} : { settings: Object.fromEntries([...settings].sort(byKey)) }
  const written = new Map([
    ...[...texts].map(([path, text]) => [`sources/${place(path)}`, text] as const),
    ['sources.json', `${JSON.stringify({ ...list, ...given }, null, 2)}\n`],
    ['model.json', specText(spec, (path) => place(host.resolve(path)))],
  ])
  await host.writeFolderAtomic(files.spec, async (folder) => {
    for (const [name, text] of written) host.writeAtomic(host.resolve(folder, name), text)
  })
  return Object.fromEntries([...written].sort(byKey).map(([name, text]) => [`spec/${name}`, sha256Of(text)]))
}

/** The files of a run's spec. */
export interface KeptTexts {
  readonly files: RunFolder
  /** Those of run.json; undefined where they are not to be verified. */
  readonly digests: FileDigests | undefined
}

/** A run's spec. */
export interface KeptFiles extends KeptTexts {
  /** The version of ctrc that wrote them. */
  readonly version: string
}

/** Files whose digests hold are what was written: it is another ctrc that reads them otherwise. Errors: CTR5016, else CTR5004. */
export function notAsTrained({ files, digests, version }: KeptFiles, what: string): DiagnosticError {
  if (digests === undefined) return damaged(files.spec, what)
  return new DiagnosticError([diagnostic('CTR5016', undefined, { folder: files.folder, version, what })])
}

/** The texts that a run keeps, by the absolute paths that they had. Errors: CTR5004. */
export function keptSources(host: Host, kept: KeptTexts): ReadonlyMap<string, string> {
  const { root, files: names } = sourceList(host, kept)
  return new Map(names.map((name) => [host.resolve(root, name), keptText(host, kept, `sources/${name}`)]))
}

/**
 * The model of a run, from the files that the run keeps: nothing that they once were is read. Places are those that the files had.
 * Errors: CTR5004 where files are missing or damaged, CTR5016 where they give another model than the one that was trained.
 */
export function readKeptSpec(host: Host, report: Report, kept: KeptFiles, name: string): CompiledModel {
  const { program, declared, root, diagnostics } = keptProgram(host, kept, name)
  reportAll(report, diagnostics)
  const model = compileModel(program, declared)
  checkAgainstFile(host, kept, root, model)
  return model
}

/** What a run's model declares, as `CompiledModel` has it: what another version is compared with. Errors: CTR5004. */
export function keptDeclarations(host: Host, kept: KeptFiles, name: string): CompiledModel['declarations'] {
  const { program, declared } = keptProgram(host, kept, name)
  return declarationTexts(program, declared)
}

function keptProgram(host: Host, kept: KeptFiles, name: string) {
  const { root, entry, settings } = sourceList(host, kept)
  const given = new Map(Object.entries(settings ?? {}))
  const { program, diagnostics } = resolveProgram(sourcesHost(host, kept), host.resolve(root, entry), anywhere, given)
  if (program === undefined || hasErrors(diagnostics)) {
    const [error] = diagnostics.filter(({ severity }) => severity === 'error')
    const reason = error === undefined ? 'they give no program' : `${error.code}: ${error.message}`
    throw notAsTrained(kept, `its sources are not what was trained (${reason})`)
  }
  const declared = program.models.get(name)
  if (declared === undefined) throw notAsTrained(kept, `its sources have no model '${name}'`)
  return { program, declared, root, diagnostics }
}

/** A host that has the run's sources where they once lay, and nothing else. */
export const sourcesHost = (host: Host, kept: KeptTexts): Host =>
  memoryHost(Object.fromEntries(keptSources(host, kept)))

/** Another version of ctrc may read the same text otherwise: then the weights are not those of what it reads. */
function checkAgainstFile(host: Host, kept: KeptFiles, root: string, { spec }: CompiledModel): void {
  const path = host.resolve(kept.files.spec, 'model.json')
  const text = keptText(host, kept, 'model.json')
  if (text === specText(spec, (file) => placeBelow(root, file))) return
  try {
    readModelSpec(text)
  } catch (error) {
    if (error instanceof SpecFileError) throw damaged(path, error.message)
    throw error
  }
  throw notAsTrained(kept, 'its sources do not give model.json')
}

function sourceList(host: Host, kept: KeptTexts): SourceList {
  const path = host.resolve(kept.files.spec, 'sources.json')
  const value = parsedJson(path, keptText(host, kept, 'sources.json'))
  const fault = schemaFault('sources', value)
  if (fault !== undefined || !isSourceList(value)) throw damaged(path, fault ?? 'it is no list')
  const wrong = value.files.find((name) => !isPlace(name))
  if (wrong !== undefined) throw damaged(path, `'${wrong}' is no path below the sources`)
  if (new Set(value.files).size < value.files.length) throw damaged(path, 'a file is listed twice')
  if (!value.files.includes(value.entry)) throw damaged(path, `its entry '${value.entry}' is not among its files`)
  if (!isAbsolute(value.root) || value.root.includes('\0')) throw damaged(path, `'root' is no absolute path`)
  return value
}

const isSourceList = (value: unknown): value is SourceList => schemaFault('sources', value) === undefined

/** Relative, with `/`, and no way out of the folder. */
const isPlace = (name: string): boolean =>
  !name.includes('\0') && name.split('/').every((part) => part !== '' && part !== '.' && part !== '..')

/** A file of `spec/`. Errors: CTR5004 where it is missing or is not the one that was written. */
function keptText(host: Host, { files, digests }: KeptTexts, name: string): string {
  const path = host.resolve(files.spec, name)
  const text = readRunText(host, path)
  if (text === undefined) throw damaged(path, 'there is no such file')
  if (digests === undefined) return text
  const recorded = new Map(Object.entries(digests)).get(`spec/${name}`)
  if (recorded === undefined) throw damaged(files.record, `it records no digest of spec/${name}`)
  checkDigest(path, text, recorded)
  return text
}

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
