import { greedyRuns } from './columns.ts'
import type { PrintedLine } from './render.ts'

/** Where comments at the ends of lines stand, where two blanks or more are before them. */
const usualColumn = 48
const leastGap = 2
/** How far behind longer code they stand. */
const gap = 4
/** A line whose code ends this much further right than its neighbours' begins another column. */
const tolerance = 24

const endsColumn = /^ *(?:\/\/.*|[)\]}]*)$/

const columnAfter = ({ length }: string): number => (length + leastGap <= usualColumn ? usualColumn : length + gap)

/**
 * The lines with their comments in columns: neighbouring lines have one column. An empty line, one of a comment alone and one of
 * closing brackets alone end a column.
 */
export function withComments(lines: readonly PrintedLine[]): readonly string[] {
  const texts = lines.map(({ code }) => code)
  let block: { readonly index: number; readonly column: number }[] = []
  const place = () => {
    for (const { items, width } of greedyRuns(block, ({ column }) => column, tolerance))
      for (const { index } of items) texts[index] = `${texts[index]?.padEnd(width)}${lines[index]?.comment}`
    block = []
  }
  for (const [index, { code, comment }] of lines.entries()) {
    if (code === '' && comment !== undefined) texts[index] = comment
    else if (comment === undefined && endsColumn.test(code)) place()
    else if (comment !== undefined) block.push({ index, column: columnAfter(code) })
  }
  place()
  return texts
}
