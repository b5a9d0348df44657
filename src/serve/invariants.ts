import { type Output, outputName } from '../graph/outputs.ts'
import type { HostTensor } from '../graph/tensor.ts'
import type { ComparedGraph } from './compared-models.ts'
import { differentBits, farthest } from './differences.ts'
import type { RawRows } from './serving-feeds.ts'

/** docs/language.md, Serving: everything but the pruned graph is within this on the logit (relative where the logit is beyond 1). */
export const logitTolerance = 1e-5

/** An invariant that does not hold, and the two graphs whose nodes may show where. */
export interface Fault {
  readonly invariant: string
  readonly task: string
  readonly row: number
  readonly found: number
  readonly expected: number
  readonly between?: readonly [ComparedGraph, ComparedGraph]
}

/** Scores of one set of rows by all graphs of a surface, and what is known of them without a graph. */
export interface Scored {
  readonly surface: string
  readonly rows: RawRows
  readonly unified: ReadonlyMap<string, HostTensor>
  readonly pruned: ReadonlyMap<string, HostTensor>
  readonly served: ReadonlyMap<string, HostTensor>
  /** Some of the rows, by their positions, scored without the others. */
  readonly few: { readonly positions: readonly number[]; readonly values: ReadonlyMap<string, HostTensor> }
  /** What the served graph gives for inputs that contradict each other; undefined where the runtime refuses them. */
  readonly malformed: readonly {
    readonly what: string
    readonly status: number
    readonly values: ReadonlyMap<string, HostTensor> | undefined
  }[]
  /** What `status` should be. */
  readonly status: readonly number[]
  /** From a task's logit on a view to the calibrated one, in doubles. */
  readonly calibrator: (task: string, view: string) => (logit: number) => number
}

export interface Finding {
  readonly fault: Fault | undefined
  /** The largest difference measured. */
  readonly difference: number
}

export type Invariant = (scored: Scored, task: string) => Finding

/** Rows of one surface, weights as constants, the runtime's optimizations off: pruned scores equal unified ones. */
export const prunedEqualsUnified: Invariant = (scored, task) => {
  const [expected, found] = [logits(scored.unified, scored, task), logits(scored.pruned, scored, task)]
  const row = differentBits(expected, found)
  if (row === undefined) return { fault: undefined, difference: 0 }
  return {
    fault: {
      ...atRow('pruned scores equal unified scores bit for bit', task, row, found, expected),
      between: ['unified', 'pruned'],
    },
    difference: Math.abs(expected[row]! - found[row]!),
  }
}

/** A row has scores, or a status that gives the reason why not. */
export const statusGivesReason: Invariant = ({ served, status }, task) => {
  const [found, scores] = [integers(served, { kind: 'status' }), floats(served, { kind: 'probability', task })]
  const logit = floats(served, { kind: 'task_logit', task })
  const row = status.findIndex(
    (expected, at) =>
      found[at] !== expected || [scores, logit].some((each) => Number.isNaN(each[at]) !== (expected !== 0)),
  )
  if (row < 0) return { fault: undefined, difference: 0 }
  const invariant = 'a row has either a score or a status that gives the reason'
  return { fault: { invariant, task, row, found: found[row] ?? Number.NaN, expected: status[row]! }, difference: 0 }
}

/** Inputs that contradict each other have the status that reports it, and no score; or the runtime refuses them. */
export const malformedHasStatus: Invariant = ({ malformed }, task) => {
  for (const { what, status, values } of malformed) {
    if (values === undefined) continue
    const found = integers(values, { kind: 'status' })
    const scores = [floats(values, { kind: 'probability', task }), floats(values, { kind: 'task_logit', task })]
    const row = found.findIndex((each, at) => each !== status || scores.some((score) => !Number.isNaN(score[at])))
    if (row < 0) continue
    const invariant = `no row has a score where ${what}, and status gives the reason`
    return { fault: { invariant, task, row, found: found[row]!, expected: status }, difference: 0 }
  }
  return { fault: undefined, difference: 0 }
}

/** Optimized and grouped by its levels, a graph gives what it gave before. */
export const servedEqualsPruned: Invariant = (scored, task) => {
  const [expected, found] = [logits(scored.pruned, scored, task), floats(scored.served, { kind: 'task_logit', task })]
  const { row, difference } = farthest(found, expected, scoredRows(scored))
  const invariant = `served scores equal pruned scores within ${logitTolerance}`
  return over(difference, { ...atRow(invariant, task, row, found, expected), between: ['pruned', 'served'] })
}

/** Each row's score is its own. */
export const neighboursDoNotMatter: Invariant = ({ served, few, status }, task) => {
  const output = { kind: 'task_logit', task } as const
  const [all, found] = [floats(served, output), floats(few.values, output)]
  const expected = Float32Array.from(few.positions, (position) => all[position]!)
  const compared = [...few.positions.keys()].filter((at) => status[few.positions[at]!] === 0)
  const { row, difference } = farthest(found, expected, compared)
  const invariant = `the score of a row is independent of other rows within ${logitTolerance}`
  return over(difference, { ...atRow(invariant, task, row, found, expected), row: few.positions[row] ?? row })
}

/** The sigmoid of the logit as the calibrator of the row's view changes it, worked out in doubles. */
export const probabilityIsCalibrated: Invariant = (scored, task) => {
  const { rows, served, calibrator } = scored
  const [logit, found] = [floats(served, { kind: 'task_logit', task }), floats(served, { kind: 'probability', task })]
  const expected = logit.map((value, at) => {
    const calibrated = calibrator(task, rows.views[rows.rows[at]!] ?? '')
    return 1 / (1 + Math.exp(-calibrated(value)))
  })
  const { row, difference } = farthest(found, expected, scoredRows(scored))
  const invariant = `the probability is the sigmoid of the calibrated logit within ${logitTolerance}`
  return over(difference, atRow(invariant, task, row, found, expected))
}

const scoredRows = ({ status }: Scored): readonly number[] => [...status.keys()].filter((row) => status[row] === 0)

const over = (difference: number, fault: Fault): Finding => ({
  fault: difference > logitTolerance ? fault : undefined,
  difference,
})

const atRow = (invariant: string, task: string, row: number, found: Float32Array, expected: Float32Array): Fault => ({
  ...{ invariant, task, row },
  found: found[row] ?? Number.NaN,
  expected: expected[row] ?? Number.NaN,
})

export const logits = (values: ReadonlyMap<string, HostTensor>, { surface }: Pick<Scored, 'surface'>, task: string) =>
  floats(values, { kind: 'logit', task, surface })

function floats(values: ReadonlyMap<string, HostTensor>, output: Output): Float32Array {
  const name = outputName(output)
  const found = values.get(name)
  if (found?.dtype !== 'float32') throw new Error(`the graph gives no '${name}'`)
  return found.data
}

function integers(values: ReadonlyMap<string, HostTensor>, output: Output): readonly number[] {
  const name = outputName(output)
  const found = values.get(name)
  if (found?.dtype !== 'int64') throw new Error(`the graph gives no '${name}'`)
  return Array.from(found.data, Number)
}
