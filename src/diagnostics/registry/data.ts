import { entry } from '../entry.ts'
import { counted, didYouMean, inQuery } from '../wording.ts'

const isAbsolute = (path: string): boolean => /^(?:[/\\~]|\w+:)/.test(path)

/** What a relative path may lack where a run is used in another folder than it was trained in. */
const relativeHint = (path: string, madeIn: string | undefined): string =>
  madeIn === undefined || isAbsolute(path)
    ? ''
    : `; the run was trained in '${madeIn}': call ctrc there, or pass --param with another path`

/** The first of many names. */
const listed = (names: readonly string[]): string =>
  names.slice(0, 8).join(', ') + (names.length > 8 ? ` and ${names.length - 8} more` : '')

/** CTR4001-CTR4999: datasets, columns, labels, splits, key contracts, rows. */
export const dataDiagnostics = {
  // the query and its files
  CTR4001: entry({
    title: 'query-failed',
    severity: 'error',
    message: (at: { what: string; reason: string }) => `${at.what} cannot be read: ${at.reason}`,
  }),
  CTR4002: entry({
    title: 'no-data-file',
    severity: 'error',
    message: (at: { what: string; pattern: string; madeIn: string | undefined }) =>
      `${at.what} reads '${at.pattern}', but no file matches${relativeHint(at.pattern, at.madeIn)}`,
  }),
  CTR4003: entry({
    title: 'unreadable-data-file',
    severity: 'error',
    message: (at: { what: string; reason: string }) =>
      `a file that ${at.what} reads is truncated, or not in the format of its file name: ${at.reason}`,
  }),
  CTR4004: entry({
    title: 'parameter-without-value',
    severity: 'error',
    message: (at: { name: string; given: readonly string[] }) =>
      `the query reads {${at.name}}, which has no value: pass --param ${at.name}=VALUE` +
      (at.given.length === 0 ? '' : ` (given: ${at.given.join(', ')})`),
  }),
  CTR4005: entry({
    title: 'not-one-select',
    severity: 'error',
    message: (at: { dataset: string; found: string }) =>
      `the query of dataset '${at.dataset}' must be a single SELECT, but is ${at.found}`,
  }),
  CTR4006: entry({
    title: 'no-rows',
    severity: 'error',
    message: (at: { dataset: string; surfaces: string }) => `dataset '${at.dataset}' has no row of ${at.surfaces}`,
  }),
  CTR4007: entry({
    title: 'condition-failed',
    severity: 'error',
    message: (at: { condition: string; reason: string }) => `the condition ${at.condition} fails: ${at.reason}`,
  }),
  CTR4008: entry({
    title: 'parameter-place',
    severity: 'error',
    message: (at: { name: string; place: string }) =>
      `the query has {${at.name}} in ${at.place}, where a value might be read as SQL; write it in a plain string, '...{${at.name}}...'`,
  }),
  CTR4009: entry({
    title: 'path-not-readable',
    severity: 'error',
    message: (at: {
      what: string
      path: string
      here: string
      readable: readonly string[]
      madeIn: string | undefined
    }) =>
      `${at.what} reads '${at.path}'${isAbsolute(at.path) ? '' : ` in '${at.here}'`}, ` +
      (/^\w+:\/\/(?!\/)/.test(at.path)
        ? 'but files of other machines are not read; copy it here'
        : `which is outside of the folders that it may read (${at.readable.join(', ') || 'none'}), or a link out of them; ` +
          `name its folder by a parameter: --param root=FOLDER, and '{root}/...' in the query${relativeHint(at.path, at.madeIn)}`),
  }),
  CTR4014: entry({
    title: 'function-not-allowed',
    severity: 'error',
    message: (at: { what: string; name: string; near: string | undefined }) =>
      `${at.what} reads from ${at.name}(), which is not one of the functions that read rows and do nothing else` +
      didYouMean(at.near),
  }),
  CTR4015: entry({
    title: 'no-row-meets-condition',
    severity: 'error',
    message: (at: { condition: string; split: string | undefined }) =>
      `no row ${at.split === undefined ? '' : `of split '${at.split}' `}meets the condition ${at.condition}: there is nothing to measure`,
  }),

  // columns
  CTR4010: entry({
    title: 'column-not-in-data',
    severity: 'error',
    message: (at: {
      column: string
      reader: string
      what: string
      remedy: string | undefined
      near: string | undefined
      has: readonly string[]
    }) =>
      `${at.reader} reads column '${at.column}', which ${at.what} does not have` +
      (at.remedy !== undefined
        ? `; ${at.remedy}`
        : at.near !== undefined
          ? didYouMean(at.near)
          : at.has.length === 0
            ? ''
            : `; it has ${listed(at.has)}`),
  }),
  CTR4011: entry({
    title: 'column-type',
    severity: 'error',
    message: (at: {
      column: string
      field?: string | undefined
      reader: string
      found: string
      expected: string
      remedy: string | undefined
    }) =>
      `column '${at.column}' ${at.field === undefined ? 'is' : `has '${at.field}' as`} ${at.found}, but ${at.reader} expects ${at.expected}` +
      (at.remedy === undefined ? '' : `; ${at.remedy}`),
  }),

  // row expressions
  CTR4012: entry({
    title: 'row-expression-type',
    severity: 'error',
    message: (at: { operator: string; found: string; expected: string }) =>
      `${at.operator} expects ${at.expected}, found ${at.found}`,
  }),

  // surfaces
  CTR4020: entry({
    title: 'unmapped-surface-value',
    severity: 'error',
    message: (at: { column: string; values: readonly { value: string; rows: number }[]; more: number }) =>
      `column '${at.column}' has values that no surface is mapped to: ` +
      at.values.map((each) => `${each.value} (${counted(each.rows, 'row')})`).join(', ') +
      `${at.more > 0 ? ` and ${at.more} more` : ''}; map them, or set else: drop`,
  }),
  CTR4021: entry({
    title: 'surface-rows-dropped',
    severity: 'information',
    message: (at: { rows: number; column: string }) =>
      `${counted(at.rows, 'row')} are dropped: no surface is mapped to their '${at.column}'`,
  }),

  // splits
  CTR4022: entry({
    title: 'splits-overlap',
    severity: 'error',
    message: (at: { a: string; b: string; rows: number }) =>
      `splits '${at.a}' and '${at.b}' share ${counted(at.rows, 'row')}; a row may be in one split only`,
  }),
  CTR4023: entry({
    title: 'rows-in-no-split',
    severity: 'information',
    message: (at: { bySurface: readonly { surface: string; rows: number }[] }) =>
      `rows in no split: ${at.bySurface.map((each) => `${each.surface} ${each.rows}`).join(', ')}`,
  }),
  CTR4024: entry({
    title: 'empty-split',
    severity: 'error',
    message: (at: { split: string; dataset: string; surfaces: string }) =>
      `split '${at.split}' of dataset '${at.dataset}' has no row of ${at.surfaces}`,
  }),
  CTR4025: entry({
    title: 'unknown-split',
    severity: 'error',
    message: (at: { split: string; dataset: string; splits: readonly string[]; near: string | undefined }) =>
      `dataset '${at.dataset}' has no split '${at.split}'${didYouMean(at.near)}` +
      (at.near === undefined ? ` (it has ${at.splits.join(', ') || 'none'})` : ''),
  }),

  // labels and weights
  CTR4030: entry({
    title: 'label-not-zero-or-one',
    severity: 'error',
    message: (at: { task: string; kind: 'soft' | undefined; rows: number; example: string }) =>
      `label '${at.task}' must be ${at.kind === 'soft' ? 'from 0 to 1' : '0, 1'} or missing; in ${counted(at.rows, 'row')} it has another value, such as ${at.example}` +
      (at.kind === undefined && Number(at.example) > 0 && Number(at.example) < 1
        ? `; ${at.task}: soft(...) learns from numbers from 0 to 1`
        : ''),
  }),
  CTR4031: entry({
    title: 'labels-of-one-class',
    severity: 'warning',
    message: (at: { task: string; surface: string; rows: number; label: 0 | 1 }) =>
      `every labelled row of ${at.surface} (${at.rows}) has ${at.task} = ${at.label}: did a join in the query drop the rest?`,
  }),
  CTR4032: entry({
    title: 'weight-out-of-range',
    severity: 'error',
    message: (at: { rows: number; example: string }) =>
      `a row's weight must be finite and above 0; in ${counted(at.rows, 'row')} it has another value, such as ${at.example}`,
  }),

  // features
  CTR4040: entry({
    title: 'required-number-missing',
    severity: 'error',
    message: (at: { feature: string; rows: number; of: number }) =>
      `'${at.feature}' has no default, but is missing in ${at.rows} of ${counted(at.of, 'row')}; add default VALUE, or fix the query`,
  }),
  CTR4041: entry({
    title: 'vector-length',
    severity: 'error',
    message: (at: { feature: string; size: number; rows: number; found: number }) =>
      `'${at.feature}' is declared as a vector of ${at.size}; in ${counted(at.rows, 'row')} it has another length, such as ${at.found}`,
  }),
  CTR4042: entry({
    title: 'key-contract',
    severity: 'warning',
    message: (at: {
      level: string
      keys: string
      groups: number
      of: number
      rows: number
      features: readonly string[]
      suggestion: string
    }) =>
      `rows with the same ${at.keys} must have the same features of ${at.level}; ${at.groups} of ${at.of} ${at.level} groups (${counted(at.rows, 'row')}) differ in ` +
      `${at.features.join(', ')}; training is correct but slower, serving uses the first row: ${at.suggestion}`,
  }),

  // vocabularies
  CTR4043: entry({
    title: 'bool-value',
    severity: 'error',
    message: (at: { feature: string; rows: number; found: string }) =>
      `'${at.feature}' is a bool; in ${counted(at.rows, 'row')} it is neither 0 nor 1, such as ${at.found}`,
  }),
  CTR4044: entry({
    title: 'id-outside-int64',
    severity: 'error',
    message: (at: { name: string; rows: number; example: string; cast: string }) =>
      `'${at.name}' must fit an int64; in ${counted(at.rows, 'row')} it does not, such as ${at.example}; ${inQuery(at.cast, 'converts it')}`,
  }),
  CTR4045: entry({
    title: 'number-beyond-float32',
    severity: 'warning',
    message: (at: { feature: string; rows: number; example: string }) =>
      `'${at.feature}' is read as a float32, up to 3.4e38; in ${counted(at.rows, 'row')} it is larger, such as ${at.example}, and is read as missing`,
  }),
  CTR4046: entry({
    title: 'large-magnitude',
    severity: 'warning',
    message: (at: { feature: string; rows: number; example: string }) =>
      `'${at.feature}' is beyond a million in ${counted(at.rows, 'row')}, such as ${at.example}: unless the model scales it, training will not learn; ` +
      'divide it in the query, or take its logarithm',
  }),
  CTR4047: entry({
    title: 'constant-feature',
    severity: 'warning',
    message: (at: { feature: string; rows: number; value: string | undefined }) =>
      `'${at.feature}' is ${at.value ?? 'missing'} in all of ${counted(at.rows, 'row')}: nothing can be learned from it; ` +
      'does a join in the query find nothing? Otherwise leave it out',
  }),
  CTR4048: entry({
    title: 'unequal-lists',
    severity: 'error',
    message: (at: {
      lists: readonly string[]
      record: string | undefined
      rows: number
      example: string
      remedy: string | undefined
    }) =>
      `${at.record === undefined ? `${at.lists.map((list) => `'${list}'`).join(' and ')} are combined step by step` : `the lists of '${at.record}' are one sequence`}, ` +
      `but in ${counted(at.rows, 'row')} they have different numbers of elements, such as ${at.example}${at.remedy === undefined ? '' : `; ${at.remedy}`}`,
  }),
  CTR4049: entry({
    title: 'word-with-nul',
    severity: 'warning',
    message: (at: { feature: string; rows: number; example: string; remedy: string }) =>
      `'${at.feature}' has a word with NUL in it in ${counted(at.rows, 'row')}, such as '${at.example}', which is read as missing; ${at.remedy}`,
  }),
  CTR4052: entry({
    title: 'outside-domain',
    severity: 'warning',
    message: (at: {
      feature: string
      expression: string
      needs: string
      rows: number
      example: string
      remedy: string
    }) =>
      `the model computes ${at.expression}, which is finite for ${at.needs} alone; in ${counted(at.rows, 'row')} '${at.feature}' is not, such as ${at.example}: ` +
      `training stops there; ${at.remedy}`,
  }),
  CTR4053: entry({
    title: 'vocabulary-fits',
    severity: 'information',
    /** `seen`: how many rows a word of the table must be in as it is declared. */
    message: (at: { fitting: readonly { readonly table: string; readonly words: number; readonly seen: number }[] }) =>
      `every word of the training split is in ${at.fitting.map(({ table, words }) => `'${table}' (${counted(words, 'word')})`).join(', ')}: ` +
      `the row that new words are served by learns nothing; 'vocabulary(n, seen: ${1 + Math.max(...at.fitting.map(({ seen }) => seen))})' leaves rare words to it`,
  }),
  CTR4054: entry({
    title: 'unread-parameter',
    severity: 'warning',
    message: (at: { name: string; dataset: string; reads: readonly string[]; near: string | undefined }) =>
      `the query of dataset '${at.dataset}' does not read '{${at.name}}'${didYouMean(at.near)} ` +
      (at.reads.length === 0
        ? '(it has no parameters)'
        : `(it reads ${at.reads.map((name) => `{${name}}`).join(', ')})`),
  }),
  CTR4055: entry({
    title: 'record-twice',
    severity: 'error',
    message: (at: { record: string; column: string; lists: readonly string[] }) =>
      `the sequence '${at.record}' is there twice: as the list of structs '${at.column}', and as ${at.lists.map((list) => `'${list}'`).join(', ')}; ` +
      `leave one of the two out of the query: select * exclude (${at.lists.map((list) => `"${list}"`).join(', ')})`,
  }),
  CTR4056: entry({
    title: 'record-absent',
    severity: 'error',
    message: (at: {
      record: string
      column: string
      what: string
      found: string | undefined
      lacking: readonly string[]
      has: readonly string[]
    }) => {
      const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ')
      const whole =
        at.found === undefined
          ? `no column '${at.column}'`
          : `'${at.column}' as ${at.found}, which is no list of structs`
      return (
        `the sequence '${at.record}' is not in ${at.what}: it has ${whole}, and ${at.has.length === 0 ? 'none of the lists' : `${quoted(at.has)}, but not`} ` +
        `${quoted(at.lacking)}; a sequence is one list of structs, or a list for each of its fields`
      )
    },
  }),
  CTR4057: entry({
    title: 'record-lacks-field',
    severity: 'error',
    message: (at: {
      record: string
      column: string
      field: string
      has: readonly string[]
      near: string | undefined
    }) =>
      `the structs of '${at.column}' have no field '${at.field}', which the sequence '${at.record}' reads; they have ${at.has.map((each) => `'${each}'`).join(', ')}` +
      didYouMean(at.near),
  }),
  CTR4050: entry({
    title: 'vocabulary-file',
    severity: 'error',
    message: (at: { table: string; file: string; reason: string }) =>
      `the vocabulary of table '${at.table}' cannot be read from '${at.file}': ${at.reason}`,
  }),
  CTR4051: entry({
    title: 'vocabulary-not-fitted',
    severity: 'error',
    message: (at: { table: string }) =>
      `table '${at.table}' fits its vocabulary on the training split, but the dataset has no split 'train'`,
  }),
}
