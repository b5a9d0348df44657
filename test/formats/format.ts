import type { Draw } from '../fuzz/draw.ts'

/** A public sample's shape, made from a seed: files, and a spec as somebody writes it who has not looked at them closely. */
export interface Format {
  /** What it is like. */
  readonly like: string
  /** What is hard to read in it. */
  readonly about: string
  /** Text or bytes by file name. */
  readonly files?: (draw: Draw) => Readonly<Record<string, string | Uint8Array>>
  /** A SELECT over `t(i)`, the row's number, by the name of a Parquet file. */
  readonly parquet?: Readonly<Record<string, string>>
  readonly query: string
  /** Lines of `features of impression`. */
  readonly features: string
  readonly tables: string
  /** What the model reads. */
  readonly reads: string
  readonly label: string
  /** The column by which rows are split. */
  readonly splitBy: string
  /** The files' columns in their order, where they have no names. */
  readonly names?: readonly string[]
  /** The codes that are met on the way, each once, sorted: warnings that stay and errors that are mended. */
  readonly meets: readonly string[]
}

export const rows = 400

/** `n` rows. */
export const each = <T>(make: (row: number) => T, n = rows): readonly T[] =>
  Array.from({ length: n }, (_, row) => make(row))

/** Lines of a text file. */
export const lines = (all: readonly string[]): string => `${all.join('\n')}\n`

/** Up to `longest` values. */
export const some = <T>(draw: Draw, longest: number, make: () => T): readonly T[] => each(make, draw.below(longest + 1))

/** One of `n` words of hexadecimal digits. */
export const hex = (draw: Draw, n: number, digits = 8): string =>
  ((draw.below(n) + 1) * 2654435761).toString(16).padStart(digits, 'a').slice(-digits)
