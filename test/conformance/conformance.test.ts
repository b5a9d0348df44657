import { readdirSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts'
import { Lines } from '../../src/diagnostics/lines.ts'
import { diskHost } from '../../src/host/disk.ts'
import { checkEntry } from '../../src/language/check/check-entry.ts'
import { type Mark, marksOf } from './marks.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const host = diskHost()
const textOf = (file: string): string => host.readText(file) ?? ''

/** Spec files below here, of a case each, or of the case of the nearest folder up with a `main.ctr`. */
const specFiles = readdirSync(here, { recursive: true, withFileTypes: true })
  .filter((each) => each.isFile() && each.name.endsWith('.ctr'))
  .map((each) => join(each.parentPath, each.name))
  .sort()

const isEntry = (file: string): boolean => basename(file) === 'main.ctr'

function caseOf(file: string): string {
  for (let folder = dirname(file); folder.length >= here.length - 1; folder = dirname(folder))
    if (specFiles.includes(join(folder, 'main.ctr'))) return join(folder, 'main.ctr')
  return file
}

const cases = [...new Set(specFiles.filter((file) => !basename(file).startsWith('_') || isEntry(file)).map(caseOf))]

/** What came out at a place, in the form of a mark. */
const found = ({ code, message, span }: Diagnostic): Mark => ({
  file: span === undefined ? '' : relative(here, span.file),
  line: span === undefined ? 0 : new Lines(textOf(span.file)).positionAt(span.start).line + 1,
  code,
  says: message,
})

const place = ({ file, line, code }: Mark): string => `${file}:${line} ${code}`

describe.skipIf(cases.length === 0)('every diagnostic comes out where it is marked, and no other', () => {
  test.each(cases.map((each) => [relative(here, each), each] as const))('%s', (_, entry) => {
    const marks = specFiles
      .filter((file) => caseOf(file) === entry)
      .flatMap((file) => marksOf(relative(here, file), textOf(file)))
    const diagnostics = checkEntry(host, entry).diagnostics.map(found)
    // As many as there are marks, no more: one mistake, one diagnostic.
    const left = [...marks]
    const unmarked = diagnostics.filter((each) => {
      const at = left.findIndex((mark) => place(mark) === place(each) && each.says.includes(mark.says))
      if (at >= 0) left.splice(at, 1)
      return at < 0
    })
    const show = (each: Mark): string => `${place(each)} ${each.says}`
    expect({ unmarked: unmarked.map(show), missing: left.map(show) }).toEqual({ unmarked: [], missing: [] })
  })
})

describe('marks', () => {
  test('name a line, a code and a part of the message', () => {
    const text = 'a  //~ CTR2001 exists on search\n//~^ CTR1001\nb //~ CTR1501 x //~ CTR1502 y\n'
    expect(marksOf('f', text)).toEqual([
      { file: 'f', line: 1, code: 'CTR2001', says: 'exists on search' },
      { file: 'f', line: 1, code: 'CTR1001', says: '' },
      { file: 'f', line: 3, code: 'CTR1501', says: 'x' },
      { file: 'f', line: 3, code: 'CTR1502', says: 'y' },
    ])
  })

  test('without a code are a mistake', () => {
    expect(() => marksOf('f', 'let a = b //~ unknown name\n')).toThrow('f:1')
  })
})
