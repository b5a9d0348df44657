import { DiagnosticError, diagnostic } from '../../diagnostics/report.ts'
import { outputName } from '../../graph/outputs.ts'
import type { Batch } from '../../rows/batch.ts'
import type { OpenDataset } from '../../rows/dataset.ts'
import type { Scorer } from '../../runtime/scorer.ts'
import type { Sample } from '../metrics/sample.ts'

/** Labelled rows of one task, in the dataset's stable order. */
export interface TaskRows extends Sample {
  readonly groups: Int32Array
  readonly surfaces: readonly string[]
  readonly views: readonly string[]
}

export interface ScoredRows {
  /** Rows of live surfaces, labelled or not. */
  readonly rows: number
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
): Promise<ScoredRows> {
  const collected = new Map(tasks.map((task) => [task, new Collector(task)]))
  let rows = 0
  for await (const batch of dataset.batches({ ...request, size: rowsAtOnce, order: 'stable' })) {
    rows += batch.rows
    const logits = await scorer.logits(batch.feeds(scorer.inputs))
    for (const collector of collected.values()) collector.add(batch, logits)
  }
  return { rows, tasks: new Map([...collected].map(([task, collector]) => [task, collector.rows()])) }
}

/** Numbers keys by first occurrence; every missing key gets a number of its own. */
class UserNumbers {
  private readonly numbers = new Map<string, number>()
  private next = 0
  of(key: string): number {
    if (key === '') return this.next++
    const known = this.numbers.get(key)
    if (known !== undefined) return known
    this.numbers.set(key, this.next)
    return this.next++
  }
}

class Collector {
  private readonly logits: number[] = []
  private readonly labels: number[] = []
  private readonly weights: number[] = []
  private readonly groups: number[] = []
  private readonly surfaces: string[] = []
  private readonly views: string[] = []
  private readonly users = new UserNumbers()
  constructor(private readonly task: string) {}

  add(batch: Batch, logits: ReadonlyMap<string, Float32Array>): void {
    const labels = batch.labels.get(this.task)
    if (labels === undefined) return
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
        this.logits.push(scores[i]!)
        this.labels.push(labels[row]!)
        this.weights.push(batch.weights[row]!)
        this.groups.push(this.users.of(batch.groupKeys[row]!))
        this.surfaces.push(surface)
        this.views.push(batch.views[row]!)
      }
      start += count
    }
  }

  rows(): TaskRows {
    return {
      logits: Float64Array.from(this.logits),
      labels: Uint8Array.from(this.labels),
      weights: Float64Array.from(this.weights),
      groups: Int32Array.from(this.groups),
      surfaces: this.surfaces,
      views: this.views,
    }
  }
}
