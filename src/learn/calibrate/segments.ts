import type { Segment } from '../../calibrators/segment.ts'
import { calibratorNamed } from '../../calibrators/table.ts'
import { emptyLabels } from '../../metrics/sample.ts'
import type { Calibration as CalibrationPlan } from '../../model/calibration.ts'
import type { Place } from '../train/places.ts'
import type { TaskRows } from '../train/score-rows.ts'
import { type Calibrator, identity, type SegmentKind } from './calibration.ts'

/** Labelled rows of one task, all surfaces: their position in `places` gives where each was shown. */
export type CalibrationRows = Pick<TaskRows, 'logits' | 'labels' | 'weights' | 'places'>

export interface CalibratedView {
  readonly surface: string
  readonly view: string
  readonly calibrator: Calibrator
  /** The requested segment had too few rows of a class, or its fit did not converge. */
  readonly shortfall: Shortfall | undefined
  /** Of the requested segment. */
  readonly found: { readonly positives: number; readonly negatives: number }
}

export type Shortfall = { readonly kind: 'thin' } | { readonly kind: 'fit'; readonly reason: string }

/**
 * A calibrator for every view of every surface. The first segment of `by`, then `otherwise` with at least `atLeast`
 * positives and as many negatives is fitted; identity where none has them. A segment is fitted once.
 */
export async function calibrateViews(
  rows: CalibrationRows,
  places: readonly Place[],
  plan: Pick<CalibrationPlan, 'method' | 'by' | 'atLeast' | 'otherwise'>,
  views: readonly { readonly surface: string; readonly view: string }[],
): Promise<readonly CalibratedView[]> {
  const fitted = new Map<string, Fitted>()
  const fitOf = async (kind: SegmentName, surface: string, view: string): Promise<Fitted> => {
    const key = JSON.stringify([kind, kind === 'all' ? '' : surface, kind === 'view' ? view : ''])
    const known = fitted.get(key) ?? (await fitSegment(segmentOf(rows, places, kind, surface, view), kind, plan))
    fitted.set(key, known)
    return known
  }
  const calibrated = async ({ surface, view }: (typeof views)[number]): Promise<CalibratedView> => {
    const { positives, negatives } = await fitOf(plan.by, surface, view)
    const found = { positives, negatives }
    for (const kind of [plan.by, ...plan.otherwise]) {
      const { calibrator, reason } = await fitOf(kind, surface, view)
      if (calibrator === undefined) continue
      const shortfall = kind !== plan.by ? thin : reason === undefined ? undefined : ({ kind: 'fit', reason } as const)
      return { surface, view, calibrator, shortfall, found }
    }
    return { surface, view, calibrator: identity(plan.method), shortfall: thin, found }
  }
  const found: CalibratedView[] = []
  for (const each of views) found.push(await calibrated(each))
  return found
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

async function fitSegment(
  segment: Segment,
  from: SegmentName,
  { method, atLeast }: Pick<CalibrationPlan, 'method' | 'atLeast'>,
): Promise<Fitted> {
  // Of soft labels: as many as they add up to.
  const positives = Math.round(Array.from(segment.labels).reduce((sum, label) => sum + label, 0))
  const negatives = segment.labels.length - positives
  if (Math.min(positives, negatives) < Math.max(1, atLeast)) {
    return { positives, negatives, calibrator: undefined, reason: undefined }
  }
  const { values, shortfall } = await calibratorNamed(method).fit(segment)
  const rounded = Object.entries(values).map(([name, value]) => [name, Math.fround(value)])
  return {
    positives,
    negatives,
    calibrator: { method, values: Object.fromEntries(rounded), from, positives, negatives },
    reason: shortfall,
  }
}

function segmentOf(
  { logits, labels, weights, places: placeOfRow }: CalibrationRows,
  places: readonly Place[],
  kind: SegmentName,
  surface: string,
  view: string,
): Segment {
  const member = Uint8Array.from(places, (place) => (isIn(place, kind, surface, view) ? 1 : 0))
  let count = 0
  for (const place of placeOfRow) count += member[place]!
  const segment = {
    logits: new Float64Array(count),
    labels: emptyLabels(labels, count),
    weights: new Float64Array(count),
  }
  let used = 0
  for (let row = 0; row < placeOfRow.length; row++) {
    if (member[placeOfRow[row]!] === 0) continue
    segment.logits[used] = logits[row]!
    segment.labels[used] = labels[row]!
    segment.weights[used] = weights === undefined ? 1 : weights[row]!
    used++
  }
  return segment
}

function isIn(place: Place, kind: SegmentName, surface: string, view: string): boolean {
  switch (kind) {
    case 'all':
      return true
    case 'surface':
      return place.surface === surface
    case 'view':
      return place.surface === surface && place.view === view
  }
}
