import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { byName, compareText } from '../../diagnostics/text-order.ts'
import { SurfaceSet } from '../../graph/surfaces.ts'
import type { Model, Module, SourceProgram } from '../program.ts'
import type { Block } from '../syntax/ast.ts'
import { placeOfTower } from '../syntax/tower-place.ts'
import { evaluate } from './expressions.ts'
import { Interpreter } from './interpreter.ts'
import { type Predictions, predictIn } from './predictions.ts'
import { Scope } from './scope.ts'
import type { Sink } from './sink.ts'
import { runBlock, runInner } from './statements.ts'
import { poison } from './values.ts'

/** The result of one walk through a model. */
export interface Walk {
  readonly diagnostics: readonly Diagnostic[]
  readonly predictions: Predictions
  /** In all parameters, tables apart. */
  readonly numbers: number
}

/**
 * Walks a model on `surfaces`: its trunk, then its branches and towers down the tower tree, siblings by name.
 * `lazy`: what the trunk and the branches cannot compute is reported only where a tower reads it, as for a staged surface.
 */
export function walkModel(program: SourceProgram, model: Model, surfaces: SurfaceSet, sink: Sink, lazy = false): Walk {
  const interpreter = new Interpreter(program, model, surfaces, sink, evaluate)
  const predictions: Predictions = new Map()
  const walkPart = (part: Part, above: Scope | undefined): Scope => {
    const scope = new Scope({ ...part, strict: true, task: undefined }, above)
    const predict = predictIn(interpreter, scope, predictions)
    if (part.body) runBlock(interpreter, part.body, { scope, path: part.path, whole: true }, predict)
    return exportsOf(scope, above)
  }
  const below = (parent: string, exports: Scope): void => {
    for (const branch of model.branches.filter((each) => each.parent === parent).toSorted(byName)) {
      const own = branch.surfaces.intersect(surfaces)
      if (own.isEmpty) continue
      const { body, span } = branch.declaration
      const part = { surfaces: own, path: branch.name, file: span.file, place: `branch '${branch.name}'`, lazy, body }
      below(branch.name, walkPart(part, exports))
    }
    for (const tower of model.towers
      .filter((each) => each.parent === parent)
      .toSorted((a, b) => compareText(a.surface, b.surface))) {
      const own = surfaces.intersect(SurfaceSet.of([tower.surface]))
      if (own.isEmpty) continue
      const { body, span } = tower.declaration
      walkPart(
        {
          surfaces: own,
          path: tower.surface,
          file: span.file,
          place: placeOfTower(tower.declaration),
          lazy: false,
          body,
        },
        exports,
      )
    }
  }
  const trunk = { surfaces, path: 'trunk', file: model.span.file, place: 'the trunk', lazy, body: model.trunk }
  below(model.name, walkPart(trunk, undefined))
  for (const { surface, deferred } of predictions.values())
    if (model.towers.some((tower) => tower.surface === surface)) interpreter.add(deferred)
  if (!lazy) interpreter.reportRenames()
  return { diagnostics: interpreter.diagnostics, predictions, numbers: interpreter.numbers }
}

/**
 * Walks a module that nothing calls, for the errors that no argument could mend: unknown names, wrong arguments of other modules. Its
 * arguments are poison, of which nothing is reported.
 */
export function walkModuleAlone(
  program: SourceProgram,
  model: Model,
  { name, file, declaration }: Module,
  sink: Sink,
): readonly Diagnostic[] {
  const interpreter = new Interpreter(program, model, model.live, sink, evaluate, true)
  const options = { surfaces: model.live, path: name, file, place: `module '${name}'`, strict: false, lazy: false }
  const scope = new Scope(options)
  for (const { name, span } of [...declaration.dimensions, ...declaration.parameters.map((each) => each.name)].map(
    (each) => ({ name: each.name, span: each.span }),
  ))
    scope.bind({ name, value: poison, span, mutable: false, exported: false, kind: 'argument' })
  runInner(interpreter, declaration.body, { scope, path: name, whole: true })
  // Of two arms that both have a parameter of one name, a call takes one.
  return interpreter.diagnostics.filter(({ code }) => code !== 'CTR2009')
}

interface Part {
  readonly surfaces: SurfaceSet
  readonly path: string
  readonly file: string
  readonly place: string
  readonly lazy: boolean
  readonly body: Block | undefined
}

/** What the parts below see of this one: what it exports, and of the rest that it is there. */
function exportsOf(scope: Scope, above: Scope | undefined): Scope {
  const exports = new Scope(scope.options, above)
  for (const binding of scope.bindings) {
    if (binding.exported) exports.bind(binding)
    else exports.hide(binding.name, scope.place, binding.span)
  }
  for (const [task, value] of scope.predicted) exports.predict(task, value)
  return exports
}
