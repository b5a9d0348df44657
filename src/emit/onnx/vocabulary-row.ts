import {
  firstKnownRow,
  missingInteger,
  missingRow,
  missingString,
  unknownRow,
  type Vocabulary,
  vocabularySize,
} from '../../graph/vocabulary.ts'
import type { AttributeValue } from './model.ts'
import type { Operand } from './operands.ts'
import { castTo, mlDomain, type OpWriter } from './writer.ts'

/** row = 2 + the word's position, row 1 for unknown words, row 0 for the missing one: the encoder's first entry. */
export function vocabularyRow(value: Operand, vocabulary: Vocabulary, node: OpWriter): string {
  const size = vocabularySize(vocabulary)
  const rows = [missingRow, ...Array.from({ length: size }, (_, position) => firstKnownRow + position)]
  const row = node.step(
    'LabelEncoder',
    [value.name],
    { ...keysOf(vocabulary), values_int64s: { ints: rows }, default_int64: { int: unknownRow } },
    mlDomain,
  )
  return node.result('Cast', [row], castTo('int32'))
}

function keysOf(vocabulary: Vocabulary): Record<string, AttributeValue> {
  if (vocabulary.of === 'string') return { keys_strings: { strings: [missingString, ...vocabulary.words] } }
  const ids = new BigInt64Array(vocabulary.ids.length + 1)
  ids[0] = missingInteger
  ids.set(vocabulary.ids, 1)
  return { keys_int64s: { ints: ids } }
}
