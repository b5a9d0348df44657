import type { DuckDBDataChunk } from '@duckdb/node-api'
import type { Vector } from '@duckdb/node-bindings'
import { longTexts } from './long-texts.ts'
import { ShortStrings } from './short-strings.ts'
import { isValid } from './validity.ts'

/** Rows of a streamed result, by column, as DuckDB's own buffers: nothing is boxed. */
export interface Chunk {
  readonly rows: number
  floats(column: number): Column<Float32Array>
  doubles(column: number): Column<Float64Array>
  bytes(column: number): Column<Int8Array>
  integers(column: number): Column<Int32Array>
  /** Two words an element, low first. */
  longs(column: number): Column<Uint32Array>
  /** Of 16 bytes each: four words an element, low first. */
  digests(column: number): Uint32Array
  strings(column: number): readonly (string | null)[]
  /** A row's string as its bytes, UTF-8; those of a missing one are not defined. */
  texts(column: number): (row: number) => Uint8Array
  /** A list of BIGINT, FLOAT or VARCHAR, by the child's type. */
  longList(column: number): ListColumn<Column<Uint32Array>>
  floatList(column: number): ListColumn<Column<Float32Array>>
  stringList(column: number): ListColumn<readonly (string | null)[]>
}

export interface Column<Values> {
  readonly values: Values
  /** One bit a row, set where there is a value; undefined where all have one. */
  readonly validity: Uint8Array | undefined
}

export interface ListColumn<Elements> {
  /** Four words a row: offset (low, high), length (low, high). */
  readonly entries: Uint32Array
  readonly validity: Uint8Array | undefined
  readonly elements: Elements
}

/** Reads chunks through the bindings that node-api is built on: its own vectors keep their buffers to themselves. */
export async function chunkReader(): Promise<(chunk: DuckDBDataChunk) => Chunk> {
  const { default: bindings } = await import('@duckdb/node-bindings')

  const validityOf = (vector: Vector, rows: number): Uint8Array | undefined =>
    bindings.vector_get_validity(vector, Math.ceil(rows / 64) * 8) ?? undefined

  /** Aligned, for typed arrays of any kind. */
  const data = (vector: Vector, byteCount: number): { buffer: ArrayBufferLike; offset: number } => {
    const bytes = bindings.vector_get_data(vector, byteCount)
    if (bytes.byteOffset % 8 === 0) return { buffer: bytes.buffer, offset: bytes.byteOffset }
    return { buffer: bytes.slice().buffer, offset: 0 }
  }

  const floats = (vector: Vector, rows: number): Column<Float32Array> => {
    const { buffer, offset } = data(vector, rows * 4)
    return { values: new Float32Array(buffer, offset, rows), validity: validityOf(vector, rows) }
  }

  const longs = (vector: Vector, rows: number): Column<Uint32Array> => {
    const { buffer, offset } = data(vector, rows * 8)
    return { values: new Uint32Array(buffer, offset, rows * 2), validity: validityOf(vector, rows) }
  }

  const decoder = new TextDecoder()
  const shortStrings = new ShortStrings()
  /** A string of up to 12 bytes lies in place, a longer one behind a pointer. */
  const texts = (vector: Vector, rows: number) => {
    const { buffer, offset } = data(vector, rows * 16)
    const words = new Uint32Array(buffer, offset, rows * 4)
    const bytes = new Uint8Array(buffer, offset, rows * 16)
    const validity = validityOf(vector, rows)
    const behind = longTexts(words, validity, (row, length) =>
      bindings.get_data_from_pointer(buffer as ArrayBuffer, offset + row * 16 + 8, length),
    )
    const bytesOf = (row: number): Uint8Array => {
      const length = words[row * 4]!
      return length <= 12 ? bytes.subarray(row * 16 + 4, row * 16 + 4 + length) : behind(row)
    }
    return { words, validity, bytesOf }
  }

  const strings = (vector: Vector, rows: number): readonly (string | null)[] => {
    const { words, validity, bytesOf } = texts(vector, rows)
    const result: (string | null)[] = new Array(rows)
    for (let row = 0; row < rows; row++) {
      if (!isValid(validity, row)) {
        result[row] = null
        continue
      }
      result[row] =
        words[row * 4]! <= 12
          ? (shortStrings.find(words, row * 4) ?? shortStrings.keep(words, row * 4, decoder.decode(bytesOf(row))))
          : decoder.decode(bytesOf(row))
    }
    return result
  }

  const list = <Elements>(
    vector: Vector,
    rows: number,
    read: (child: Vector, size: number) => Elements,
  ): ListColumn<Elements> => {
    const { buffer, offset } = data(vector, rows * 16)
    return {
      entries: new Uint32Array(buffer, offset, rows * 4),
      validity: validityOf(vector, rows),
      elements: read(bindings.list_vector_get_child(vector), bindings.list_vector_get_size(vector)),
    }
  }

  return ({ chunk, rowCount: rows }) => {
    const vector = (column: number): Vector => bindings.data_chunk_get_vector(chunk, column)
    return {
      rows,
      floats: oncePerColumn((column) => floats(vector(column), rows)),
      doubles: oncePerColumn((column) => {
        const { buffer, offset } = data(vector(column), rows * 8)
        return { values: new Float64Array(buffer, offset, rows), validity: validityOf(vector(column), rows) }
      }),
      bytes: oncePerColumn((column) => {
        const { buffer, offset } = data(vector(column), rows)
        return { values: new Int8Array(buffer, offset, rows), validity: validityOf(vector(column), rows) }
      }),
      integers: oncePerColumn((column) => {
        const { buffer, offset } = data(vector(column), rows * 4)
        return { values: new Int32Array(buffer, offset, rows), validity: validityOf(vector(column), rows) }
      }),
      longs: oncePerColumn((column) => longs(vector(column), rows)),
      digests: oncePerColumn((column) => {
        const { buffer, offset } = data(vector(column), rows * 16)
        return new Uint32Array(buffer, offset, rows * 4)
      }),
      strings: oncePerColumn((column) => strings(vector(column), rows)),
      texts: oncePerColumn((column) => texts(vector(column), rows).bytesOf),
      longList: oncePerColumn((column) => list(vector(column), rows, longs)),
      floatList: oncePerColumn((column) => list(vector(column), rows, floats)),
      stringList: oncePerColumn((column) => list(vector(column), rows, strings)),
    }
  }
}

/** A chunk is read in slices, one a batch: what a column holds is found and decoded at the first of them. */
function oncePerColumn<Read>(read: (column: number) => Read): (column: number) => Read {
  const known: Read[] = []
  return (column) => {
    known[column] ??= read(column)
    return known[column]
  }
}
