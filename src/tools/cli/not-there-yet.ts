import { diagnostic } from '../../diagnostics/report.ts'
import type { Outcome } from './outcome.ts'

export const notThereYet = (what: string): Outcome => ({ diagnostics: [diagnostic('CTR9201', undefined, { what })] })
