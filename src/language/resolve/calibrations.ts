import { type CalibratorName, calibratorNames, isCalibrator, reservedCalibrators } from '../../calibrators/table.ts'
import type { Report } from '../../diagnostics/report.ts'
import { byKey } from '../../diagnostics/text-order.ts'
import type { Calibration } from '../program.ts'
import type { CalibrateNode, Identifier } from '../syntax/ast.ts'
import { Settings } from './config.ts'
import { replaceWith } from './extras.ts'
import { nearAmong, reportNoChoice, reportTwice } from './known.ts'

type Segments = Calibration['by']
/** Finest first: a segment with too few rows falls back to a coarser one. */
const segments: readonly Segments[] = ['view', 'surface', 'all']
const coarserThan = (by: Segments): readonly ('surface' | 'all')[] =>
  by === 'view' ? ['surface', 'all'] : by === 'surface' ? ['all'] : []

/**
 * By task. Errors: CTR1501 an unknown method or segment, CTR1514 a method of a later version, CTR1556 a task that is not predicted,
 * CTR1502 a task calibrated twice, CTR1562 a fallback that is not coarser.
 */
export function resolveCalibrations(
  report: Report,
  model: string,
  nodes: readonly CalibrateNode[],
  tasks: ReadonlyMap<string, Identifier>,
): ReadonlyMap<string, Calibration> {
  const byTask = new Map<string, Calibration>()
  for (const node of nodes) {
    const by = segmentsOf(report, node.by)
    const method = methodOf(report, node.method)
    const { atLeast, otherwise } = fallback(report, node, by)
    for (const task of node.tasks) {
      const earlier = byTask.get(task.name)
      if (!tasks.has(task.name)) reportNotPredicted(report, task, model, tasks.keys())
      else if (earlier !== undefined) reportTwice(report, 'calibration of', task, earlier.span)
      else byTask.set(task.name, { task: task.name, by, method, atLeast, otherwise, span: task.span })
    }
  }
  return new Map([...byTask].sort(byKey))
}

export function reportNotPredicted(report: Report, task: Identifier, model: string, tasks: Iterable<string>): void {
  if (task.name === '') return // the parser has reported it
  const all = [...tasks]
  const near = nearAmong(report, task.name, all)
  report('CTR1556', task.span, { task: task.name, model, tasks: all, near }, { fixes: replaceWith(task.span, near) })
}

/** Platt's where the name is not a method, which is reported. */
function methodOf(report: Report, { name, span }: Identifier): CalibratorName {
  if (isCalibrator(name)) return name
  if (reservedCalibrators.includes(name)) report('CTR1514', span, { what: `calibration with ${name}` })
  else reportNoChoice(report, 'calibration method', { name, span }, calibratorNames)
  return 'platt'
}

function segmentsOf(report: Report, by: Identifier | undefined): Segments {
  if (by === undefined) return 'all'
  const found = segments.find((each) => each === by.name)
  if (found === undefined) reportNoChoice(report, 'segment', by, segments)
  return found ?? 'all'
}

function fallback(report: Report, { config, tasks }: CalibrateNode, by: Segments) {
  const settings =
    config === undefined
      ? undefined
      : Settings.ofMap(
          report,
          { place: `calibrate ${tasks.map((task) => task.name).join(', ')}`, known: ['at_least', 'else'] },
          config,
        )
  const coarser = coarserThan(by)
  const named = settings?.names('else')?.flatMap((name): readonly ('surface' | 'all')[] => {
    const segment = coarser.find((each) => each === name.name)
    if (segment === undefined) report('CTR1562', name.span, { found: name.name, by, coarser })
    return segment === undefined ? [] : [segment]
  })
  return {
    atLeast: settings?.number('at_least', { integer: true, atLeast: 1 }) ?? 100,
    otherwise: named ?? coarser,
  }
}
