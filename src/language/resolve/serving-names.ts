import type { Report } from '../../diagnostics/report.ts'
import type { Feature, Model } from '../program.ts'
import type { Identifier, LevelDeclarationNode } from '../syntax/ast.ts'

/**
 * The inputs and outputs of a serving graph share one space of names: inputs have the names of features and level keys, beside `view`;
 * outputs have those of tasks, beside `status`.
 */
const ofEveryGraph: ReadonlyMap<string, string> = new Map([
  ['status', 'the output that gives the reason why a row has no score'],
  ['view', "the input that gives a row's view type"],
])

/** No JavaScript runtime gives an output of this name back: assigned to an object, it is no entry of it. */
const prototype = ['__proto__', "every JavaScript object's prototype"] as const

/** Errors: CTR1566 a task called `status`, `view` or `__proto__`. */
export function checkTaskNames(report: Report, tasks: ReadonlyMap<string, Identifier>): void {
  const outputs = new Map([...ofEveryGraph, prototype])
  for (const [name, { span }] of tasks) {
    const taken = outputs.get(name)
    if (taken !== undefined) report('CTR1566', span, { kind: 'task', name, taken })
  }
}

/** Errors: CTR1566 a feature or level key with the name `status` or a task's. `view` as a feature is CTR1515. */
export function checkInputNames(
  report: Report,
  models: ReadonlyMap<string, Model>,
  features: ReadonlyMap<string, Feature>,
  levels: ReadonlyMap<string, LevelDeclarationNode>,
): void {
  const outputs = new Map(ofEveryGraph)
  for (const { name, tasks } of models.values())
    for (const task of tasks) if (!outputs.has(task)) outputs.set(task, `a task of model '${name}'`)
  for (const { name, span } of features.values()) {
    const taken = outputs.get(name)
    if (taken !== undefined) report('CTR1566', span, { kind: 'feature', name, taken })
  }
  for (const { name } of [...levels.values()].flatMap(({ by }) => by)) {
    const taken = features.has(name.name) ? undefined : outputs.get(name.name)
    if (taken !== undefined) report('CTR1566', name.span, { kind: 'level key', name: name.name, taken })
  }
}
