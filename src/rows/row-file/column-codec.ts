import type { RawColumn, RawListColumn } from '../../features/raw.ts'
import type { Storage } from '../../features/reading.ts'
import { floatListCodec, idListCodec, stringListCodec } from './list-codecs.ts'
import { floatCodec, integerCodec } from './number-codecs.ts'
import type { ColumnCodec } from './records.ts'
import { stringCodec } from './string-codec.ts'
import type { TextWords } from './text-words.ts'

/** How columns that are stored so lie in records. Columns may share their texts. */
export function columnCodec(storage: Storage, texts: TextWords): ColumnCodec<RawColumn> {
  switch (storage.kind) {
    case 'float':
      return narrowed(floatCodec(1), isFloats)
    case 'floats':
      return narrowed(floatCodec(storage.size), isFloats)
    case 'int64':
      return narrowed(integerCodec, isIntegers)
    case 'string':
      return narrowed(stringCodec(texts), isStrings)
    case 'list':
      return listCodec(storage.of, texts)
  }
}

function listCodec(of: RawListColumn['of'], texts: TextWords): ColumnCodec<RawColumn> {
  switch (of) {
    case 'id':
      return narrowed(idListCodec, isIdList)
    case 'string':
      return narrowed(stringListCodec(texts), isStringList)
    case 'float':
      return narrowed(floatListCodec, isFloatList)
  }
}

const isFloats = (column: RawColumn) => column.kind === 'float'
const isIntegers = (column: RawColumn) => column.kind === 'int64'
const isStrings = (column: RawColumn) => column.kind === 'string'
const isIdList = (column: RawColumn) => column.kind === 'list' && column.of === 'id'
const isFloatList = (column: RawColumn) => column.kind === 'list' && column.of === 'float'
const isStringList = (column: RawColumn) => column.kind === 'list' && column.of === 'string'

/** A codec of columns that are all of its kind. */
function narrowed<Column extends RawColumn>(
  codec: ColumnCodec<Column>,
  is: (column: RawColumn) => column is Column,
): ColumnCodec<RawColumn> {
  const expect = (column: RawColumn): Column => {
    if (!is(column)) throw new Error(`a column of kind '${column.kind}' is not what it was read as`)
    return column
  }
  return {
    words: codec.words,
    measure: (column, sizes) => codec.measure(expect(column), sizes),
    write: (column, records, place) => codec.write(expect(column), records, place),
    read: (records, place) => codec.read(records, place),
  }
}
