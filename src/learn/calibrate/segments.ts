import type { Segment } from '../../calibrators/segment.ts'
import { calibratorNamed } from '../../calibrators/table.ts'
import type { Calibration as CalibrationPlan } from '../../model/calibration.ts'
import { type Calibrator, identity, type SegmentKind } from './calibration.ts'

/** Labelled rows of one task, all surfaces. */
export interface CalibrationRows extends Segment {
  /** Surface and view of each row. */
  readonly surfaces: readonly string[]
  readonly views: readonly string[]
}

export interface CalibratedView {
  readonly surface: string
  readonly view: string
  readonly calibrator: Calibrator
  /** The segment asked for had too few rows of a class, or its fit fell short. */
  readonly shortfall: Shortfall | undefined
  /** Of the segment asked for. */
  readonly found: { readonly positives: number; readonly negatives: number }
}

export type Shortfall = { readonly kind: 'thin' } | { readonly kind: 'fit'; readonly reason: string }

/**
 * A calibrator for every view of every surface. The first segment of `by`, then `otherwise` with at least `atLeast`
 * positives and as many negatives is fitted; identity where none has them. A segment is fitted once.
 */
export function calibrateViews(
  rows: CalibrationRows,
  plan: Pick<CalibrationPlan, 'method' | 'by' | 'atLeast' | 'otherwise'>,
  views: readonly { readonly surface: string; readonly view: string }[],
): readonly CalibratedView[] {
  const fitted = new Map<string, Fitted>()
  const fitOf = (kind: SegmentName, surface: string, view: string): Fitted => {
    const key = JSON.stringify([kind, kind === 'all' ? '' : surface, kind === 'view' ? view : ''])
    const known = fitted.get(key) ?? fitSegment(segmentOf(rows, kind, surface, view), kind, plan)
    fitted.set(key, known)
    return known
  }
  return views.map(({ surface, view }) => {
    const { positives, negatives } = fitOf(plan.by, surface, view)
    const found = { positives, negatives }
    for (const kind of [plan.by, ...plan.otherwise]) {
      const { calibrator, reason } = fitOf(kind, surface, view)
      if (calibrator === undefined) continue
      const shortfall = kind !== plan.by ? thin : reason === undefined ? undefined : ({ kind: 'fit', reason } as const)
      return { surface, view, calibrator, shortfall, found }
    }
    return { surface, view, calibrator: identity(plan.method), shortfall: thin, found }
  })
}

type SegmentName = Exclude<SegmentKind, 'identity'>

interface Fitted {
  readonly positives: number
  readonly negatives: number
  /** Undefined where the segment is thin. */
  readonly calibrator: Calibrator | undefined
  /** Why the fit fell short, where it did. */
  readonly reason: string | undefined
}

const thin: Shortfall = { kind: 'thin' }

function fitSegment(
  segment: Segment,
  from: SegmentName,
  { method, atLeast }: Pick<CalibrationPlan, 'method' | 'atLeast'>,
): Fitted {
  const positives = segment.labels.reduce((sum, label) => sum + label, 0)
  const negatives = segment.labels.length - positives
  if (Math.min(positives, negatives) < Math.max(1, atLeast)) {
    return { positives, negatives, calibrator: undefined, reason: undefined }
  }
  const { values, shortfall } = calibratorNamed(method).fit(segment)
  const rounded = Object.entries(values).map(([name, value]) => [name, Math.fround(value)])
  return {
    positives,
    negatives,
    calibrator: { method, values: Object.fromEntries(rounded), from, positives, negatives },
    reason: shortfall,
  }
}

function segmentOf(rows: CalibrationRows, kind: SegmentName, surface: string, view: string): Segment {
  if (kind === 'all') return rows
  const members: number[] = []
  for (let row = 0; row < rows.labels.length; row++) {
    if (rows.surfaces[row] === surface && (kind === 'surface' || rows.views[row] === view)) members.push(row)
  }
  return {
    logits: Float64Array.from(members, (row) => rows.logits[row]!),
    labels: Uint8Array.from(members, (row) => rows.labels[row]!),
    weights: Float64Array.from(members, (row) => rows.weights[row]!),
  }
}
