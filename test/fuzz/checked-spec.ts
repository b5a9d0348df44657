import { Lines } from '../../src/diagnostics/lines.ts'
import { memoryHost } from '../../src/host/memory.ts'
import { library } from '../../src/language/stdlib/library.ts'
import { ctrc } from '../tools/cli/run-cli.ts'

export interface Checked {
  /** What a check must not do and did. */
  readonly fault: string | undefined
  readonly isClean: boolean
  readonly codes: readonly string[]
  /** Whether a fix was put in, and the result checked. */
  readonly isFixed: boolean
}

type Files = Readonly<Record<string, string | Uint8Array>>

interface Place {
  readonly line: number
  readonly character: number
}
interface Placed {
  readonly file: string | null
  readonly range: { readonly start: Place; readonly end: Place } | null
}
interface Edit extends Placed {
  readonly text: string
}
interface Found extends Placed {
  readonly code: string
  readonly severity: string
  readonly message: string
  readonly related: readonly (Placed & { readonly message: string })[]
  readonly fixes: readonly { readonly title: string; readonly edits: readonly Edit[] }[]
}

/** What a terminal would obey, and what makes a line seem another one. */
const unprintable = /(?!\n)\p{Cc}|\p{Zl}|\p{Zp}|\p{Cs}|[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u

/** Runs `ctrc check` on the files, by itself, as a user would see it; then on the files as its first fix leaves them. */
export async function faultOfCheck(entry: string, files: Files, format: 'json' | 'pretty'): Promise<Checked> {
  const { exit, out, log } = await ctrc(['check', entry, '--format', format], memoryHost(files))
  const printed = out + log
  const codes = [...new Set(printed.match(/\bCTR\d{4}\b/g) ?? [])]
  const fault = faultIn({ exit, out, log }, files, format)
  const isClean = exit === 0
  const diagnostics = fault !== undefined || format === 'pretty' ? [] : parsed(out)
  const isFixed = diagnostics.some(({ fixes }) => fixes.length > 0)
  return { fault: fault ?? (await faultOfFix(entry, files, diagnostics)), isClean, codes, isFixed }
}

const parsed = (out: string): readonly Found[] => {
  const { diagnostics }: { diagnostics: readonly Found[] } = JSON.parse(out)
  return diagnostics
}

/** A fix is text that can be put in: the check of the result is as well-behaved, and the same message is not at the same place. */
async function faultOfFix(entry: string, files: Files, diagnostics: readonly Found[]): Promise<string | undefined> {
  const fixable = diagnostics.find(({ fixes }) => fixes.length > 0)
  const [fix] = fixable?.fixes ?? []
  if (fixable === undefined || fix === undefined) return undefined
  const fixed = withEdits(files, fix.edits)
  if (typeof fixed === 'string') return `the fix '${fix.title}': ${fixed}`
  const { exit, out, log } = await ctrc(['check', entry, '--format', 'json'], memoryHost(fixed))
  const fault = faultIn({ exit, out, log }, fixed, 'json')
  if (fault !== undefined) return `after the fix '${fix.title}': ${fault}`
  const isLeft = parsed(out).some(
    (each) =>
      each.code === fixable.code &&
      each.message === fixable.message &&
      each.file === fixable.file &&
      JSON.stringify(each.range) === JSON.stringify(fixable.range),
  )
  return isLeft ? `the fix '${fix.title}' leaves ${fixable.code} '${fixable.message}' where it was` : undefined
}

/** The files with a fix's edits, or what is wrong with them. */
function withEdits(files: Files, edits: readonly Edit[]): Files | string {
  const changed: Record<string, string | Uint8Array> = { ...files }
  for (const file of new Set(edits.map((edit) => edit.file))) {
    const path = file !== null && file in files ? file : `/${file}`
    const text = textOf(files[path])
    if (text === undefined) return `it edits '${file}', which is none of the user's texts`
    const starts = [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map(({ 0: end, index }) => index + end.length)]
    const offset = ({ line, character }: Place): number => starts[line]! + character
    const places = edits
      .flatMap((edit) =>
        edit.file === file && edit.range !== null
          ? [{ start: offset(edit.range.start), end: offset(edit.range.end), text: edit.text }]
          : [],
      )
      .sort((a, b) => b.start - a.start)
    let [now, before] = [text, Number.POSITIVE_INFINITY]
    for (const { start, end, text: put } of places) {
      if (end > before) return 'its edits overlap'
      now = now.slice(0, start) + put + now.slice(end)
      before = start
    }
    changed[path] = now
  }
  return changed
}

function faultIn(
  { exit, out, log }: { exit: number; out: string; log: string },
  files: Files,
  format: string,
): string | undefined {
  if (exit !== 0 && exit !== 1) return `exit ${exit}\n${(out + log).slice(0, 2000)}`
  const hidden = unprintable.exec(out + log)
  if (hidden !== null) return `U+${hidden[0].codePointAt(0)!.toString(16)} is printed`
  if (format === 'pretty') {
    if (exit === 1 && !/^error CTR\d{4}: /m.test(log)) return `no error is reported\n${log.slice(0, 500)}`
    return /\bundefined\b.*\bundefined\b|\[object |NaN:NaN/.test(log)
      ? `a message is not filled in\n${log.slice(0, 2000)}`
      : undefined
  }
  const diagnostics = parsed(out)
  if ((exit === 1) !== diagnostics.some(({ severity }) => severity === 'error'))
    return `exit ${exit}, and ${out.slice(0, 1000)}`
  for (const found of diagnostics) {
    if (found.message.length > 20_000) return `${found.code} has a message of ${found.message.length} characters`
    const places = [found, ...found.related, ...found.fixes.flatMap(({ edits }) => edits)]
    for (const place of places) {
      const wrong = wrongPlace(place, files)
      if (wrong !== undefined) return `${found.code} '${found.message.slice(0, 200)}': ${wrong}`
    }
  }
  return undefined
}

/** Why a place is none of the user's text, or of the library's. */
function wrongPlace({ file, range }: Placed, files: Files): string | undefined {
  if (file === null || range === null) return undefined
  const text = file.startsWith('ctr:std/')
    ? library.get(file.slice(8).replace(/\.ctr$/, ''))
    : textOf(files[`/${file}`] ?? files[file])
  if (text === undefined)
    return file in files || `/${file}` in files ? undefined : `'${file}' is no file of the program`
  const lines = new Lines(text)
  for (const { line, character } of [range.start, range.end])
    if (line < 0 || line >= lines.count || character < 0 || character > lines.textOf(line).length + 2)
      return `${file}:${line}:${character} is not in the text`
  const order = range.end.line - range.start.line || range.end.character - range.start.character
  return order < 0 ? `it ends before it begins, in ${file}` : undefined
}

/** Undefined where it is no text. */
function textOf(content: string | Uint8Array | undefined): string | undefined {
  if (typeof content === 'string' || content === undefined) return content
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content)
  } catch {
    return undefined
  }
}
