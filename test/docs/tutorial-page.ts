import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { newProject } from '../../src/tools/cli/init/project.ts'
import { projectRoot } from '../architecture/source-files.ts'

export const tutorial = readFileSync(join(projectRoot, 'docs/tutorial.md'), 'utf8')

export interface Written {
  readonly kind: 'file'
  readonly file: string
  readonly text: string
}

export interface Edit {
  readonly kind: 'edit'
  readonly file: string
  readonly hunks: readonly string[]
}

export interface Command {
  readonly kind: 'command'
  readonly words: readonly string[]
  readonly printed: string
  /** Where `printed` begins in the page. */
  readonly at: number
}

/** The page's fenced blocks in order: whole files, edits of one, commands with what they print. Errors: a block that is none of these. */
export const steps: readonly (Written | Edit | Command)[] = [
  ...tutorial.matchAll(/^```(\w+)\n(.*)\n([\s\S]*?)^```/gm),
].map(({ 0: { length }, index, 1: fence, 2: first = '', 3: rest = '' }) => {
  const [, file] = /^(?:\/\/ file: |\+\+\+ )(\S+)$/.exec(first) ?? []
  if (fence === 'ctr' && file !== undefined) return { kind: 'file', file, text: rest }
  if (fence === 'diff' && file !== undefined) return { kind: 'edit', file, hunks: rest.split(/^@@\n/m) }
  if (fence === 'text' && first.startsWith('$ ctrc '))
    return { kind: 'command', words: first.split(' ').slice(2), printed: rest, at: index + length - 3 - rest.length }
  throw new Error(`a block of docs/tutorial.md is neither a file, an edit nor a command: ${first}`)
})

/** The project that the page begins with: the rows of `ctrc init`, without its specs. */
export function beginIn(folder: string): void {
  for (const [path, text] of newProject()) if (!path.endsWith('.ctr')) write(folder, path, text)
}

/** Writes the file, or makes the edit. Errors: an edit whose lines are not in the file exactly once. */
export function apply(folder: string, step: Written | Edit): void {
  const text =
    step.kind === 'file' ? step.text : step.hunks.reduce(edited, readFileSync(join(folder, step.file), 'utf8'))
  write(folder, step.file, text)
}

function edited(text: string, hunk: string): string {
  const lines = hunk.split('\n').slice(0, -1)
  const side = (mark: '-' | '+'): string =>
    lines
      .filter((line) => line === '' || line.startsWith(' ') || line.startsWith(mark))
      .map((line) => `${line.slice(1)}\n`)
      .join('')
  const parts = text.split(side('-'))
  if (parts.length !== 2) throw new Error(`an edit of docs/tutorial.md does not fit its file:\n${hunk}\n${text}`)
  return parts.join(side('+'))
}

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}
