import type { Format } from '../format.ts'
import { avazu } from './avazu.ts'
import { bookCrossing } from './book-crossing.ts'
import { criteo } from './criteo.ts'
import { jsonLines } from './json-lines.ts'
import { keyValues } from './key-values.ts'
import { lateWords } from './late-words.ts'
import { listsAsText } from './lists-as-text.ts'
import { movielensDat } from './movielens-dat.ts'
import { numberedNames } from './numbered-names.ts'
import { parquetBytes } from './parquet-bytes.ts'
import { parquetLists } from './parquet-lists.ts'
import { parquetNumbers } from './parquet-numbers.ts'
import { parquetTimes } from './parquet-times.ts'
import { quotedLists } from './quoted-lists.ts'
import { userBehavior } from './user-behavior.ts'
import { wordsForMissing } from './words-for-missing.ts'

/** By the name of the file. */
export const formats: Readonly<Record<string, Format>> = {
  criteo,
  avazu,
  'movielens-dat': movielensDat,
  'book-crossing': bookCrossing,
  'late-words': lateWords,
  'words-for-missing': wordsForMissing,
  'numbered-names': numberedNames,
  'quoted-lists': quotedLists,
  'user-behavior': userBehavior,
  'lists-as-text': listsAsText,
  'json-lines': jsonLines,
  'key-values': keyValues,
  'parquet-numbers': parquetNumbers,
  'parquet-times': parquetTimes,
  'parquet-lists': parquetLists,
  'parquet-bytes': parquetBytes,
}
