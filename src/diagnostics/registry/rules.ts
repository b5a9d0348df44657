import { entry } from '../entry.ts'
import { counted } from '../wording.ts'

/** What a split is for, in the words of what would be wrong about it. */
const usesOf: Readonly<Record<string, string>> = {
  calibration: 'calibrators would be fitted on',
  validation: 'the best weights would be chosen by',
}

const inMillions = (count: number): string => (count / 1e6).toFixed(count < 1e8 ? 2 : 0)

/** CTR1650-CTR1699: declarations that contradict each other. CTR2100-CTR2199: what a program has and does not need. */
export const ruleDiagnostics = {
  CTR1650: entry({
    title: 'table-of-different-ids',
    severity: 'error',
    message: (at: { table: string; first: string; space: string; other: string; otherSpace: string }) =>
      `table '${at.table}' is looked up by ${at.space} of '${at.first}' and by ${at.otherSpace} of '${at.other}', which count differently: a row would mean two things`,
  }),
  CTR1651: entry({
    title: 'split-within-split',
    severity: 'error',
    message: (at: { inner: string; outer: string; dataset: string }) =>
      at.outer === 'train'
        ? `each row of split '${at.inner}' of dataset '${at.dataset}' is also in 'train': ${usesOf[at.inner] ?? 'metrics would be measured on'} rows that the weights are trained on`
        : `each row of split '${at.inner}' of dataset '${at.dataset}' is also in '${at.outer}': a row may be in one split only`,
  }),

  CTR1652: entry({
    title: 'file-not-imported',
    severity: 'error',
    message: (at: { names: readonly string[]; file: string; model: string | undefined }) =>
      at.model === undefined
        ? `${at.names.map((name) => `'${name}'`).join(', ')} ${at.names.length === 1 ? 'is' : 'are'} declared in '${at.file}', which this program does not import`
        : `towers of '${at.model}' are declared in '${at.file}', which this program does not import: their surfaces have no prediction`,
  }),
  CTR2100: entry({
    title: 'unused-feature',
    severity: 'warning',
    message: (at: { features: readonly string[] }) =>
      `${at.features.map((name) => `'${name}'`).join(', ')} ${at.features.length === 1 ? 'is' : 'are'} declared, and no code, level key or derived feature reads ${at.features.length === 1 ? 'it' : 'them'}`,
  }),
  CTR2101: entry({
    title: 'unused-table',
    severity: 'warning',
    message: (at: { table: string }) => `no feature is looked up in table '${at.table}'`,
  }),
  CTR2102: entry({
    title: 'duplicate-feature',
    severity: 'warning',
    message: (at: { name: string; earlier: string }) =>
      `'${at.name}' is '${at.earlier}' by another name: it reads the same with the same clauses`,
  }),
  CTR2103: entry({
    title: 'equal-towers',
    severity: 'warning',
    message: (at: { surfaces: readonly string[]; parent: string }) =>
      `the towers of ${at.surfaces.join(', ')} are equal but for their names; 'tower each surface of ${at.parent} { ... }' is one text for them, with the same parameters`,
  }),
  CTR2104: entry({
    title: 'table-dwarfs-model',
    severity: 'warning',
    message: (at: { table: string; size: number; others: number; model: string }) =>
      `table '${at.table}' has ${inMillions(at.size)} million numbers, ${(at.size / 250_000_000).toFixed(1)} GB, and all else of model '${at.model}' ${inMillions(at.others)} million`,
  }),
  CTR2105: entry({
    title: 'list-longer-than-kept',
    severity: 'information',
    message: (at: { feature: string; length: number; rows: number; of: number; longest: number }) =>
      `'${at.feature}' keeps the last ${at.length} elements, and ${counted(at.rows, 'row')} of ${at.of} have more, up to ${at.longest}: the model never reads what is older`,
  }),
  CTR2106: entry({
    title: 'declared-on-fewer-surfaces',
    severity: 'warning',
    message: (at: { feature: string; declared: readonly string[]; surface: string; rows: number; of: number }) =>
      `'${at.feature}' is declared on ${at.declared.join(', ')} and read on ${at.surface} as a constant, but ${counted(at.rows, 'row')} of ${at.of} there have a value of it`,
  }),
}
