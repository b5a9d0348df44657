import { walkedLevel } from '../../graph/cost.ts'
import { type OpAttributes, type OpKind, type TableDeclaration, tableHeight } from '../../graph/graph.ts'
import { portName } from '../../graph/ports.ts'
import { resultName } from '../../graph/results.ts'
import type { SurfaceSet } from '../../graph/surfaces.ts'
import { opCost, otherTypes } from '../../graph/typed-op.ts'
import { sizeOf, type ValueType } from '../../graph/types.ts'
import type { Sink } from '../interpret/sink.ts'

/** Work and weights that some values depend on. */
export interface Cost {
  /** By level, of one group of its rows. */
  readonly multiplyAdds: ReadonlyMap<string, number>
  /** Numbers in parameters and in the tables that are read, all rows. */
  readonly parameters: number
}

interface Entry {
  readonly type: ValueType
  readonly inputs: readonly string[]
  /** Of a join: where each input comes from. */
  readonly parts: readonly SurfaceSet[] | undefined
  readonly level: string | undefined
  readonly multiplyAdds: number
  readonly weights: number
}

const source = { inputs: [], parts: undefined, level: undefined, multiplyAdds: 0, weights: 0 } as const

/**
 * Keeps the cost and the inputs of each op: no graph, but enough to compute what a surface's serving graph will cost
 * before any pass makes it cheaper. Dropout is no part of that graph, and of a join only the surface's own input is.
 */
export class CostSink implements Sink {
  private readonly entries = new Map<string, Entry>()
  private readonly tables: ReadonlyMap<string, TableDeclaration>

  constructor(tables: ReadonlyMap<string, TableDeclaration>) {
    this.tables = tables
  }

  op<K extends OpKind>(
    kind: K,
    inputs: readonly string[],
    attributes: OpAttributes[K],
    type: ValueType,
    path: string,
  ): string {
    const id = `${path}/${kind}/${this.entries.size}`
    const types = inputs.map((input) => this.entries.get(input)!.type)
    const isDropout = kind === 'dropout'
    this.entries.set(id, {
      type,
      inputs: isDropout ? inputs.slice(0, 1) : inputs,
      parts: 'parts' in attributes ? attributes.parts : undefined,
      level: walkedLevel(types, type),
      multiplyAdds: isDropout ? 0 : opCost({ id, kind, inputs, attributes, type }, types).multiplyAdds,
      weights: 0,
    })
    // The results behind the first cost nothing more.
    for (const [i, other] of (otherTypes(kind, types, attributes) ?? []).entries())
      this.entries.set(resultName(id, i + 1), { ...source, type: other, inputs: [id] })
    return id
  }

  input({ port }: OpAttributes['input'], type: ValueType): string {
    const table = port.kind === 'table' ? this.tables.get(port.table) : undefined
    const weights = table === undefined ? 0 : tableHeight(table) * table.dim
    return this.source(portName(port), type, weights)
  }

  parameter({ name, shape }: { readonly name: string; readonly shape: readonly number[] }): string {
    return this.source(`parameter/${name}`, { dtype: 'float32', shape, rows: { kind: 'none' } }, sizeOf(shape))
  }

  private source(id: string, type: ValueType, weights: number): string {
    this.entries.set(id, { ...source, type, weights })
    return id
  }

  /** What these values cost where `surface` alone runs. */
  costOf(values: readonly string[], surface: string): Cost {
    const reached = new Set<string>()
    const waiting = [...values]
    const multiplyAdds = new Map<string, number>()
    let parameters = 0
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const entry = this.entries.get(id)
      if (entry === undefined || reached.has(id)) continue
      reached.add(id)
      waiting.push(...entry.inputs.filter((_, i) => entry.parts?.[i]?.has(surface) ?? true))
      parameters += entry.weights
      if (entry.level !== undefined && entry.multiplyAdds > 0)
        multiplyAdds.set(entry.level, (multiplyAdds.get(entry.level) ?? 0) + entry.multiplyAdds)
    }
    return { multiplyAdds, parameters }
  }
}
