import type { Span } from '../../diagnostics/diagnostic.ts'
import type { DimensionNode, TypeNode } from '../syntax/ast.ts'
import { inKeyOrder } from './entries.ts'
import type { Interpreter } from './interpreter.ts'
import { evaluateKeys } from './key-words.ts'
import type { Scope } from './scope.ts'
import { levelsOf } from './value-parts.ts'
import { type Constant, describe, int, isConstant, type KeyKind, poison, type Value } from './values.ts'

/**
 * Checks a value against a declared type. Dimension names that `scope` does not know yet are bound to what is found.
 * Gives the value (a number as float where one is expected), or poison after CTR3015.
 */
export function fitType(
  interpreter: Interpreter,
  value: Value,
  type: TypeNode,
  scope: Scope,
  what: string,
  span: Span,
): Value {
  if (value.kind === 'poison') return value
  const misfit =
    entriesMisfit(interpreter, value, type) ??
    misfitOf(interpreter, value, type, scope, []) ??
    levelMisfit(interpreter, value, type)
  if (misfit === undefined) return value
  interpreter.report('CTR3015', span, { what, found: misfit, expected: showType(interpreter, type, scope) })
  return poison
}

/** A plain type declares one value; but what is walked entry by entry has that type in each. */
function entriesMisfit(interpreter: Interpreter, value: Value, type: TypeNode): string | undefined {
  const plain = type.kind === 'leveled' ? type.of : type
  return value.kind === 'keyed' && plain.kind !== 'keyed' && !interpreter.isPerKey ? describe(value) : undefined
}

/** `export let user: [64] at user = ...` guarantees its readers that level or a coarser one. */
function levelMisfit({ program }: Interpreter, value: Value, type: TypeNode): string | undefined {
  if (type.kind !== 'leveled' || !program.levels.names.includes(type.level.name)) return undefined
  const tooFine = levelsOf(value).find((level) => !program.levels.isCoarserOrEqual(level, type.level.name))
  return tooFine === undefined ? undefined : `${describe(value)} at ${tooFine}`
}

/** What is wrong about the value, in words; undefined where it fits. `free` names may be bound. */
export function misfitOf(
  interpreter: Interpreter,
  value: Value,
  type: TypeNode,
  scope: Scope,
  free: readonly string[],
): string | undefined {
  switch (type.kind) {
    case 'tensor': {
      if (value.kind === 'sequence')
        return type.leading ? shapeMisfit(interpreter, value.values.shape, type, scope, free) : describe(value)
      if (value.kind === 'int' || value.kind === 'float')
        return type.dimensions.length === 0 ? undefined : describe(value)
      if (value.kind === 'keyed')
        return firstMisfit([...value.entries.values()].map((entry) => misfitOf(interpreter, entry, type, scope, free)))
      return value.kind === 'tensor' ? shapeMisfit(interpreter, value.shape, type, scope, free) : describe(value)
    }
    case 'sequence': {
      if (value.kind !== 'sequence') return describe(value)
      const [length, ...element] = value.values.shape
      const dimensions = [type.length, ...type.element]
      return dimensionsMisfit(interpreter, [length ?? 0, ...element], dimensions, scope, free)
        ? describe(value)
        : undefined
    }
    case 'keyed': {
      const expected = keysLeft(keysOf(interpreter, type, scope), scope)
      if (value.kind !== 'keyed')
        return expected.length === 0 ? misfitOf(interpreter, value, type.of, scope, free) : describe(value)
      if (expected.join() !== value.keys.join()) return describe(value)
      return firstMisfit([...value.entries.values()].map((entry) => misfitOf(interpreter, entry, type.of, scope, free)))
    }
    case 'leveled':
      return misfitOf(interpreter, value, type.of, scope, free)
    case 'choice':
      return (value.kind === 'name' || value.kind === 'string') &&
        type.choices.some((choice) => choice.name === value.value)
        ? undefined
        : describe(value)
    case 'module':
      return value.kind === 'module' ? undefined : describe(value)
    case 'constant':
      return isConstant(value) && fitsConstant(value, type.of) ? undefined : describe(value)
    case 'constants':
      return value.kind === 'constants' && value.items.every((item) => fitsConstant(item, type.of))
        ? undefined
        : describe(value)
    case 'invalid':
      return undefined
  }
}

type KeyedType = Extract<TypeNode, { readonly kind: 'keyed' }>

/** The keys of a declared type, in the order of values; none after an error. */
export function keysOf(interpreter: Interpreter, { keys }: KeyedType, scope: Scope): readonly KeyKind[] {
  const value = evaluateKeys(interpreter, keys, { scope, path: scope.path, whole: false })
  return value.kind === 'keys' ? inKeyOrder(value.keys) : []
}

/** In a scope of one surface a value per surfaces has already become its own entry, in a predict one per tasks. */
const keysLeft = (keys: readonly KeyKind[], { surfaces, task }: Scope): readonly KeyKind[] =>
  keys.filter((kind) => (kind === 'surfaces' ? surfaces.size !== 1 : task === undefined))

const firstMisfit = (all: readonly (string | undefined)[]): string | undefined => all.find((each) => each !== undefined)

type TensorType = Extract<TypeNode, { readonly kind: 'tensor' }>

function shapeMisfit(
  interpreter: Interpreter,
  shape: readonly number[],
  type: TensorType,
  scope: Scope,
  free: readonly string[],
): string | undefined {
  const found = `[${shape.join(', ')}]`
  const { dimensions } = type
  if (type.leading ? shape.length < dimensions.length : shape.length !== dimensions.length) return found
  const tail = shape.slice(shape.length - dimensions.length)
  return dimensionsMisfit(interpreter, tail, dimensions, scope, free) ? found : undefined
}

function dimensionsMisfit(
  interpreter: Interpreter,
  sizes: readonly number[],
  dimensions: readonly DimensionNode[],
  scope: Scope,
  free: readonly string[],
): boolean {
  if (sizes.length !== dimensions.length) return true
  return dimensions.some((dimension, i) => {
    const size = sizes[i] ?? 0
    if (dimension.kind === 'name' && free.includes(dimension.name) && scope.own(dimension.name) === undefined) {
      scope.bind({
        name: dimension.name,
        value: int(size),
        span: dimension.span,
        mutable: false,
        exported: false,
        kind: 'argument',
      })
      return false
    }
    const expected = interpreter.evaluate(dimension, { scope, path: scope.path, whole: false })
    return expected.kind === 'int' && expected.value !== size
  })
}

export function fitsConstant(value: Constant, of: 'int' | 'float' | 'bool' | 'string' | 'name' | 'keys'): boolean {
  if (of === 'float') return value.kind === 'float' || value.kind === 'int'
  if (of === 'name' || of === 'string') return value.kind === 'name' || value.kind === 'string'
  return value.kind === of
}

/** A declared type with its bound dimensions filled in: `[N = 96]`. */
export function showType(interpreter: Interpreter, type: TypeNode, scope: Scope): string {
  const dimension = (node: DimensionNode): string => {
    if (node.kind === 'number') return String(node.value)
    const name = node.kind === 'name' ? node.name : undefined
    if (name !== undefined && scope.find(name) === undefined) return name
    const value = interpreter.capture(() =>
      interpreter.evaluate(node, { scope, path: scope.path, whole: false }),
    ).result
    if (value.kind !== 'int') return name ?? '?'
    return name === undefined ? String(value.value) : `${name} = ${value.value}`
  }
  switch (type.kind) {
    case 'tensor':
      return `[${[...(type.leading ? ['...'] : []), ...type.dimensions.map(dimension)].join(', ')}]`
    case 'sequence':
      return `list<[${type.element.map(dimension).join(', ')}], ${dimension(type.length)}>`
    case 'constant':
      return {
        int: 'a whole number',
        float: 'a number',
        bool: 'true or false',
        string: 'a text',
        name: 'a name',
        keys: 'keys',
      }[type.of]
    case 'choice':
      return `one of ${type.choices.map(({ name }) => name).join(', ')}${type.module === undefined ? '' : ` or ${showType(interpreter, type.module, scope)}`}`
    case 'module': {
      const show = (each: TypeNode): string => showType(interpreter, each, scope)
      const parameters = type.parameters === undefined ? '' : `(${type.parameters.map(show).join(', ')})`
      return `${parameters === '' ? 'a module' : 'module'}${parameters}${type.result === undefined ? '' : ` -> ${show(type.result)}`}`
    }
    case 'constants':
      return `a list of ${type.of}`
    case 'keyed':
      return `per ${describe({ kind: 'keys', keys: keysOf(interpreter, type, scope) })} ${showType(interpreter, type.of, scope)}`
    case 'leveled':
      return `${showType(interpreter, type.of, scope)} at ${type.level.name}`
    case 'invalid':
      return '?'
  }
}
