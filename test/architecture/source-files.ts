import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url))

export interface Import {
  readonly from: string
  /** A file of src, as `host/disk.ts`, or a package, as `node:fs`. */
  readonly to: string
  readonly isOurs: boolean
  /** Erased before anything runs. */
  readonly isType: boolean
  /** Loaded when the code comes there, not before it starts. */
  readonly isLazy: boolean
}

export interface SourceFile {
  /** Below src, with `/`. */
  readonly path: string
  readonly text: string
  readonly imports: readonly Import[]
}

const statement = /^(?:import|export)\s+(type\s+)?(?:[\w*\s{},$]+?\s+from\s+)?'([^']+)'/gm
const dynamic = /\bimport\(\s*'([^']+)'\s*\)/g

function importsOf(path: string, text: string): Import[] {
  const found = [
    ...[...text.matchAll(statement)].map(([, type, to]) => ({ to: to!, isType: type !== undefined, isLazy: false })),
    ...[...text.matchAll(dynamic)].map(([, to]) => ({ to: to!, isType: false, isLazy: true })),
  ]
  return found.map(({ to, isType, isLazy }) =>
    to.startsWith('.')
      ? { from: path, to: join(dirname(path), to).replaceAll('\\', '/'), isOurs: true, isType, isLazy }
      : { from: path, to, isOurs: false, isType, isLazy },
  )
}

/** Every TypeScript file of src, in order of path. */
export function sourceFiles(): readonly SourceFile[] {
  const src = join(projectRoot, 'src')
  return readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && each.name.endsWith('.ts') && !each.name.endsWith('.d.ts'))
    .map((each) => relative(src, join(each.parentPath, each.name)).replaceAll('\\', '/'))
    .sort()
    .map((path) => {
      const text = readFileSync(join(src, path), 'utf8')
      return { path, text, imports: importsOf(path, text) }
    })
}

/** The files of one import cycle, or undefined: a depth-first walk that meets a file on its own path. */
export function firstCycle(imports: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>()
  const path: string[] = []
  const visit = (file: string): readonly string[] | undefined => {
    if (done.has(file)) return undefined
    const at = path.indexOf(file)
    if (at >= 0) return [...path.slice(at), file]
    path.push(file)
    for (const next of imports.get(file) ?? []) {
      const cycle = visit(next)
      if (cycle !== undefined) return cycle
    }
    path.pop()
    done.add(file)
    return undefined
  }
  for (const file of imports.keys()) {
    const cycle = visit(file)
    if (cycle !== undefined) return cycle
  }
  return undefined
}
