import type { Host } from '../host/host.ts'
import { during, type Progress } from '../host/progress.ts'
import type { BatchRequest } from './batch-request.ts'
import { rowColumns, rowReader } from './read-rows.ts'
import { RecordLayout } from './row-file/record-layout.ts'
import { RowFile } from './row-file/row-file.ts'
import { RowKeys } from './row-file/row-keys.ts'
import { keyColumns, orderSql } from './row-order.ts'
import { caseColumn, type RowPlan } from './row-plan.ts'

/** Rows that were read once and can be read again in an order, and how their records lie. */
export interface KeptRows {
  readonly file: RowFile
  readonly layout: RecordLayout
  /** Told of the work of ordering them. */
  readonly progress: Progress
}

/** Which rows are kept together: a condition, and the first of them where not all are wanted. */
export interface KeptRequest extends Pick<BatchRequest, 'order' | 'first'> {
  readonly conditions: string
}

/** Rows of a plan that were asked for, in temporary files from the first time on. */
export class RowKeeper {
  private readonly known = new Map<string, Promise<KeptRows>>()
  private readonly files: RowFile[] = []

  constructor(
    private readonly host: Host,
    private readonly plan: RowPlan,
  ) {}

  /** `expected`: how many there are, about. Errors: DuckDB's, HostError. */
  async rows(request: KeptRequest, expected: number): Promise<KeptRows> {
    const { conditions, order, first } = request
    const key = JSON.stringify([conditions, order === 'stable', first === undefined ? [] : [first, order]])
    const kept = this.known.get(key) ?? this.keep(request, expected)
    this.known.set(key, kept)
    return kept
  }

  /** Takes the files away. */
  close(): void {
    for (const file of this.files) file.close()
  }

  /** DuckDB hands rows out in whatever order they come. */
  private async keep(request: KeptRequest, expected: number): Promise<KeptRows> {
    const { host, plan } = this
    const stable = request.order === 'stable'
    const { lists, rest } = keyColumns(plan, stable ? 'stable' : 'any')
    const columns = rowColumns(plan)
    const sql = `SELECT ${[...columns, ...lists, rest].join(', ')} FROM ${rowsSql(plan, request)}`
    const keys = new RowKeys(host.scratchFile('ctrc-rows'), lists.length, stable)
    const layout = new RecordLayout(
      [...plan.labels.values()].map(({ kind }) => kind),
      plan.columns.map(({ spec }) => spec.reading.storage),
    )
    const file = new RowFile(layout, keys, () => host.scratchFile('ctrc-rows'), expected)
    this.files.push(file)
    const read = rowReader(plan)
    await during(host.progress, ['read-rows', expected || undefined], async (phase) => {
      for await (const chunk of plan.source.database.stream(sql)) {
        file.append(read(chunk), chunk, columns.length)
        phase.advance(chunk.rows)
      }
    })
    return { file, layout, progress: host.progress }
  }
}

function rowsSql(plan: RowPlan, { conditions, order, first }: KeptRequest): string {
  const rows = `SELECT * FROM ${plan.rows} WHERE ${conditions}`
  if (first === undefined) return inNoOrder(`(${rows}) AS rows`)
  return `(${rows} ORDER BY ${orderSql(plan, order)} LIMIT ${first}) AS rows`
}

/**
 * A table of the same rows, whose order DuckDB does not keep. To hand the rows of several threads out in the order of their files took 80 %
 * more processor time of the whole query. The setting that turns this off would have a LIMIT in the dataset's query take whichever
 * rows come first; a full join with no rows has no order to keep, and changes nothing else.
 */
const inNoOrder = (rows: string): string =>
  `${rows} FULL JOIN (SELECT -2 AS "ctrc no row" WHERE random() > 2) AS none ON rows.${caseColumn} = none."ctrc no row"`
