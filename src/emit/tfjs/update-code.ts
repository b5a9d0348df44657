import { byName } from '../../diagnostics/text-order.ts'
import type { Graph, OpOf } from '../../graph/graph.ts'
import { portName } from '../../graph/ports.ts'
import { noRows, type ValueType } from '../../graph/types.ts'
import {
  hyperPort,
  type Optimizers,
  optimizerOf,
  ruleFor,
  slotPort,
  targets,
  valuePort,
} from '../../optimizers/chosen.ts'
import { clip } from '../../optimizers/clip.ts'
import { slotType, type Target, type UpdateRule } from '../../optimizers/define-optimizer.ts'
import type { StepNumber } from '../../optimizers/step-number.ts'
import { camelCase, member } from './javascript.ts'
import { type Formal, type LoweredFunction, loweredFunction } from './lowered-function.ts'
import type { RuntimeName } from './runtime/functions.ts'

/** A number of a step that the caller may give in the place of the spec's. */
export interface HyperNumber {
  /** As the module calls it. */
  readonly key: string
  /** The hyper port's name. */
  readonly port: string
  readonly number: StepNumber
}

/** A JavaScript function of the module. */
export interface FunctionText {
  readonly name: string
  readonly parameters: readonly string[]
  readonly code: LoweredFunction
}

/** How the values of one target are updated. */
export interface TargetCode {
  readonly target: Target
  readonly optimizer: string
  readonly slots: UpdateRule['slots']
  readonly hyper: readonly HyperNumber[]
  /** What the updates of a step share. Its results go by `scalarNames`. */
  readonly scalars: FunctionText
  readonly scalarNames: readonly string[]
  /** Values whose operations read the same share one function. */
  readonly updates: readonly FunctionText[]
}

/** A trained value: which function updates it, and the ports of its slots. */
export interface Move {
  readonly name: string
  readonly target: Target
  readonly update: string
  readonly slots: readonly string[]
}

/** The function that clips gradients: (gradients, inverse of the limit) -> gradients. */
export interface ClipText extends FunctionText {
  /** The dense parameters, whose gradients its results are. */
  readonly names: readonly string[]
}

export interface UpdateCode {
  readonly clip: ClipText
  readonly targets: readonly TargetCode[]
  readonly moves: readonly Move[]
  readonly called: ReadonlySet<RuntimeName>
}

const scalarType: ValueType = { dtype: 'float32', shape: [], rows: noRows }

/** Clipping and the optimizers' updates (src/optimizers) of the trained values, lowered from the same operations that the native train step runs. */
export function updateCode(graph: Graph, trained: readonly string[], optimizers: Optimizers): UpdateCode {
  const moves: Move[] = []
  const called = new Set<RuntimeName>()
  const codes = targets.map((target): TargetCode => {
    const { name: optimizer } = optimizerOf(optimizers, target)
    const rule = ruleFor(optimizers, target)
    const hyper = Object.entries(rule.hyper).map(([name, number]): HyperNumber => {
      const port = hyperPort(target, name).name
      return { key: camelCase(port), port, number }
    })
    const stem = camelCase(optimizer)
    const { scalars, scalarNames } = scalarsOf(graph, rule, hyper, `${stem}Scalars`)
    const updates = new Map<string, FunctionText>()
    for (const { name, of, type } of trainedInputs(graph, trained, target)) {
      const code = updateOf(graph, target, rule, scalarNames, of, type)
      const text = JSON.stringify(code)
      const ordinal = updates.size === 0 ? '' : `${updates.size + 1}`
      const update = updates.get(text) ?? { ...code, name: `${stem}Update${ordinal}` }
      updates.set(text, update)
      for (const each of update.code.called) called.add(each)
      moves.push({
        name,
        target,
        update: update.name,
        slots: rule.slots.map((slot) => portName(slotPort(target, of, slot.name))),
      })
    }
    for (const each of scalars.code.called) called.add(each)
    return { target, optimizer, slots: rule.slots, hyper, scalars, scalarNames, updates: [...updates.values()] }
  })
  const clip = clipOf(graph, trained)
  for (const each of clip.code.called) called.add(each)
  return { clip, targets: codes, moves, called }
}

function clipOf(graph: Graph, trained: readonly string[]): ClipText {
  const dense = trainedInputs(graph, trained, 'parameter')
  const gradients = dense.map(({ name, of, type }): Formal => {
    return { name: member('gradients', name), port: { kind: 'gradient', of: 'parameter', name: of }, type }
  })
  const inverse: Formal = { name: 'inverse', port: { kind: 'hyper', name: 'clip.inverse' }, type: scalarType }
  const code = loweredFunction(graph, [...gradients, inverse], (g, values) =>
    clip(g, values.slice(0, -1), values.at(-1) ?? ''),
  )
  return { name: 'clipped', parameters: ['gradients', 'inverse'], code, names: dense.map(({ name }) => name) }
}

function scalarsOf(
  graph: Graph,
  rule: UpdateRule,
  hyper: readonly HyperNumber[],
  name: string,
): Pick<TargetCode, 'scalars' | 'scalarNames'> {
  const formals = hyper.map(
    ({ key, port }): Formal => ({ name: key, port: { kind: 'hyper', name: port }, type: scalarType }),
  )
  let scalarNames: readonly string[] = []
  const code = loweredFunction(graph, formals, (g, values) => {
    const named = Object.keys(rule.hyper).map((each, i) => [each, values[i] ?? ''])
    const scalars = present(rule.scalars(g, Object.fromEntries(named)))
    scalarNames = scalars.map(([each]) => each)
    return scalars.map(([, value]) => value)
  })
  return {
    scalars: { name, parameters: [`{ ${formals.map((formal) => formal.name).join(', ')} }`], code },
    scalarNames,
  }
}

/** A function (value, slots, gradient, scalars) -> [value, ...slots]. */
function updateOf(
  graph: Graph,
  target: Target,
  rule: UpdateRule,
  scalarNames: readonly string[],
  of: string,
  type: ValueType,
): Omit<FunctionText, 'name'> {
  const slots = rule.slots.map(
    (slot): Formal => ({
      name: camelCase(slot.name),
      port: slotPort(target, of, slot.name),
      type: slotType(slot, type),
    }),
  )
  const scalars = scalarNames.map(
    (name): Formal => ({ name, port: { kind: 'hyper', name: `scalars.${name}` }, type: scalarType }),
  )
  const formals: readonly Formal[] = [
    { name: 'value', port: valuePort(target, of), type },
    { name: 'gradient', port: { kind: 'gradient', of: target, name: of }, type },
    ...slots,
    ...scalars,
  ]
  const code = loweredFunction(graph, formals, (g, [value = '', gradient = '', ...rest]) => {
    const next = rule.update(g, {
      value,
      gradient,
      slots: Object.fromEntries(rule.slots.map(({ name }, i) => [name, rest[i] ?? ''])),
      scalars: Object.fromEntries(scalarNames.map((name, i) => [name, rest[slots.length + i] ?? ''])),
    })
    return [next.value, ...rule.slots.map(({ name }) => next.slots[name] ?? '')]
  })
  const slotList = slots.map(({ name }) => name).join(', ')
  return { parameters: ['value', `[${slotList}]`, 'gradient', `{ ${scalarNames.join(', ')} }`], code }
}

const present = (record: Readonly<Record<string, string | undefined>>): readonly (readonly [string, string])[] =>
  Object.entries(record).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))

/** The trained values of a target: the name of the port, its own, its type. */
function trainedInputs(graph: Graph, trained: readonly string[], target: Target) {
  const inputs = graph.ops.filter((op): op is OpOf<'input'> => op.kind === 'input')
  return inputs
    .flatMap(({ attributes: { port }, type }) => {
      const name = portName(port)
      if (port.kind !== target || !trained.includes(name)) return []
      return [{ name, of: port.kind === 'table' ? port.table : port.parameter, type }]
    })
    .sort(byName)
}
