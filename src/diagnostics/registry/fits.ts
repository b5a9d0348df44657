import { entry } from '../entry.ts'
import { counted } from '../wording.ts'

/** CTR4070-CTR4089: what derived features are fitted to, infinite numbers and times, of rows and of records' steps. */
export const fitDiagnostics = {
  CTR4070: entry({
    title: 'nothing-to-fit',
    severity: 'error',
    message: (at: { feature: string; call: string; rows: number }) =>
      `'${at.feature}' is fitted on the training split, but none of its ${counted(at.rows, 'row')} there has a value for ${at.call}: ` +
      'does a join in the query find nothing? Otherwise leave the feature out',
  }),
  CTR4071: entry({
    title: 'constant-to-standardize',
    severity: 'error',
    message: (at: { feature: string; call: string; rows: number; value: string }) =>
      `'${at.feature}' has no deviation to divide by: what ${at.call} reads is ${at.value} or missing in all of ${counted(at.rows, 'row')} of the training split; ` +
      'leave the feature out, or read the number itself',
  }),
  CTR4072: entry({
    title: 'quantiles-of-one-value',
    severity: 'warning',
    message: (at: { feature: string; call: string; rows: number; value: string }) =>
      `all edges of ${at.call} are ${at.value}, which most of ${counted(at.rows, 'row')} of the training split have: '${at.feature}' is 0 below it and the ` +
      'last quantile from it on; bucket(x, [edges]) has edges of your own',
  }),
  CTR4073: entry({
    title: 'feature-not-fitted',
    severity: 'error',
    message: (at: { feature: string; call: string }) =>
      `'${at.feature}' fits ${at.call} on the training split, but the dataset has no split 'train'`,
  }),
  CTR4074: entry({
    title: 'infinite-number',
    severity: 'warning',
    message: (at: { feature: string; rows: number; example: string; remedy: string }) =>
      `'${at.feature}' is infinite in ${counted(at.rows, 'row')}, such as ${at.example}, which is read as missing; ${at.remedy}`,
  }),
  CTR4075: entry({
    title: 'time-of-another-unit',
    severity: 'warning',
    message: (at: { feature: string; rows: number; example: string; where: string; remedy: string }) =>
      `'${at.feature}' is a time in milliseconds since 1970; in ${counted(at.rows, 'row')} it lies ${at.where}, such as ${at.example}: is it in another unit? ${at.remedy}`,
  }),
  CTR4076: entry({
    title: 'infinite-time',
    severity: 'warning',
    message: (at: { feature: string; rows: number; example: string }) =>
      `'${at.feature}' is ${at.example} in ${counted(at.rows, 'row')}, which is no time, and is read as missing`,
  }),
  CTR4077: entry({
    title: 'step-after-the-impression',
    severity: 'error',
    message: (at: { field: string; time: string; rows: number; seconds: number }) =>
      `'${at.field}' has a step at the impression's time ('${at.time}') or after it in ${counted(at.rows, 'row')}, by up to ${at.seconds} s: ` +
      'the model would be told what is not known yet; leave such steps out in the query',
  }),
  CTR4078: entry({
    title: 'steps-out-of-order',
    severity: 'error',
    message: (at: { field: string; rows: number }) =>
      `the steps of '${at.field}' are not in order of time in ${counted(at.rows, 'row')}: the newest must be last, since the last ones are kept; sort them in the query`,
  }),
}
