import type { Command } from 'commander'
import type { Run } from '../run.ts'

/** Commands of the next floor: they say so, whatever their arguments. */
const announced = [
  ['fmt', 'format spec files'],
  ['bench', 'measure a serving graph'],
  ['diff', 'say what changed between two programs'],
  ['lsp', 'serve an editor'],
] as const

export function addAnnounced(program: Command, run: Run): void {
  for (const [name, summary] of announced)
    program
      .command(name)
      .description(`${summary} (not there yet)`)
      .argument('[arguments...]')
      .allowUnknownOption()
      .allowExcessArguments()
      .action(() =>
        run('pretty', ({ report }) => {
          report('CTR9201', undefined, { what: `'ctrc ${name}'` })
          return {}
        }),
      )
}
