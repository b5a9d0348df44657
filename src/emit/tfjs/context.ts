import { exactNumber } from '../../graph/exact-number.ts'
import type { Op } from '../../graph/graph.ts'
import type { Port } from '../../graph/ports.ts'
import { alignedShape } from './alignment.ts'
import { numbers } from './javascript.ts'
import type { LoweringContext } from './lowering.ts'
import type { RuntimeName } from './runtime/functions.ts'

/** One operation as it stands in the module. */
export interface Statement {
  /** The op's path: statements of one path stand under one comment. */
  readonly path: string
  readonly identifier: string
  readonly expression: string
}

/** The value of the row machinery and of inputs: never a statement of its own. */
export const isInline = (op: Op): boolean =>
  op.kind === 'input' || (op.kind === 'constant' && op.type.shape.length === 0)

export const pathOf = (op: Op): string => op.id.slice(0, Math.max(0, op.id.lastIndexOf('/')))

/** What lowerings may ask, for the operations of one function of the module. Runtime functions that they call are added to `called`. */
export const loweringContext =
  (of: {
    readonly find: (value: string) => Op
    readonly expressionOf: (value: string) => string
    readonly port: (port: Port, op: Op) => string
    readonly called: Set<RuntimeName>
  }) =>
  (op: Op): LoweringContext => {
    const input = (position: number): Op => of.find(op.inputs[position] ?? `input ${position} of ${op.id}`)
    return {
      type: (position) => input(position).type,
      tensor: (position) => of.expressionOf(input(position).id),
      aligned(position) {
        const operand = input(position)
        if (operand.kind === 'constant' && operand.type.shape.length === 0 && operand.type.dtype === 'float32')
          return exactNumber(operand.attributes.data[0] ?? 0)
        const shape = alignedShape(operand.type, op.type)
        const text = of.expressionOf(operand.id)
        return shape ? `tf.reshape(${text}, ${numbers(shape)})` : text
      },
      port: (port) => of.port(port, op),
      call(name, ...parameters) {
        of.called.add(name)
        return `${name}(${parameters.join(', ')})`
      },
    }
  }
