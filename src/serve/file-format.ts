export type FileFormat = 'parquet' | 'csv' | 'json'

/** Endings by format; those of text may be followed by `.gz`. */
const endings: readonly (readonly [FileFormat, RegExp])[] = [
  ['parquet', /\.parquet$/i],
  ['csv', /\.(csv|tsv)(\.gz)?$/i],
  ['json', /\.(json|jsonl|ndjson)(\.gz)?$/i],
]

/** How a file of this name is read and written; undefined for an ending that is none of the known ones. */
export const formatOf = (path: string): FileFormat | undefined => endings.find(([, ending]) => ending.test(path))?.[0]

/** The ending of a path as a message calls it: `.txt.gz`, `.parquet`; undefined where it has none. */
export const endingOf = (path: string): string | undefined => /[^/\\](\.\w+(?:\.gz)?)$/i.exec(path)?.[1]
