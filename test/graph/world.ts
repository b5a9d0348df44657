import { type Algebra, algebra } from '../../src/graph/algebra.ts'
import type { RootBuilder } from '../../src/graph/builder.ts'
import { createBuilder } from '../../src/graph/create-builder.ts'
import { referenceTensor } from '../../src/graph/evaluate-graph.ts'
import type { Graph, GraphOutput, ParameterDeclaration, TableDeclaration } from '../../src/graph/graph.ts'
import { LevelOrder } from '../../src/graph/levels.ts'
import { finalize } from '../../src/graph/mix.ts'
import type { Port } from '../../src/graph/ports.ts'
import { portName } from '../../src/graph/ports.ts'
import type { ReferenceTensor, RowEnvironment } from '../../src/graph/reference.ts'
import { type BatchRow, rowEnvironment } from '../../src/graph/row-environment.ts'
import { SurfaceSet } from '../../src/graph/surfaces.ts'
import { levelRows, noRows, type Rows, type Shape, sizeOf, tableRows } from '../../src/graph/types.ts'

export const levels = new LevelOrder([
  { name: 'user', by: ['user_id'], within: [] },
  { name: 'request', by: ['request_id'], within: ['user'] },
  { name: 'ad', by: ['pin_id'], within: [] },
  { name: 'candidate', by: [], within: ['request', 'ad'] },
])

export const surfaces = SurfaceSet.of(['home_feed', 'related_pins', 'search'])
export const on = (...names: readonly string[]): SurfaceSet => SurfaceSet.of(names)

/** Users of two requests, ads that return, three surfaces, one of them without a second row. */
export const batch: readonly BatchRow[] = [
  { surface: 'home_feed', groups: { user: 1, request: 1, ad: 1 } },
  { surface: 'home_feed', groups: { user: 1, request: 1, ad: 2 } },
  { surface: 'home_feed', groups: { user: 2, request: 3, ad: 1 } },
  { surface: 'home_feed', groups: { user: 1, request: 2, ad: 3 } },
  { surface: 'related_pins', groups: { user: 1, request: 9, ad: 1 } },
  { surface: 'search', groups: { user: 3, request: 4, ad: 1 } },
  { surface: 'search', groups: { user: 1, request: 5, ad: 2 } },
  { surface: 'search', groups: { user: 3, request: 4, ad: 2 } },
]

/** A small graph under construction together with feeds for its ports: what tests build and evaluate. */
export class World {
  readonly builder: RootBuilder
  readonly g: Algebra
  readonly feeds = new Map<string, ReferenceTensor>()
  readonly parameters: ParameterDeclaration[] = []
  readonly tables: TableDeclaration[] = []
  private readonly heights = new Map<string, number>()
  private readonly structure: RowEnvironment
  private draws = 0

  constructor(private readonly seed: number) {
    this.builder = createBuilder({ levels, surfaces })
    this.g = algebra(this.builder.scope('test'))
    this.structure = rowEnvironment(levels, batch, this.heights)
  }

  get rows(): RowEnvironment {
    return this.structure
  }

  /** Uniform in [0, 1). */
  random(): number {
    return finalize(finalize(this.draws++ ^ 0x5bd1e995) ^ this.seed) / 2 ** 32
  }

  integer(end: number): number {
    return Math.floor(this.random() * end)
  }

  /** Of size 0.1 to 1.6 and either sign, so that no kink at 0 is near. */
  signed = (): number => (this.random() < 0.5 ? -1 : 1) * (0.1 + 1.5 * this.random())
  positive = (): number => 0.1 + 1.5 * this.random()

  count(rows: Rows): number {
    if (rows.kind === 'none') return 1
    return rows.kind === 'level'
      ? this.structure.count(rows.level, rows.surfaces)
      : this.structure.tableRows(rows.table)
  }

  /** A differentiable source: a parameter where row-free, else a lookup in a table with one entry for each element's row. */
  value(shape: Shape, rows: Rows = noRows, draw: () => number = this.signed): string {
    const name = `x${this.parameters.length + this.tables.length}`
    if (rows.kind === 'none') {
      this.parameters.push({ name, shape, initial: { kind: 'zeros' } })
      return this.feed({ kind: 'parameter', parameter: name }, 'float32', shape, noRows, draw)
    }
    const height = this.count(rows)
    const dim = sizeOf(shape)
    const table = this.table(name, height, dim, draw)
    let row = 0
    const index = this.feed(
      { kind: 'encoded', feature: name, as: { kind: 'row', table: name } },
      'int32',
      [],
      rows,
      () => row++,
    )
    return this.g.reshape(this.g.lookup(table, index), shape)
  }

  table(name: string, height: number, dim: number, draw: () => number = this.signed): string {
    this.tables.push({ name, dim, rule: { kind: 'hash', rows: height - 1 }, initial: { kind: 'zeros' } })
    this.heights.set(name, height)
    return this.feed({ kind: 'table', table: name }, 'float32', [dim], tableRows(name), draw)
  }

  /** An input that nothing differentiates, fed with drawn numbers. */
  feed(port: Port, dtype: 'float32' | 'int32' | 'int64', shape: Shape, rows: Rows, draw: () => number): string {
    const type = { dtype, shape, rows }
    const size = this.count(rows) * sizeOf(shape)
    this.feeds.set(
      portName(port),
      referenceTensor(
        type,
        Array.from({ length: size }, () => draw()),
      ),
    )
    return this.g.input(port, type)
  }

  /** Words for a string port. */
  words(feature: string, rows: Rows, words: readonly string[]): string {
    const type = { dtype: 'string', shape: [], rows } as const
    this.feeds.set(feature, { type, rows: words.length, data: new Float64Array(words.length), strings: words })
    return this.g.input({ kind: 'feature', feature, part: 'value' }, type)
  }

  /** A value weighed by drawn numbers and summed to one: every element's gradient is another. */
  lossOf(value: string): string {
    const { shape, rows } = this.g.typeOf(value)
    const port: Port = { kind: 'hyper', name: 'weights_of_the_loss' }
    const weighed = this.g.mul(value, this.feed(port, 'float32', shape, rows, this.signed))
    const summed = this.g.sum(
      weighed,
      shape.map((_, axis) => axis),
    )
    return rows.kind === 'none' ? summed : this.g.total(summed)
  }

  graph(outputs: readonly GraphOutput[]): Graph {
    return this.builder.finish({ name: 'test', outputs, parameters: this.parameters, tables: this.tables })
  }
}

export const at = (level: string, ...names: readonly string[]): Rows =>
  levelRows(level, names.length > 0 ? on(...names) : surfaces)
