import type { Command } from 'commander'
import type { FixKind } from '../../../diagnostics/fix-kinds.ts'
import { nearest } from '../../../diagnostics/nearest.ts'
import { hasErrors } from '../../../diagnostics/report.ts'
import type { SourceProgram } from '../../../language/program.ts'
import { checkMemory } from '../check-memory.ts'
import type { CommandContext } from '../context.ts'
import { allFixKinds, fixFiles, fixOnlyOption } from '../fix-files.ts'
import { type Formatted, withFormat } from '../format.ts'
import type { Outcome } from '../outcome.ts'
import { type Parameters, parameterOption, type SettingsGiven, settingsOption } from '../parameters.ts'
import type { Run } from '../run.ts'

interface CheckOptions extends Formatted, SettingsGiven {
  readonly data?: string
  readonly fix?: boolean
  readonly fixOnly?: readonly FixKind[]
  readonly param: Parameters
}

export function addCheck(program: Command, run: Run): void {
  withFormat(
    program
      .command('check')
      .description('check spec files; with --data, also the rows of a dataset')
      .argument('<path...>', 'spec files, or folders with them')
      .option('--data <dataset>', 'also check the rows of this dataset against the spec')
      .addOption(parameterOption())
      .addOption(settingsOption())
      .option('--fix', 'write the first fix of each diagnostic into the files, and check what is left')
      .addOption(fixOnlyOption()),
  ).action((paths: string[], options: CheckOptions, command: Command) => {
    if (options.data === undefined && options.param.size > 0)
      command.error("error: option '--param' is a value for a dataset's query: name the dataset with '--data'")
    return run(options.format, (context) => check(context, paths, options))
  })
}

async function check(context: CommandContext, paths: readonly string[], options: CheckOptions): Promise<Outcome> {
  const { checkPath } = await import('../../../language/check/check-entry.ts')
  const { host, report } = context
  const kinds = options.fixOnly ?? (options.fix ? allFixKinds : undefined)
  const fixed = kinds === undefined ? undefined : await fixFiles(context, paths, kinds, options.set)
  const checked = fixed?.checked ?? paths.map((path) => checkPath(host, path, options.set))
  for (const { diagnostics } of checked) report.add(diagnostics)
  if (!hasErrors(report.found))
    for (const { programs } of checked) for (const program of programs) await checkMemory(host, report, program)
  if (options.data !== undefined && !hasErrors(report.found))
    for (const { programs } of checked)
      for (const program of programs) await checkRows(context, program, options.data, options.param)
  const entries = new Set(checked.flatMap((each) => each.entries))
  return { text: `${entries.size} program${entries.size === 1 ? '' : 's'} without errors`, always: fixed?.result }
}

/** DuckDB is loaded here, and by no other check. */
async function checkRows(
  { host, report }: CommandContext,
  program: SourceProgram,
  name: string,
  params: Parameters,
): Promise<void> {
  const { dataSpecOf, modelSpecOf } = await import('../../../language/resolve/model-spec.ts')
  const { spec, origins } = dataSpecOf(program)
  const dataset = spec.datasets.get(name)
  if (dataset === undefined) {
    const choices = [...spec.datasets.keys()]
    return report('CTR1501', undefined, { kind: 'dataset', name, near: nearest(name, choices), choices })
  }
  const { checkData } = await import('../../../rows/check/check-data.ts')
  const { projectOf } = await import('../../../language/resolve/project.ts')
  const trained = [...program.models.values()]
    .map((model) => modelSpecOf(program, model))
    .filter((model) => model.spec.train?.dataset === name)
  const { compileModel } = await import('../../../language/elaborate/compile-model.ts')
  const { parallelLists } = await import('../../../graph/parallel-lists.ts')
  const { featuresReadIn } = await import('../../../graph/features-read.ts')
  const { domainsOf } = await import('../../../graph/domains.ts')
  const graphs = [...program.models.values()].map((model) => compileModel(program, model).graph)
  const domains = graphs.flatMap(domainsOf)
  const read = new Set(graphs.flatMap(featuresReadIn))
  const { widenedFeatures } = await import('../../../language/check/widened-features.ts')
  const widened = widenedFeatures(program)
  const { missingDefaults } = await import('../../../language/check/missing-defaults.ts')
  const defaults = missingDefaults(program)
  const options = { params, project: projectOf(host, program.entry), trained, domains, read, widened, defaults }
  await checkData(host, report, spec, dataset, options, origins, graphs.flatMap(parallelLists))
}
