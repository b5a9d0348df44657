import { DiagnosticError, diagnostic } from '../../diagnostics/report.ts'
import { outputName } from '../../graph/outputs.ts'
import type { Phase } from '../../host/progress.ts'
import { isSoft, type Labels, type ScoredColumns } from '../../metrics/sample.ts'
import type { Batch } from '../../rows/batch.ts'
import type { OpenDataset } from '../../rows/dataset.ts'
import { GroupNumbers } from '../../rows/group-numbers.ts'
import { grown } from '../../rows/grown.ts'
import type { Scorer } from '../../runtime/scorer.ts'
import { Places } from './places.ts'

/** Labelled rows of one task, in the dataset's stable order; 11 bytes a row, 14 with soft labels, 8 more where rows have weights. */
export interface TaskRows extends ScoredColumns {
  readonly logits: Float32Array
  readonly groups: Int32Array
  /** Position of the row's surface and view in `places`. */
  readonly places: Uint16Array
}

export interface ScoredRows {
  /** Rows of live surfaces, labelled or not. */
  readonly rows: number
  /** One more than the largest group. */
  readonly groups: number
  readonly places: Places
  readonly tasks: ReadonlyMap<string, TaskRows>
}

export interface RowsRequest {
  readonly split?: string
  readonly where?: string
}

const rowsAtOnce = 4096

/**
 * Scores rows with the scorer's present weights: each task's labelled rows on the surfaces that predict it.
 * Groups are users (the coarsest level's key); a row without a key is a group of its own. Errors: CTR5012 for a score that is no number.
 */
export async function scoreRows(
  scorer: Pick<Scorer, 'inputs' | 'logits'>,
  dataset: OpenDataset,
  tasks: readonly string[],
  request: RowsRequest,
  phase?: Phase,
): Promise<ScoredRows> {
  const collected = new Map(tasks.map((task) => [task, new Collector(task)]))
  const numbers = new GroupNumbers()
  const places = new Places()
  let rows = 0
  for await (const batch of dataset.batches({ ...request, size: rowsAtOnce, order: 'stable' })) {
    rows += batch.rows
    const logits = await scorer.logits(batch.feeds(scorer.inputs))
    const groups = numbers.of(batch.groupKey, batch.rows)
    const placesOfRows = places.ofRows(batch)
    for (const collector of collected.values()) collector.add(batch, logits, groups, placesOfRows)
    phase?.advance(batch.rows)
  }
  return {
    rows,
    groups: numbers.count,
    places,
    tasks: new Map([...collected].map(([task, collector]) => [task, collector.rows()])),
  }
}

class Collector {
  private used = 0
  private logits = new Float32Array(0)
  private labels: Labels = new Uint8Array(0)
  private groups = new Int32Array(0)
  private places = new Uint16Array(0)
  /** Made at the first weight that is not 1. */
  private weights: Float64Array | undefined
  constructor(private readonly task: string) {}

  add(batch: Batch, logits: ReadonlyMap<string, Float32Array>, groups: Int32Array, places: Uint16Array): void {
    const labels = batch.labels.get(this.task)
    if (labels === undefined) return
    if (labels instanceof Float32Array && this.used === 0) this.labels = new Float32Array(0)
    this.makeRoom(batch.rows)
    let start = 0
    for (const surface of batch.surfaces) {
      const count = batch.bySurface.get(surface) ?? 0
      const scores = logits.get(outputName({ kind: 'logit', task: this.task, surface }))
      for (let i = 0; scores !== undefined && i < count; i++) {
        const row = start + i
        if (labels[row] === -1) continue
        if (!Number.isFinite(scores[i])) {
          throw new DiagnosticError([
            diagnostic('CTR5012', undefined, { task: this.task, surface, score: String(scores[i]) }),
          ])
        }
        this.logits[this.used] = scores[i]!
        this.labels[this.used] = labels[row]!
        this.groups[this.used] = groups[row]!
        this.places[this.used] = places[row]!
        this.weigh(batch.weights[row]!)
        this.used++
      }
      start += count
    }
  }

  rows(): TaskRows {
    return {
      logits: this.logits.subarray(0, this.used),
      labels: this.labels.subarray(0, this.used),
      weights: this.weights?.subarray(0, this.used),
      groups: this.groups.subarray(0, this.used),
      places: this.places.subarray(0, this.used),
    }
  }

  private makeRoom(rows: number): void {
    const length = this.used + rows
    this.logits = grown(this.logits, length, (n) => new Float32Array(n))
    this.labels = isSoft(this.labels)
      ? grown(this.labels, length, (n) => new Float32Array(n))
      : grown(this.labels, length, (n) => new Uint8Array(n))
    this.groups = grown(this.groups, length, (n) => new Int32Array(n))
    this.places = grown(this.places, length, (n) => new Uint16Array(n))
    if (this.weights !== undefined) this.weights = grown(this.weights, length, (n) => new Float64Array(n))
  }

  private weigh(weight: number): void {
    if (this.weights === undefined && weight === 1) return
    this.weights ??= new Float64Array(this.logits.length).fill(1, 0, this.used)
    this.weights[this.used] = weight
  }
}
