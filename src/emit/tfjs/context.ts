import { exactNumber } from '../../graph/exact-number.ts'
import type { Op } from '../../graph/graph.ts'
import type { Port } from '../../graph/ports.ts'
import { resultsOf } from '../../graph/results.ts'
import type { ValueType } from '../../graph/types.ts'
import { alignedShape } from './alignment.ts'
import { numbers } from './javascript.ts'
import type { LoweringContext } from './lowering.ts'
import type { RuntimeName } from './runtime/functions.ts'

/** One operation as it stands in the module. */
export interface Statement {
  /** The op's path: statements of one path stand under one comment. */
  readonly path: string
  /** One for each result. */
  readonly identifiers: readonly string[]
  readonly expression: string
}

/** What the results of one expression are bound to. */
export const pattern = (identifiers: readonly string[]): string =>
  identifiers.length === 1 ? identifiers[0]! : `[${identifiers.join(', ')}]`

/** The value of the row machinery and of inputs: never a statement of its own. */
export const isInline = (op: Op): boolean =>
  op.kind === 'input' || (op.kind === 'constant' && op.type.shape.length === 0)

export const pathOf = (op: Op): string => op.id.slice(0, Math.max(0, op.id.lastIndexOf('/')))

/** What lowerings may read, for the operations of one function of the module. Runtime functions that they call are added to `called`. */
export const loweringContext =
  (of: {
    readonly find: (value: string) => Op
    readonly expressionOf: (value: string) => string
    readonly port: (port: Port, op: Op) => string
    readonly called: Set<RuntimeName>
  }) =>
  (op: Op): LoweringContext => {
    const named = (position: number): string => op.inputs[position] ?? `input ${position} of ${op.id}`
    const type = (position: number): ValueType => {
      const name = named(position)
      const maker = of.find(name)
      return resultsOf(maker).find((result) => result.name === name)?.type ?? maker.type
    }
    return {
      type,
      tensor: (position) => of.expressionOf(named(position)),
      aligned(position) {
        const operand = of.find(named(position))
        if (operand.kind === 'constant' && operand.type.shape.length === 0 && operand.type.dtype === 'float32')
          return exactNumber(operand.attributes.data[0] ?? 0)
        const shape = alignedShape(type(position), op.type)
        const text = of.expressionOf(named(position))
        return shape ? `tf.reshape(${text}, ${numbers(shape)})` : text
      },
      port: (port) => of.port(port, op),
      call(name, ...parameters) {
        of.called.add(name)
        return `${name}(${parameters.join(', ')})`
      },
    }
  }
