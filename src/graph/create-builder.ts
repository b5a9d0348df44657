import { provedType } from './broadcast.ts'
import type { GraphBuilder, RootBuilder } from './builder.ts'
import { canonicalGraph } from './canonical.ts'
import type { Graph, Op, OpAttributes, OpKind } from './graph.ts'
import type { LevelOrder } from './levels.ts'
import { portName } from './ports.ts'
import type { SurfaceSet } from './surfaces.ts'
import { opType } from './typed-op.ts'
import { showType, type ValueType } from './types.ts'

/** The builder of a graph over these levels and surfaces. */
export function createBuilder(of: { readonly levels: LevelOrder; readonly surfaces: SurfaceSet }): RootBuilder {
  const ops: Op[] = []
  const byId = new Map<string, Op>()
  const ordinals = new Map<string, number>()

  const typeOf = (value: string): ValueType => {
    const op = byId.get(value)
    if (!op) throw new Error(`there is no value '${value}'`)
    return op.type
  }

  const freshName = (stem: string): string => {
    let ordinal = ordinals.get(stem) ?? 0
    let name = ordinal === 0 ? stem : `${stem}_${ordinal}`
    while (byId.has(name)) name = `${stem}_${++ordinal}`
    ordinals.set(stem, ordinal + 1)
    return name
  }

  const append = (op: Op): string => {
    ops.push(op)
    byId.set(op.id, op)
    return op.id
  }

  const scope = (path: string): GraphBuilder => ({
    ops,
    typeOf,
    add<K extends OpKind>(kind: K, inputs: readonly string[], attributes: OpAttributes[K], given?: ValueType): string {
      const port = 'port' in attributes ? portName(attributes.port) : undefined
      if (port !== undefined && byId.has(port)) {
        if (given && showType(typeOf(port)) !== showType(given))
          throw new Error(`port '${port}' is ${showType(typeOf(port))} and ${showType(given)}`)
        return port
      }
      const stem = path === '' ? kind : `${path}/${kind}`
      const type = provedType(opType(kind, inputs.map(typeOf), attributes, given), stem)
      const id = port ?? freshName(stem)
      // TypeScript does not see that kind and attributes of one K make one member of the union Op.
      return append({ id, kind, inputs, attributes, type } as unknown as Op)
    },
  })

  return {
    ...scope(''),
    scope,
    keep: (op) => (byId.has(op.id) ? op.id : append(op)),
    finish: (parts): Graph => canonicalGraph({ ...parts, ops, levels: of.levels, surfaces: of.surfaces }),
  }
}
