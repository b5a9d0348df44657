import { type Fits, withFits } from '../features/derived/fits.ts'
import type { DataSpec } from './model-spec.ts'

/**
 * The spec with what its derived features were fitted to: what computes them takes this one. Where the text is asked for (model/origins.ts), the spec as it
 * was resolved is.
 */
export const fittedSpec = <Spec extends DataSpec>(spec: Spec, fits: Fits): Spec => ({
  ...spec,
  features: withFits(spec.features, fits),
})
