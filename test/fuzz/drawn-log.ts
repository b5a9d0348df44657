import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { smallColumns, smallSpec } from '../small-project.ts'
import { sql } from '../sql.ts'
import type { Draw } from './draw.ts'
import { lists, scalars } from './log-values.ts'

/** A spec and the files of its log; what is odd about them. */
export interface DrawnLog {
  readonly spec: string
  readonly kind: string
  readonly what: string
}

type Columns = Record<string, string>

const formats = ['parquet', 'csv', 'json'] as const
type Format = (typeof formats)[number]

/** Beside what the small project reads: the other kinds of numbers, and a weight. */
const columns: Columns = {
  ...smallColumns,
  seen: 'cast(i % 9 as int)',
  mobile: 'i % 2 = 0',
  vector: 'cast([i % 3, 0.5, 1] as float[])',
  weight: 'cast(1 + i % 3 as double)',
}
const listColumns = ['recent', 'tags', 'query', 'vector']
const rows = 280

/** Writes a log into `folder`; most have one odd column, some several, some odd files. Without a draw, the log as it should be. */
export async function writeLog(folder: string, draw?: Draw): Promise<DrawnLog> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  if (draw === undefined) {
    await write(folder, 'a', 'parquet', columns, rows)
    return { spec: specOf('parquet', 'clicked == 1', false, false), kind: 'none', what: 'as it should be' }
  }
  const format = draw.of(formats)
  const done: string[] = []
  const kind = draw.of(['column', 'column', 'column', 'columns', 'second file', 'labels', 'splits', 'file'] as const)
  const first = { ...columns }
  const times = kind === 'columns' ? 2 + draw.below(3) : kind === 'column' ? 1 : 0
  for (let time = 0; time < times; time++) done.push(changed(first, draw))
  if (kind === 'labels') done.push(oddLabels(first, draw))
  if (kind === 'splits') done.push(oddSplits(first, draw))
  const count = kind === 'file' && draw.chance(0.3) ? draw.of([0, 1, 2]) : rows
  if (count !== rows) done.push(`${count} rows`)
  await write(folder, 'a', format, first, count)
  if (kind === 'second file') {
    const second = { ...columns }
    for (let time = 0; time < 1 + draw.below(2); time++) done.push(`in the second file ${changed(second, draw)}`)
    const other = draw.chance(0.15) ? draw.of(formats) : format
    await write(folder, 'b', other, second, draw.chance(0.1) ? 0 : 60)
  }
  if (kind === 'file' && (done.length === 0 || draw.chance(0.3))) done.push(damaged(folder, format, draw))
  const label = draw.chance(kind === 'labels' ? 0.5 : 0.1) ? 'clicked' : 'clicked == 1'
  const united = draw.chance(0.5)
  const weighted = draw.chance(0.3)
  const how = `${format}${united ? ', united by name' : ''}${label === 'clicked' ? ', the label as it is' : ''}`
  return {
    spec: specOf(format, label, united, weighted),
    kind: `${kind}, ${format}`,
    what: `${how}${weighted ? ', weighted' : ''}: ${done.join('; ')}`,
  }
}

/** CSV has no lists: their text is read as one. */
const ofText =
  'replace (cast(recent as bigint[]) as recent, cast(tags as varchar[]) as tags, cast(query as bigint[]) as query, cast(vector as float[]) as vector)'

const specOf = (format: Format, label: string, united: boolean, weighted: boolean): string =>
  smallSpec
    .replace(
      /query:.*/,
      `query: "select * ${format === 'csv' ? ofText : ''} from read_${format}('{root}/*.${format}'${united ? ', union_by_name = true' : ''})"`,
    )
    .replace('click: clicked == 1', `click: ${label}`)
    .replace('  outcomes:', `${weighted ? '  weight:   weight\n' : ''}  outcomes:`)
    .replace(
      '  price  : float default 0',
      '  price  : float default 0\n  seen   : int\n  mobile : bool default 0\n  vector : [3]',
    )
    .replace('embed(pin_id), price,', 'embed(pin_id), price, seen, mobile, vector,')
    .replace('epochs:    2', 'epochs:    1')
    .replace('every: 0.5', 'every: 1')

/** One column that is missing, more, called otherwise, or has other values in all rows, in a few or in none but a few. */
function changed(of: Columns, draw: Draw): string {
  const name = draw.of(Object.keys(of).filter((each) => of[each] !== ''))
  const kind = draw.of([
    'values',
    'values',
    'values',
    'values',
    'some',
    'some',
    'null',
    'drop',
    'rename',
    'more',
  ] as const)
  const isList = listColumns.includes(name)
  const pool = isList !== draw.chance(0.1) ? lists : scalars
  const value = draw.of(Object.keys(pool))
  switch (kind) {
    case 'values':
      of[name] = pool[value]!
      return `${name}: ${value}`
    case 'some': {
      const every = draw.of([2, 20, 270])
      of[name] = `case when i % ${every} = 1 then (${pool[value]}) else (${of[name]}) end`
      return `${name}: ${value} in every row of ${every}`
    }
    case 'null': {
      const every = draw.of([2, 20, 270])
      of[name] = `case when i % ${every} = 1 then null else (${of[name]}) end`
      return `${name}: null in every row of ${every}`
    }
    case 'drop':
      delete of[name]
      return `without ${name}`
    case 'rename': {
      const to = draw.of([name.toUpperCase(), `${name} `, `${name}\u001b[31m`, 'select', 'ctrc surface case', 'n', 'é'])
      of[to] = of[name]!
      delete of[name]
      return `${name} is called ${JSON.stringify(to)}`
    }
    case 'more':
      of[draw.of(['extra', 'a\u001b[2Jb', 'rows', 'source', '__proto__'])] = scalars[draw.of(Object.keys(scalars))]!
      return 'one column more'
  }
}

function oddLabels(of: Columns, draw: Draw): string {
  const odd: Columns = {
    'all 0': '0',
    'all 1': '1',
    'all null': 'cast(null as int)',
    '0, 1 and 2': 'i % 3',
    '-1': 'i % 2 - 1',
    'null but one': 'case when i = 4 then 1 end',
    'one class where it is validated': 'case when i % 7 = 4 then 0 else i % 2 end',
    'the other class where it is validated': 'case when i % 7 = 4 then 1 else i % 2 end',
    'none where it is validated': 'case when i % 7 = 4 then null else i % 2 end',
    'none where it is trained': 'case when i % 7 >= 4 then i % 2 end',
    'one class on search': 'case when i % 3 = 0 then (i // 3) % 2 else 0 end',
    BOOLEAN: 'i % 2 = 0',
    halves: '(i % 3) / 2.0',
    NaN: "cast('nan' as double)",
    'NaN and 1': "case when i % 2 = 0 then cast('nan' as double) else 1 end",
    text: 'cast(i % 2 as varchar)',
  }
  const name = draw.of(Object.keys(odd))
  of.clicked = odd[name]!
  return `labels ${name}`
}

function oddSplits(of: Columns, draw: Draw): string {
  const odd: Columns = {
    'all in train': '0',
    'none in train': '4 + i % 3',
    'none in validation': 'case when i % 7 = 4 then 1 else i % 7 end',
    'none in test': 'i % 6',
    'none in calibration': 'case when i % 7 = 5 then 1 else i % 7 end',
    'none at all': '9',
    null: 'cast(null as int)',
    'null for half': 'case when i % 2 = 0 then i % 7 end',
    'one row to train on': 'case when i = 0 then 0 else 4 + i % 3 end',
    'one row to validate': 'case when i = 0 then 4 else i % 4 end',
    'as text': 'cast(i % 7 as varchar)',
    'as DOUBLE': 'cast(i % 7 as double)',
    NaN: "cast('nan' as double)",
  }
  const name = draw.of(Object.keys(odd))
  of.day = odd[name]!
  return `splits: ${name}`
}

function damaged(folder: string, format: Format, draw: Draw): string {
  const path = join(folder, `a.${format}`)
  const bytes = readFileSync(path)
  const kind = draw.of([
    'cut',
    'cut',
    'empty',
    'zeros',
    'garbage',
    'other',
    'none',
    'folder',
    'header',
    'flip',
  ] as const)
  switch (kind) {
    case 'cut': {
      const length = draw.below(bytes.length + 1)
      writeFileSync(path, bytes.subarray(0, length))
      return `cut to ${length} of ${bytes.length} bytes`
    }
    case 'empty':
      writeFileSync(path, '')
      return 'empty'
    case 'zeros':
      writeFileSync(path, Buffer.alloc(1000))
      return 'zeros'
    case 'garbage':
      writeFileSync(path, Buffer.from(Array.from({ length: 500 }, () => draw.below(256))))
      return 'garbage'
    case 'other':
      writeFileSync(path, '<html>not\u0007found</html>\n')
      return 'another format'
    case 'none':
      rmSync(path)
      return 'no file'
    case 'folder':
      rmSync(path)
      mkdirSync(path)
      return 'a folder in its place'
    case 'header':
      writeFileSync(path, bytes.subarray(0, Math.max(4, bytes.indexOf(10) + 1)))
      return 'its first line alone'
    case 'flip': {
      const at = draw.below(bytes.length + 1)
      if (at < bytes.length) bytes[at] = draw.below(256)
      writeFileSync(path, bytes)
      return `byte ${at} of ${bytes.length} written over`
    }
  }
}

/** A column that DuckDB cannot make (a CASE of types that have none in common) or write in a format is left out. */
async function write(folder: string, name: string, format: Format, of: Columns, count: number): Promise<void> {
  const path = join(folder, `${name}.${format}`)
  const copy = (columns: readonly (readonly [string, string])[]): string => {
    const select = columns.map(([column, value]) => `(${value}) as "${column.replaceAll('"', '""')}"`).join(', ')
    return `copy (select ${select} from range(${count}) t(i)) to '${path}' (format ${format})`
  }
  const all = Object.entries(of)
  if (!(await isDone(copy(all)))) {
    const possible: (readonly [string, string])[] = []
    for (const each of all) if (await isDone(copy([each]))) possible.push(each)
    await sql(copy(possible))
  }
  if (format !== 'json') return
  const text = readFileSync(path, 'utf8')
  if (text.includes('HALF')) writeFileSync(path, text.replaceAll('HALF', '\\ud800'))
}

async function isDone(statement: string): Promise<boolean> {
  try {
    await sql(statement)
    return true
  } catch {
    return false
  }
}
