import { bool } from './bool.ts'
import type { FeatureDefinition } from './definition.ts'
import { float } from './float.ts'
import { id } from './id.ts'
import { int } from './int.ts'
import { string } from './string.ts'
import { time } from './time.ts'

/** Kinds that one word declares: one value a row, or in a record one a step. */
export const scalars = { id, string, int, float, bool, time } as const

export type ScalarKindName = keyof typeof scalars

export const isScalarKind = (name: string): name is ScalarKindName => Object.hasOwn(scalars, name)

/** The definition of a scalar kind that is looked up in this table, where it is looked up. */
export function definitionOfScalar(name: ScalarKindName, table: string | undefined): FeatureDefinition {
  switch (name) {
    case 'id':
      return id.define({ kind: name, table })
    case 'string':
      return string.define({ kind: name, table })
    case 'int':
      return int.define({ kind: name })
    case 'float':
      return float.define({ kind: name })
    case 'bool':
      return bool.define({ kind: name })
    case 'time':
      return time.define({ kind: name })
  }
}
