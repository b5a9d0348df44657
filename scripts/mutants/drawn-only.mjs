/** A checker of Stryker's that refuses every mutant but those of the file that CTRC_DRAWN_MUTANTS names. */
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin'

export const checkerName = 'drawn'

/** What tells one mutant of a file from the others. */
export const identity = (file, kind, { start, end }, replacement) =>
  JSON.stringify([file.replaceAll('\\', '/'), kind, start.line, start.column, end.line, end.column, replacement])

class DrawnOnly {
  async init() {
    this.drawn = new Set(JSON.parse(readFileSync(process.env.CTRC_DRAWN_MUTANTS, 'utf8')))
  }
  async check(mutants) {
    const isDrawn = ({ fileName, mutatorName, location, replacement }) =>
      this.drawn.has(identity(relative(process.cwd(), fileName), mutatorName, location, replacement))
    return Object.fromEntries(
      mutants.map((mutant) => [
        mutant.id,
        isDrawn(mutant) ? { status: 'passed' } : { status: 'compileError', reason: 'not drawn' },
      ]),
    )
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, checkerName, DrawnOnly)]
