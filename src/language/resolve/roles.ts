import type { Span } from '../../diagnostics/diagnostic.ts'
import type { Report } from '../../diagnostics/report.ts'
import { byKey } from '../../diagnostics/text-order.ts'
import { rawFeatures } from '../../features/derived/derivation.ts'
import { columnOf } from '../../model/feature.ts'
import type { LevelKey } from '../../model/level-key.ts'
import type { Dataset, Feature } from '../program.ts'
import type { Expression } from '../syntax/ast.ts'
import { expressionsIn } from './walk.ts'

interface Mention {
  readonly role: 'label' | 'outcome'
  /** `clicked` read by the label `click`. */
  readonly what: string
  readonly dataset: string
  readonly span: Span
}

/**
 * What labels or outcomes name can't be a feature (CTR1558) nor key a level (CTR1559): it is known only after the impression,
 * and a model that reads it is accurate only until it is served (label leakage).
 */
export function checkRoles(
  report: Report,
  datasets: ReadonlyMap<string, Dataset>,
  features: ReadonlyMap<string, Feature>,
  levelKeys: ReadonlyMap<string, LevelKey>,
): void {
  const mentions = new Map<string, Mention>()
  for (const dataset of datasets.values())
    for (const [column, mention] of mentionsIn(dataset)) if (!mentions.has(column)) mentions.set(column, mention)
  const readers = (column: string): readonly Feature[] =>
    [...features.values()].filter((feature) => feature.derivation === undefined && columnOf(feature) === column)
  const keys = new Set(
    [...levelKeys.keys()].map((key) => columnOf(features.get(key) ?? { name: key, column: undefined })),
  )
  for (const [name, mention] of [...mentions].sort(byKey)) {
    const { role, what, dataset, span } = mention
    const place = { message: `${what} of dataset '${dataset}'`, span }
    for (const feature of readers(name)) {
      const through = derivedFrom(feature, features).map((each) => ({
        message: `derived feature '${each.name}' reads it`,
        span: each.span,
      }))
      report('CTR1558', feature.span, { name, role, dataset }, { related: [place, ...through] })
    }
    if (keys.has(name)) report('CTR1559', span, { name, role, dataset })
  }
}

/** The features that are computed from one, directly or through others: they leak what it does. */
const derivedFrom = ({ name }: Feature, features: ReadonlyMap<string, Feature>): readonly Feature[] =>
  [...features.values()].filter(
    ({ derivation }) => derivation !== undefined && rawFeatures(derivation, features).includes(name),
  )

function* mentionsIn(dataset: Dataset): Generator<readonly [string, Mention]> {
  for (const { name, span } of dataset.outcomes)
    yield [name, { role: 'outcome', what: 'an outcome', dataset: dataset.name, span }]
  for (const [task, { all, bySurface }] of dataset.labels)
    for (const label of [all, ...bySurface.values()])
      for (const expression of label === undefined ? [] : namesIn(label.expression))
        yield [
          expression.name,
          { role: 'label', what: `read by the label ${task}`, dataset: dataset.name, span: expression.span },
        ]
}

const namesIn = (expression: Expression) => expressionsIn(expression).filter((each) => each.kind === 'name')
