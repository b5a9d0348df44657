import type { Feature } from '../model/feature.ts'
import type { LevelKey } from '../model/level-key.ts'
import type { ColumnType } from './sql/column-type.ts'
import { quoteName, quoteText } from './sql/quote.ts'

/** What one raw column is read as. */
export type RawSpec = { readonly name: string } & (
  | { readonly kind: 'float'; readonly size: number }
  /** `sentinel`: the logs' own word for missing, where the column is read as if it were null. */
  | { readonly kind: 'int64'; readonly of: 'id' | 'int'; readonly sentinel?: number }
  | { readonly kind: 'string'; readonly sentinel?: string }
  /** Keeps the last `length` elements. */
  | { readonly kind: 'list'; readonly of: 'id' | 'string'; readonly length: number }
)

export function rawSpecOf({ name, type, missing }: Feature): RawSpec {
  switch (type.kind) {
    case 'id':
      return { name, kind: 'int64', of: 'id', ...(typeof missing === 'number' ? { sentinel: missing } : {}) }
    case 'int':
      return { name, kind: 'int64', of: 'int' }
    case 'string':
      return { name, kind: 'string', ...(typeof missing === 'string' ? { sentinel: missing } : {}) }
    case 'float':
      return { name, kind: 'float', size: 1 }
    case 'vector':
      return { name, kind: 'float', size: type.size }
    case 'list':
      return { name, kind: 'list', of: type.element, length: type.length }
  }
}

export const rawSpecOfKey = ({ name, type }: LevelKey): RawSpec =>
  type === 'string' ? { name, kind: 'string' } : { name, kind: 'int64', of: type }

/** Whether a vector (a float of one dimension is one too: its column says which). */
export const isVector = (spec: RawSpec, type: ColumnType): boolean => spec.kind === 'float' && type.kind === 'list'

/** The column as the chunk reader wants it. What a float cannot hold is missing; a list's length is cut by the reader. */
export function rawSql(spec: RawSpec, type: ColumnType): string {
  const column = quoteName(spec.name)
  switch (spec.kind) {
    case 'float':
      return isVector(spec, type) ? `TRY_CAST(${column} AS FLOAT[])` : `TRY_CAST(${column} AS FLOAT)`
    case 'int64':
      return nullIf(`CAST(${column} AS BIGINT)`, spec.sentinel?.toString())
    case 'string':
      return nullIf(`CAST(${column} AS VARCHAR)`, spec.sentinel === undefined ? undefined : quoteText(spec.sentinel))
    case 'list':
      return `CAST(${column} AS ${spec.of === 'id' ? 'BIGINT' : 'VARCHAR'}[])`
  }
}

const nullIf = (sql: string, sentinel: string | undefined): string =>
  sentinel === undefined ? sql : `nullif(${sql}, ${sentinel})`

export interface TypeMismatch {
  readonly expected: string
  /** A cast in SQL that would do, where it loses nothing. */
  readonly cast: string | undefined
}

/** Why a column cannot be read as `spec`; undefined where it can. `isVectorFeature`: declared as `[n]`. */
export function typeMismatch(spec: RawSpec, type: ColumnType, isVectorFeature: boolean): TypeMismatch | undefined {
  const column = quoteName(spec.name)
  switch (spec.kind) {
    case 'float': {
      if (!isVectorFeature)
        return isNumeric(type) ? undefined : { expected: 'a number', cast: castOf(type, column, 'DOUBLE') }
      const fits =
        type.kind === 'list' && isNumeric(type.element) && (type.size === undefined || type.size === spec.size)
      return fits ? undefined : { expected: `a list of ${spec.size} numbers`, cast: undefined }
    }
    case 'int64':
      if (type.kind === 'integer' || (spec.of === 'int' && type.kind === 'boolean')) return undefined
      return { expected: 'an integer', cast: castOf(type, column, 'BIGINT') }
    case 'string':
      return type.kind === 'string' ? undefined : { expected: 'a string', cast: castOf(type, column, 'VARCHAR') }
    case 'list': {
      const element = spec.of === 'id' ? 'integer' : 'string'
      if (type.kind === 'list' && type.element.kind === element) return undefined
      return {
        expected: `a list of ${element}s`,
        cast:
          type.kind === 'list' ? castOf(type.element, column, spec.of === 'id' ? 'BIGINT[]' : 'VARCHAR[]') : undefined,
      }
    }
  }
}

const isNumeric = (type: ColumnType): boolean =>
  type.kind === 'integer' || type.kind === 'float' || type.kind === 'boolean'

const castOf = (type: ColumnType, column: string, to: string): string | undefined =>
  type.kind === 'list' || type.kind === 'other' ? undefined : `cast(${column} as ${to})`
