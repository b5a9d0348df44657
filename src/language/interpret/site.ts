import type { Span } from '../../diagnostics/diagnostic.ts'
import type { Scope } from './scope.ts'

/** The place in the program where something is evaluated. */
export interface Site {
  readonly scope: Scope
  /** Spec path of the place that gives its name: a let, an assignment, a predict. */
  readonly path: string
  /** True where the expression is the whole of that place, so that a module call takes its name. */
  readonly whole: boolean
}

export const nested = (site: Site): Site => (site.whole ? { ...site, whole: false } : site)

/** A site with the span of the current expression. */
export interface OpSite extends Site {
  readonly span: Span
}

export const at = (site: Site, span: Span): OpSite => ({ ...site, span })
