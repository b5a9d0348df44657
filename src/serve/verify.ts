import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts'
import { diagnostic } from '../diagnostics/report.ts'
import { outputName } from '../graph/outputs.ts'
import { rowStatus } from '../passes/row-status.ts'
import type { ComparedModels } from './compared-models.ts'
import { differentBits, farthest } from './differences.ts'
import { expectedStatus } from './expected-status.ts'
import { type Differs, firstDifference } from './first-difference.ts'
import {
  type Fault,
  type Invariant,
  logits,
  logitTolerance,
  malformedHasStatus,
  neighboursDoNotMatter,
  probabilityIsCalibrated,
  prunedEqualsUnified,
  type Scored,
  servedEqualsPruned,
  statusGivesReason,
} from './invariants.ts'
import { malformedInputs } from './malformed-inputs.ts'
import { firstNotANumber } from './not-finite.ts'
import { sameNodes } from './same-nodes.ts'
import { pickRows, type RawRows } from './serving-feeds.ts'

/** What verification measured: the largest difference for each invariant. */
export interface Tolerances {
  readonly rows: number
  readonly real_rows: number
  /** Pruned against unified, the runtime's optimizations off: 0, bit for bit. */
  readonly pruned: number
  /** Served (optimized, grouped by its levels) against pruned, on the logit. */
  readonly served: number
  /** A row alone and among others, on the logit. */
  readonly neighbours: number
  /** The probability against the sigmoid of the calibrated logit in doubles. */
  readonly probability: number
}

export interface VerifyRequest {
  readonly surface: string
  readonly tasks: readonly string[]
  readonly models: ComparedModels
  /** Rows that keep the key contract. */
  readonly rowSets: readonly { readonly rows: RawRows; readonly real: boolean }[]
  readonly calibrator: Scored['calibrator']
  /** Where a violated invariant is reported. */
  readonly span: Span | undefined
}

/** What is measured, and the invariant behind it; in the order in which a fault makes the next ones likely. */
const measures: readonly (readonly [
  'pruned' | 'status' | 'malformed' | 'served' | 'neighbours' | 'probability',
  Invariant,
])[] = [
  ['pruned', prunedEqualsUnified],
  ['status', statusGivesReason],
  ['malformed', malformedHasStatus],
  ['served', servedEqualsPruned],
  ['neighbours', neighboursDoNotMatter],
  ['probability', probabilityIsCalibrated],
]

/**
 * Scores rows with the unified graph, the pruned one and the one to be served, and reports where an invariant of serving (invariants.ts) is violated.
 * An export is put in place only where this finds nothing.
 */
export async function verifySurface(
  request: VerifyRequest,
): Promise<{ readonly diagnostics: readonly Diagnostic[]; readonly tolerances: Tolerances }> {
  const { surface, tasks, models, rowSets, span } = request
  const diagnostics: Diagnostic[] = [...sameNodes(surface, models.graphs, span)]
  const statuses: number[] = []
  const measured = { pruned: 0, status: 0, malformed: 0, served: 0, neighbours: 0, probability: 0 }
  for (const { rows, real } of rowSets) {
    if (rows.rows.length === 0) continue
    const scored = await scores(request, rows)
    if (!real) statuses.push(...scored.status)
    for (const task of tasks)
      for (const [what, invariant] of measures) {
        const { fault, difference } = invariant(scored, task)
        measured[what] = Math.max(measured[what], difference)
        if (fault !== undefined) diagnostics.push(await failure(request, rows, fault))
      }
  }
  if (diagnostics.length === 0 && statuses.length > 0) diagnostics.push(...(await withoutScore(request, statuses)))
  const { status: _, malformed: __, ...differences } = measured
  const count = (sets: VerifyRequest['rowSets']): number => sets.reduce((sum, { rows }) => sum + rows.rows.length, 0)
  const tolerances = { rows: count(rowSets), real_rows: count(rowSets.filter(({ real }) => real)), ...differences }
  return { diagnostics, tolerances }
}

/** A graph that gives no generated row a score (all tasks have one, or none has) was compared with others in nothing: it is not verified. */
async function withoutScore(
  { surface, models, rowSets, span }: VerifyRequest,
  statuses: readonly number[],
): Promise<readonly Diagnostic[]> {
  if (statuses.includes(rowStatus.served)) return []
  const missing = statuses.filter((status) => status === rowStatus.missingNumber).length
  const [rows] = rowSets.map((set) => set.rows).filter((set) => set.rows.length > 0)
  const op = rows === undefined ? undefined : await firstNotANumber(models, rows)
  return [diagnostic('CTR7020', span, { surface, rows: statuses.length, missing, op })]
}

/** Of a few rows: what is wrong is wrong for each. */
async function malformedScores({ inputs, served }: ComparedModels, rows: RawRows): Promise<Scored['malformed']> {
  const scored: Scored['malformed'][number][] = []
  for (const { what, status, feeds } of malformedInputs(inputs, served.feeds(rows)))
    scored.push({ what, status, values: await served.tried(feeds) })
  return scored
}

async function scores({ surface, tasks, models, calibrator }: VerifyRequest, rows: RawRows): Promise<Scored> {
  const names = tasks.map((task) => outputName({ kind: 'logit', task, surface }))
  const count = rows.rows.length
  const positions = [...new Set(Array.from({ length: 5 }, (_, i) => (i * 7) % count))]
  const pruned = await models.pruned.score(rows, names)
  return {
    surface,
    rows,
    unified: await models.unified.score(rows, names),
    pruned,
    served: await models.served.score(rows),
    few: { positions, values: await models.served.score(pickRows(rows, positions)) },
    malformed: await malformedScores(models, pickRows(rows, positions)),
    status: expectedStatus(
      models.graphs.pruned,
      rows,
      tasks.map((task) => ({
        logits: logits(pruned, { surface }, task),
        calibrated: (logit, view) => calibrator(task, view)(logit),
      })),
    ),
    calibrator,
  }
}

/** The diagnostic of a violated invariant, with the first node that differs. */
async function failure({ surface, models, span }: VerifyRequest, rows: RawRows, fault: Fault): Promise<Diagnostic> {
  const { between, ...at } = fault
  const node = between && (await firstDifference(models, between, rows, differs[between[0]]))
  return diagnostic('CTR7001', span, { surface, ...at, node, agree: between !== undefined && node === undefined })
}

const beyondTolerance: Differs = (a, b) => farthest(a, b).difference > logitTolerance

const differs: Readonly<Record<NonNullable<Fault['between']>[0], Differs>> = {
  unified: (a, b) => differentBits(a, b) !== undefined,
  pruned: beyondTolerance,
  served: beyondTolerance,
}
