import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commonTokens } from '@stryker-mutator/api/plugin'
import { createInstrumenter } from '@stryker-mutator/instrumenter'
import { createInjector } from 'typed-inject'
import { root } from '../setup.mjs'
import { folders } from './folders.mjs'

/** Every mutant that Stryker makes in these folders: where it is, what stands there and what it becomes. */
export async function mutantsIn(names) {
  const silent = { debug() {}, info() {}, warn() {}, isDebugEnabled: () => false }
  const instrumenter = createInjector().provideValue(commonTokens.logger, silent).injectFunction(createInstrumenter)
  const all = []
  for (const folder of names) {
    const files = folders[folder].sources.flatMap(sourceFiles).map((name) => ({
      name,
      mutate: true,
      content: readFileSync(join(root, name), 'utf8'),
    }))
    const options = { ignorers: [], excludedMutations: [], plugins: null }
    const { mutants } = await instrumenter.instrument(files, options)
    const texts = new Map(files.map(({ name, content }) => [name, content]))
    const seen = new Map()
    for (const { fileName: file, location, mutatorName: kind, replacement } of mutants) {
      const from = textAt(texts.get(file), location)
      const change = JSON.stringify([file, kind, from, replacement])
      const before = seen.get(change) ?? 0
      seen.set(change, before + 1)
      all.push({ folder, file, location, kind, from, to: replacement, change: `${change}${before}` })
    }
  }
  return all
}

/**
 * `count` of these mutants, drawn by `seed`. Each mutant's place in the draw is a hash of what it changes, not of where it stands: an
 * edit elsewhere leaves it drawn, a larger draw holds the smaller ones, and what a draw over all folders takes of one folder is the
 * beginning of a draw in that folder alone.
 */
export function drawn(mutants, count, seed) {
  const place = ({ change }) => createHash('sha256').update(`${seed}\n${change}`).digest('hex')
  return mutants
    .map((mutant) => [place(mutant), mutant])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, count)
    .map(([, mutant]) => mutant)
}

const sourceFiles = (folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .sort()

/** The text between two places, lines and columns from 0. */
function textAt(text, { start, end }) {
  const lines = text.split('\n').slice(start.line, end.line + 1)
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column)
  lines[0] = lines[0].slice(start.column)
  return lines.join('\n')
}
