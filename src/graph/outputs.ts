import { type Port, portName } from './ports.ts'

/** What a graph gives to the outside, typed: the counterpart of `Port`. */
export type Output =
  /** Log-odds before calibration, float32 [] for each row of the surface. */
  | { readonly kind: 'logit'; readonly task: string; readonly surface: string }
  /** Of a serving graph: the calibrated probability of a task. */
  | { readonly kind: 'probability'; readonly task: string }
  /** Of a serving graph: a task's log-odds before calibration. */
  | { readonly kind: 'task_logit'; readonly task: string }
  /** Of a serving graph: why a row has no score, int64. */
  | { readonly kind: 'status' }
  /** The weighted sum of the tasks' losses, float32 [], row-free. */
  | { readonly kind: 'loss' }
  /** One task's loss before its weight, float32 [], row-free. */
  | { readonly kind: 'task_loss'; readonly task: string }
  /** Gradient of `loss` with respect to a parameter or a table's rows; the type of its port. */
  | { readonly kind: 'gradient'; readonly of: Port }
  /** The next value of a parameter, a table's rows or an optimizer's slot; the type of its port. */
  | { readonly kind: 'update'; readonly of: Port }
  /** Any value under a name of its own: for tests, and for looking into a graph. */
  | { readonly kind: 'value'; readonly name: string }

/** The one name of an output, used by every emitter and by readers of an engine's results. */
export function outputName(output: Output): string {
  switch (output.kind) {
    case 'logit':
      return `logit/${output.task}/${output.surface}`
    case 'probability':
      return output.task
    case 'task_logit':
      return `${output.task}.logit`
    case 'status':
      return 'status'
    case 'loss':
      return 'loss'
    case 'task_loss':
      return `loss/${output.task}`
    case 'gradient':
      return `gradient/${portName(output.of)}`
    case 'update':
      return `update/${portName(output.of)}`
    case 'value':
      return output.name
  }
}

/** Narrows a list of outputs to those of some kinds. */
export const isOutput =
  <K extends Output['kind']>(...kinds: readonly K[]) =>
  <T extends Output>(output: T): output is Extract<T, { readonly kind: K }> =>
    kinds.some((kind) => kind === output.kind)
