import type { Span } from '../../diagnostics/diagnostic.ts'
import type { SurfaceSet } from '../../graph/surfaces.ts'
import type { Value } from './values.ts'

export interface Binding {
  value: Value
  readonly name: string
  readonly span: Span
  readonly mutable: boolean
  readonly exported: boolean
  readonly kind: 'let' | 'var' | 'param' | 'argument' | 'loop'
}

export interface ScopeOptions {
  readonly surfaces: SurfaceSet
  readonly path: string
  readonly file: string
  /** In a message: `the trunk`, `tower 'search'`, `module 'mlp'`. */
  readonly place: string
  readonly task?: string | undefined
  /** In the trunk, a branch, a tower: what a `let` holds exists on every surface that runs. Modules leave that to their caller. */
  readonly strict: boolean
  /** Errors of a `let` are deferred until it is read: a staged surface is checked where its tower reaches. */
  readonly lazy: boolean
}

/** Names in one block and around it, with the surfaces that run here and the spec path under which things are named. */
export class Scope {
  private readonly names = new Map<string, Binding>()
  /** Log-odds by their tasks, which `chain` reads. */
  private readonly predictions = new Map<string, Value>()
  /** Names that an outer part has and does not export. */
  private readonly hidden = new Map<string, { readonly owner: string; readonly span: Span }>()

  constructor(
    readonly options: ScopeOptions,
    private readonly parent: Scope | undefined = undefined,
  ) {}

  get surfaces(): SurfaceSet {
    return this.options.surfaces
  }
  get path(): string {
    return this.options.path
  }
  get place(): string {
    return this.options.place
  }
  get file(): string {
    return this.options.file
  }
  get task(): string | undefined {
    return this.options.task
  }

  /** A block inside this one. */
  inner(changes: Partial<ScopeOptions> = {}): Scope {
    return new Scope({ ...this.options, ...changes }, this)
  }

  bind(binding: Binding): void {
    this.names.set(binding.name, binding)
  }

  /** A name of this very block. */
  own(name: string): Binding | undefined {
    return this.names.get(name)
  }

  find(name: string): Binding | undefined {
    return this.names.get(name) ?? this.parent?.find(name)
  }

  predict(task: string, value: Value): void {
    this.predictions.set(task, value)
  }

  /** What this part predicts for a task so far, else what one above it does. */
  findPrediction(task: string): Value | undefined {
    return this.predictions.get(task) ?? this.parent?.findPrediction(task)
  }

  /** What this very part predicts. */
  get predicted(): ReadonlyMap<string, Value> {
    return this.predictions
  }

  hide(name: string, owner: string, span: Span): void {
    this.hidden.set(name, { owner, span })
  }

  findHidden(name: string): { readonly owner: string; readonly span: Span } | undefined {
    return this.hidden.get(name) ?? this.parent?.findHidden(name)
  }

  /** Names of this very block, in order of declaration. */
  get bindings(): readonly Binding[] {
    return [...this.names.values()]
  }

  /** Every name in sight, for did-you-mean. */
  get inSight(): readonly string[] {
    return [...this.names.keys(), ...(this.parent?.inSight ?? [])]
  }
}
