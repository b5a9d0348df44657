import type { Span } from '../../diagnostics/diagnostic.ts'
import type { SurfaceSet } from '../../graph/surfaces.ts'

/** A step between a feature and the place that reads it: a `let` it went through, a module it came out of. */
export interface Step {
  readonly message: string
  readonly span: Span
}

/** A feature that a value is made of, with the path by which it was reached. What limits a value's surfaces or level is found among these. */
export interface Source {
  readonly feature: string
  readonly level: string
  /** Undefined: every surface. */
  readonly surfaces: SurfaceSet | undefined
  readonly declared: Span
  /** Where it is read, then outwards. */
  readonly trail: readonly Step[]
}

const longestTrail = 12

/**
 * The features that a value is made of. Every value has them and diagnostics alone ask which they are, so they are found then: a value keeps
 * those of its operands. Otherwise each `let` over a thousand features would copy a thousand trails.
 */
export class Sources {
  static readonly none = new Sources([], undefined, new Map())

  private constructor(
    private parts: readonly Sources[],
    private readonly step: Step | undefined,
    private known: ReadonlyMap<string, Source> | undefined,
  ) {}

  static of(sources: readonly Source[]): Sources {
    if (sources.length === 0) return Sources.none
    return new Sources([], undefined, new Map(sources.map((source) => [source.feature, source])))
  }

  /** Those of all; of several paths to a feature, the first. */
  static merged(all: readonly Sources[]): Sources {
    const parts = new Set(all.filter((each) => each !== Sources.none))
    const [only] = parts
    return only === undefined || parts.size === 1
      ? (only ?? Sources.none)
      : new Sources([...parts], undefined, undefined)
  }

  /** One step further from their features. */
  after(step: Step): Sources {
    return this === Sources.none ? this : new Sources([this], step, undefined)
  }

  /** Each feature once, in the order in which they were reached. */
  get all(): readonly Source[] {
    // A value may have come through more steps than a stack has room for.
    const left: Sources[] = [this]
    for (let each = left.at(-1); each !== undefined; each = left.at(-1)) {
      const unknown = each.parts.filter((part) => part.known === undefined)
      if (each.known === undefined && unknown.length > 0) left.push(...unknown)
      else {
        each.find()
        left.pop()
      }
    }
    return [...(this.known?.values() ?? [])]
  }

  private find(): void {
    if (this.known !== undefined) return
    const found = new Map<string, Source>()
    for (const part of this.parts)
      for (const [feature, source] of part.known ?? [])
        if (!found.has(feature)) found.set(feature, this.stepped(source))
    this.known = found
    this.parts = []
  }

  private stepped(source: Source): Source {
    const { step } = this
    return step === undefined || source.trail.length >= longestTrail
      ? source
      : { ...source, trail: [...source.trail, step] }
  }
}
