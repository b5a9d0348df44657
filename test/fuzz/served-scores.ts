import { rawFeed } from '../../src/features/raw-feeds.ts'
import type { HostTensor } from '../../src/graph/tensor.ts'
import { applied } from '../../src/learn/calibrate/calibration.ts'
import type { RawRows } from '../../src/serve/serving-feeds.ts'
import { type FuzzedSurface, floatsOf } from './serving-models.ts'

/** What a graph gave for a batch. */
export interface Served {
  readonly status: readonly number[]
  readonly logits: ReadonlyMap<string, Float32Array>
  readonly probabilities: ReadonlyMap<string, Float32Array>
}

/** Inputs by name, as a caller who has read the manifest sends them. */
export const feedsOf = (
  { exported: { manifest } }: FuzzedSurface,
  { raw, rows, views }: RawRows,
): Map<string, HostTensor> =>
  new Map(
    manifest.inputs.map(({ name, feature, role, shape }): [string, HostTensor] => {
      if (role === 'view')
        return [name, { dtype: 'string', dims: [rows.length], data: Array.from(rows, (row) => views[row]!) }]
      const column = raw.columns.get(feature)
      if (column === undefined) throw new Error(`there is no '${feature}'`)
      const perRow = shape.slice(1).map((size) => (typeof size === 'number' ? size : 1))
      return [name, rawFeed(column, role === 'length' ? 'length' : 'value', rows, perRow)]
    }),
  )

export async function scored(surface: FuzzedSurface, feeds: ReadonlyMap<string, HostTensor>): Promise<Served> {
  const outputs = await surface.exported.session.run(feeds)
  const status = outputs.get('status')
  if (status?.dtype !== 'int64') throw new Error('there is no status')
  return {
    status: Array.from(status.data, Number),
    logits: new Map(surface.tasks.map((task) => [task, floatsOf(outputs.get(`${task}.logit`))])),
    probabilities: new Map(surface.tasks.map((task) => [task, floatsOf(outputs.get(task))])),
  }
}

/** What is due for rows whose features are their own: log-odds by the host's path, statuses by the manifest and the documented order. */
export async function due(surface: FuzzedSurface, rows: RawRows): Promise<Served> {
  const logits = await surface.hostLogits(rows)
  const { manifest } = surface.exported
  const required = manifest.inputs.filter(
    (input) =>
      input.role === 'feature' &&
      input.default === undefined &&
      input.element === undefined &&
      isNumber(surface, input.feature),
  )
  const views = manifest.inputs.find(({ role }) => role === 'view')?.views
  const calibrated = new Map(
    surface.tasks.map((task) => [
      task,
      logits.get(task)!.map((logit, row) => applied(surface.calibrator(task, viewOf(views, rows, row)))(logit)),
    ]),
  )
  const status = Array.from(rows.rows, (row) => {
    if (required.some(({ feature, sentinel }) => lacks(surface, rows, feature, row, sentinel))) return 1
    if (views !== undefined && !views.includes(rows.views[row]!)) return 2
    const all = surface.tasks.map((task) => logits.get(task)![row]!)
    if (all.some(Number.isNaN)) return 3
    return surface.tasks.some((task) => !Number.isFinite(calibrated.get(task)![row]!)) ? 4 : 0
  })
  const probabilities = new Map(
    [...calibrated].map(([task, values]) => [task, values.map((z) => 1 / (1 + Math.exp(-z)))]),
  )
  return { status, logits, probabilities }
}

/** A graph that is not told the view has one: which, no row shows. */
const viewOf = (views: readonly string[] | undefined, rows: RawRows, row: number): string =>
  views === undefined ? 'default' : rows.views[row]!

const isNumber = ({ model }: FuzzedSurface, feature: string): boolean =>
  ['int', 'float', 'bool', 'vector'].includes(model.spec.features.get(feature)?.type.kind ?? '')

function lacks(
  { model }: FuzzedSurface,
  { raw }: RawRows,
  feature: string,
  row: number,
  sentinel: number | string | undefined,
): boolean {
  const column = raw.columns.get(feature)
  const marker = typeof sentinel === 'number' ? sentinel : undefined
  if (column?.kind === 'float')
    return column.values
      .subarray(row * column.size, (row + 1) * column.size)
      .some((value) => !Number.isFinite(value) || (marker !== undefined && value === Math.fround(marker)))
  if (column?.kind === 'int64')
    return column.values[row] === -(2n ** 63n) || (marker !== undefined && column.values[row] === BigInt(marker))
  throw new Error(`'${feature}' of ${model.spec.name} is no number`)
}
