/** What ajv's generated code reports of the first fault. */
export interface SchemaError {
  /** A JSON pointer to the value at fault, '' for the whole. */
  readonly instancePath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
}

/** True of a value that fits the schema; where it does not, `errors` is set until the next call. */
export interface SchemaCheck {
  (value: unknown): boolean
  readonly errors: readonly SchemaError[] | null
}

export const calibration: SchemaCheck
export const checkpointMetadata: SchemaCheck
export const fits: SchemaCheck
export const journalLine: SchemaCheck
export const manifest: SchemaCheck
export const progress: SchemaCheck
export const provenance: SchemaCheck
export const run: SchemaCheck
export const sourcemap: SchemaCheck
export const sources: SchemaCheck
export const storedVocabularies: SchemaCheck
export const vocabularies: SchemaCheck
