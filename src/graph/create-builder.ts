import { provedType } from './broadcast.ts'
import type { GraphBuilder, RootBuilder } from './builder.ts'
import { canonicalGraph } from './canonical.ts'
import type { Graph, Op, OpAttributes, OpKind } from './graph.ts'
import type { LevelOrder } from './levels.ts'
import { portName } from './ports.ts'
import { resultsOf } from './results.ts'
import type { SurfaceSet } from './surfaces.ts'
import { opType, otherTypes } from './typed-op.ts'
import { showType, type ValueType } from './types.ts'

/** The builder of a graph over these levels and surfaces. */
export function createBuilder(of: { readonly levels: LevelOrder; readonly surfaces: SurfaceSet }): RootBuilder {
  const ops: Op[] = []
  const types = new Map<string, ValueType>()
  const ordinals = new Map<string, number>()

  const typeOf = (value: string): ValueType => {
    const type = types.get(value)
    if (!type) throw new Error(`there is no value '${value}'`)
    return type
  }

  const freshName = (stem: string): string => {
    let ordinal = ordinals.get(stem) ?? 0
    let name = ordinal === 0 ? stem : `${stem}_${ordinal}`
    while (types.has(name)) name = `${stem}_${++ordinal}`
    ordinals.set(stem, ordinal + 1)
    return name
  }

  const append = (op: Op): string => {
    ops.push(op)
    for (const { name, type } of resultsOf(op)) types.set(name, type)
    return op.id
  }

  const scope = (path: string): GraphBuilder => ({
    ops,
    typeOf,
    add<K extends OpKind>(kind: K, inputs: readonly string[], attributes: OpAttributes[K], given?: ValueType): string {
      const port = 'port' in attributes ? portName(attributes.port) : undefined
      if (port !== undefined && types.has(port)) {
        if (given && showType(typeOf(port)) !== showType(given))
          throw new Error(`port '${port}' is ${showType(typeOf(port))} and ${showType(given)}`)
        return port
      }
      const stem = path === '' ? kind : `${path}/${kind}`
      const operands = inputs.map(typeOf)
      const type = provedType(opType(kind, operands, attributes, given), stem)
      const others = otherTypes(kind, operands, attributes)
      const id = port ?? freshName(stem)
      // TypeScript does not see that kind and attributes of one K make one member of the union Op.
      return append({ id, kind, inputs, attributes, type, ...(others && { others }) } as unknown as Op)
    },
  })

  return {
    ...scope(''),
    scope,
    keep: (op) => (types.has(op.id) ? op.id : append(op)),
    finish: (parts): Graph => canonicalGraph({ ...parts, ops, levels: of.levels, surfaces: of.surfaces }),
  }
}
