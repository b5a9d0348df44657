import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../setup.mjs'

/** What the type check reads. */
const copied = ['src', 'package.json', 'tsconfig.json']

/**
 * Which of these mutants the compiler refuses: `npm test` checks types before it runs a test, so that such a change is noticed too.
 * Each is written into a copy of the sources, alone.
 */
export function refusedByTypes(mutants) {
  const copy = join(root, 'runs/mutants/types')
  rmSync(copy, { recursive: true, force: true })
  mkdirSync(copy, { recursive: true })
  try {
    for (const name of copied) cpSync(join(root, name), join(copy, name), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
    if (!compiles(copy)) throw new Error('src does not compile as it is')
    return mutants.filter((mutant) => {
      const path = join(copy, mutant.file)
      const text = readFileSync(path, 'utf8')
      writeFileSync(path, withMutant(text, mutant))
      const isRefused = !compiles(copy)
      writeFileSync(path, text)
      return isRefused
    })
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

function compiles(folder) {
  const compiler = 'node_modules/typescript/bin/tsc'
  const args = [compiler, '--noEmit', '-p', '.', '--incremental', '--tsBuildInfoFile', 'built.tsbuildinfo']
  return spawnSync(process.execPath, args, { cwd: folder }).status === 0
}

function withMutant(text, { location: { start, end }, to }) {
  const lines = text.split('\n')
  const at = ({ line, column }) => lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, column)
  return text.slice(0, at(start)) + to + text.slice(at(end))
}
