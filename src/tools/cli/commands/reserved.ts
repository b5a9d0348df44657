import type { Command } from 'commander'
import { wantsJson } from '../format.ts'
import type { Run } from '../run.ts'

/** Commands that are not implemented yet: each reports that for any arguments. */
const reserved = [
  ['bench', 'measure a serving graph'],
  ['diff', 'report what changed between two programs'],
  ['lsp', 'run the language server'],
] as const

export function addReserved(program: Command, run: Run): void {
  for (const [name, summary] of reserved)
    program
      .command(name)
      .description(`${summary} (not implemented yet)`)
      .argument('[arguments...]')
      .allowUnknownOption()
      .allowExcessArguments()
      .action((args: string[]) =>
        run(wantsJson(args) ? 'json' : 'pretty', ({ report }) => {
          report('CTR9201', undefined, { what: `'ctrc ${name}'` })
          return {}
        }),
      )
}
