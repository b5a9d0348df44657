import type { Diagnostic, Related, Span } from '../../diagnostics/diagnostic.ts'
import { nearest } from '../../diagnostics/nearest.ts'
import type { DiagnosticArguments, DiagnosticCode } from '../../diagnostics/registry.ts'
import { type DiagnosticExtras, diagnostic, hasErrors, newReport } from '../../diagnostics/report.ts'
import type { Initial, ParameterDeclaration } from '../../graph/graph.ts'
import type { SurfaceSet } from '../../graph/surfaces.ts'
import { noRows, type Shape, sizeOf } from '../../graph/types.ts'
import type { Model, SourceProgram } from '../program.ts'
import type { Expression } from '../syntax/ast.ts'
import { Renames } from './renames.ts'
import type { Sink } from './sink.ts'
import type { OpSite, Site } from './site.ts'
import { Sources } from './sources.ts'
import { poison, type Tensor, type Value } from './values.ts'

/** A module call under way. */
export interface Frame {
  readonly module: string
  /** Where the module is declared. */
  readonly file: string
  readonly call: Span
  /** Of a module that is called through a parameter: the argument that passed it. */
  readonly passed: Span | undefined
  /** Walked for each entry of a keyed argument. */
  readonly isPerKey: boolean
}

/** Far more than any model has: specs of this project take some thousands. */
const mostWork = 500_000

/** Expressions and blocks within one another, through all calls: the reference specs reach some twenty. */
const mostDepth = 400

/** Diagnostics after which no near name is looked for. */
const mostSuggestions = 200

const isLibrary = (file: string): boolean => file.startsWith('ctr:')

/** The walk over expressions: passed in, since every form of expression calls back into it. */
export type Evaluate = (interpreter: Interpreter, expression: Expression, site: Site) => Value

/**
 * State of one walk through a model: what runs, where ops go, what has been reported.
 * Diagnostics are values: an error gives poison, and poison reports nothing further.
 */
export class Interpreter {
  private found = newReport()
  private readonly frames: Frame[] = []
  private readonly parameters = new Map<string, Span>()
  /** Those that several places read, by name. */
  private readonly shared = new Map<string, Tensor>()
  /** Pairs of places whose parameters clash: a call with a matrix and a bias is one error, not two. */
  private readonly clashes = new Set<string>()
  private readonly renames = new Renames()
  private work = 0
  private size = 0
  private depth = 0
  private isTooDeep = false
  private readonly calls = new Map<string, number>()

  constructor(
    readonly program: SourceProgram,
    readonly model: Model,
    /** Surfaces of this walk: the live ones, or one staged surface. */
    readonly surfaces: SurfaceSet,
    readonly sink: Sink,
    private readonly walk: Evaluate,
    /** A module alone, of unknown arguments: conditions and counts may be poison, and what depends on them is walked all the same. */
    readonly isAlone = false,
  ) {}

  evaluate(expression: Expression, site: Site): Value {
    if (this.isExhausted) return poison
    this.work++
    if (this.isExhausted)
      this.report('CTR3026', expression.span, {
        what: 'the number of expressions that loops and modules unroll to',
        found: this.work,
        limit: mostWork,
      })
    if (!this.enter()) return poison
    try {
      return this.walk(this, expression, site)
    } finally {
      this.leave(expression.span)
    }
  }

  /**
   * Runs what lies one expression or block deeper; undefined, after CTR3026, where modules in modules lie deeper than the stack of any engine
   * bears. Each module's own nesting is bounded by the parser, which does not see their calls.
   */
  deeper<T>(span: Span, run: () => T): T | undefined {
    if (!this.enter()) return undefined
    try {
      return run()
    } finally {
      this.leave(span)
    }
  }

  private enter(): boolean {
    this.isTooDeep ||= this.depth >= mostDepth
    if (this.depth >= mostDepth) return false
    this.depth++
    return true
  }

  /** What was too deep is reported where the outermost expression stands: a way of so many calls is read by nobody. */
  private leave(span: Span): void {
    this.depth--
    if (this.depth === 0 && this.isTooDeep) this.reportDepth(span)
  }

  private reportDepth(span: Span): void {
    this.isTooDeep = false
    this.report('CTR3026', span, {
      what: 'the number of expressions and blocks in one another, through all module calls,',
      found: mostDepth + 1,
      limit: mostDepth,
    })
  }

  /** Loops in loops, or modules that call modules twice, would otherwise run until memory is exhausted. */
  get isExhausted(): boolean {
    return this.work > mostWork
  }

  /** How many parameters have been made: what a call adds to it has parameters. */
  get parameterCount(): number {
    return this.parameters.size - this.shared.size
  }

  /** How many numbers those have. */
  get numbers(): number {
    return this.size
  }

  /** Records that what is named under `path` was named under its sibling `earlier` before. */
  rename(path: string, earlier: string, span: Span): void {
    this.renames.add(path, earlier, span)
  }

  /** Reports at the end of a whole walk which renamings did nothing (CTR2027); after an error, their parameters may be missing. */
  reportRenames(): void {
    if (hasErrors(this.diagnostics)) return
    for (const { name, span, isSame } of this.renames.withoutEffect) {
      const reason = isSame ? 'that is its name' : 'no parameter lies under this name'
      this.add([diagnostic('CTR2027', span, { name, reason })])
    }
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.found.found
  }

  /**
   * The name that was probably meant; none where so much has been reported that nobody reads a suggestion more: each compares the name with
   * all in sight.
   */
  near(name: string, candidates: () => Iterable<string>): string | undefined {
    return this.found.found.length < mostSuggestions ? nearest(name, candidates()) : undefined
  }

  /**
   * Reports. Inside the standard library the place is the user's own call, with the calls in between as related places;
   * inside a user's module it is the line itself, with the calls that led there.
   */
  report<Code extends DiagnosticCode>(
    code: Code,
    span: Span,
    parts: DiagnosticArguments<Code>,
    extras: DiagnosticExtras = {},
  ): void {
    const way: Related[] = []
    let place = span
    for (const frame of this.frames.toReversed()) {
      const inLibrary = isLibrary(place.file)
      way.push({
        message: inLibrary ? `in '${frame.module}', here` : `in '${frame.module}', called here`,
        span: inLibrary ? place : frame.call,
      })
      if (inLibrary) place = frame.call
    }
    // A user's value may be what is wrong in a line of the library; what mends it is not an edit there.
    const fixes = extras.fixes?.filter(({ edits }) => !edits.some((edit) => isLibrary(edit.span.file)))
    this.add([diagnostic(code, place, parts, { related: [...(extras.related ?? []), ...way], fixes: fixes ?? [] })])
  }

  /** Reports what is wrong about the call of the module under way; outside of any, at `span`. */
  reportAtCall<Code extends DiagnosticCode>(
    code: Code,
    span: Span,
    parts: DiagnosticArguments<Code>,
    places: readonly Related[],
  ): void {
    const frame = this.frames.pop()
    try {
      const required = isLibrary(span.file) || frame === undefined ? [] : [{ message: 'required here', span }]
      this.report(code, frame?.call ?? span, parts, { related: [...required, ...places] })
    } finally {
      if (frame !== undefined) this.frames.push(frame)
    }
  }

  /** Adds diagnostics once each: a module walked twice reports once. */
  add(diagnostics: readonly Diagnostic[]): void {
    this.found.add(diagnostics)
  }

  /** Runs with diagnostics collected rather than reported: they are returned beside the result. */
  capture<T>(run: () => T): { readonly result: T; readonly diagnostics: readonly Diagnostic[] } {
    const outer = this.found
    const inner = newReport()
    this.found = inner
    try {
      return { result: run(), diagnostics: inner.found }
    } finally {
      this.found = outer
    }
  }

  /** Runs a module's body as one more frame. */
  inFrame<T>(frame: Frame, run: () => T): T {
    this.frames.push(frame)
    try {
      return run()
    } finally {
      this.frames.pop()
    }
  }

  /**
   * Whether a call of a module would have no end. A module may stand within itself where an argument passed one in between (an activation that
   * is an mlp), but not the same argument's module within that one.
   */
  isEndless(module: string, file: string, passed: Span | undefined): boolean {
    const since = passed === undefined ? this.frames.findLastIndex((frame) => frame.passed !== undefined) : 0
    return this.frames
      .slice(Math.max(0, since))
      .some(
        (frame) =>
          frame.module === module &&
          frame.file === file &&
          (passed === undefined || (frame.passed?.file === passed.file && frame.passed.start === passed.start)),
      )
  }

  get isPerKey(): boolean {
    return this.frames.some((frame) => frame.isPerKey)
  }

  get way(): readonly string[] {
    return this.frames.map((frame) => frame.module)
  }

  /** Declares a trained value under its spec path; two on one path are an error (CTR2009). */
  parameter(path: string, shape: Shape, initial: Initial, site: OpSite): Tensor {
    const earlier = this.parameters.get(path)
    const place = this.userPlace(site.span)
    if (earlier === undefined) this.parameters.set(path, place)
    else this.clash(path, place, earlier, site)
    this.size += sizeOf(shape)
    const renamedFrom = this.renames.earlierNameOf(path)
    const declaration: ParameterDeclaration =
      renamedFrom === undefined ? { name: path, shape, initial } : { name: path, shape, initial, renamedFrom }
    return {
      kind: 'tensor',
      handle: this.sink.parameter(declaration, site.span),
      shape,
      rows: noRows,
      sources: Sources.none,
    }
  }

  /** A trained value that is the same wherever it is read: a declaration's, not a place's. */
  sharedParameter(path: string, shape: Shape, initial: Initial, site: OpSite): Tensor {
    const known = this.shared.get(path)
    if (known !== undefined) return known
    const made = this.parameter(path, shape, initial, site)
    this.shared.set(path, made)
    return made
  }

  private clash(path: string, place: Span, earlier: Span, site: OpSite): void {
    const pair = [earlier, place].map(({ file, start }) => `${file}:${start}`).join(' ')
    if (this.clashes.has(pair)) return
    this.clashes.add(pair)
    this.report('CTR2009', site.span, { path }, { related: [{ message: 'the other is declared here', span: earlier }] })
  }

  /** A name of its own for each call on one path: `trunk.h.dropout`, `trunk.h.dropout_1`. */
  callPath(path: string): string {
    const earlier = this.calls.get(path) ?? 0
    this.calls.set(path, earlier + 1)
    return earlier === 0 ? path : `${path}_${earlier}`
  }

  /** The user's line behind a place in the library. */
  private userPlace(span: Span): Span {
    if (!isLibrary(span.file)) return span
    return this.frames.toReversed().find((frame) => !isLibrary(frame.call.file))?.call ?? span
  }
}
