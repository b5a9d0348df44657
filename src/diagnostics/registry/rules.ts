import { entry } from '../entry.ts'

/** What a split is for, in the words of what would be wrong about it. */
const usesOf: Readonly<Record<string, string>> = {
  calibration: 'calibrators would be fitted on',
  validation: 'the best weights would be chosen by',
}

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
}
