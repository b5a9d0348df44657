import type { Command } from 'commander'
import type { CommandContext } from '../context.ts'
import { type Formatted, withFormat } from '../format.ts'
import type { Outcome } from '../outcome.ts'
import type { Run } from '../run.ts'

export function addInit(program: Command, run: Run): void {
  withFormat(
    program
      .command('init')
      .description('create a small working project: a spec, example rows and a README')
      .argument('[folder]', 'the folder to create it in', '.'),
  ).action((folder: string, { format }: Formatted) => run(format, (context) => init(context, folder)))
}

async function init({ host, report }: CommandContext, folder: string): Promise<Outcome> {
  const { newProject } = await import('../init/project.ts')
  const files = newProject()
  const inTheWay = [...files.keys()].map((path) => host.resolve(folder, path)).filter((path) => host.exists(path))
  for (const path of inTheWay) report('CTR9204', undefined, { path })
  if (inTheWay.length > 0) return {}
  const made: string[] = []
  try {
    for (const [path, text] of files) {
      made.push(host.resolve(folder, path))
      host.writeAtomic(host.resolve(folder, path), text)
    }
  } catch (failure) {
    for (const path of made) host.remove(path)
    throw failure
  }
  const go = folder === '.' ? '' : `cd ${folder}\n    `
  return {
    result: { folder, files: [...files.keys()] },
    text: `Created ${files.size} files in ${folder}. Next:\n\n    ${go}ctrc check engagement.ctr\n    ctrc train engagement.ctr --param root=data --run runs/first\n`,
  }
}
