import type { Document, Fill } from './document.ts'

/** Columns of a line, comments not counted. */
export const maximumWidth = 120
const step = 2

/** A printed line, its comment apart: the columns of comments are chosen when all lines are known. */
export interface PrintedLine {
  readonly code: string
  readonly comment: string | undefined
}

/**
 * `flat`: no line ends. `around`: none of the group's own lines ends, but something inside it is broken. `broken`: all of them end.
 */
type Mode = 'flat' | 'around' | 'broken'

interface Task {
  readonly document: Document
  readonly mode: Mode
  readonly depth: number
  /** The next item of a fill that is laid out. */
  readonly from?: number
}

/** The lines of a document. Time is linear in its size: what fits is decided within one line's width. */
export function render(document: Document, width = maximumWidth): readonly PrintedLine[] {
  const lines: PrintedLine[] = []
  const tasks: Task[] = [{ document, mode: 'broken', depth: 0 }]
  let code = ''
  let comment: string | undefined

  const endLine = (blank: boolean, depth: number) => {
    lines.push({ code: code.trimEnd(), comment })
    if (blank) lines.push({ code: '', comment: undefined })
    code = ' '.repeat(step * depth)
    comment = undefined
  }
  const fits = (first: Task): Mode => measured(first, tasks, width - code.length)

  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    const { document: at, mode, depth } = task
    if (typeof at === 'string') code += at
    else if (isList(at)) for (const each of at.toReversed()) tasks.push({ document: each, mode, depth })
    else
      switch (at.kind) {
        case 'line':
          if (mode === 'broken') endLine(false, depth)
          else code += at.flat
          break
        case 'newline':
          endLine(at.blank, depth)
          break
        case 'either':
          code += mode === 'broken' ? at.broken : at.flat
          break
        case 'comment':
          if (comment !== undefined) endLine(false, depth)
          comment = at.text
          break
        case 'indent':
          tasks.push({ document: at.of, mode, depth: mode === 'broken' ? depth + 1 : depth })
          break
        case 'group': {
          const found = at.broken || mode === 'flat' ? undefined : fits({ document: at.of, mode: 'flat', depth })
          const isBroken = at.broken || (found === 'around' && at.whole === true)
          const chosen = isBroken ? 'broken' : (found ?? 'flat')
          tasks.push({ document: at.of, mode: chosen, depth })
          break
        }
        case 'fill':
          if (mode === 'broken') layItem(at, task)
          else tasks.push({ document: flattened(at), mode, depth })
          break
      }
  }
  endLine(false, 0)
  return lines

  /** One item of a fill, on the same line where it fits. */
  function layItem(at: Fill, { depth, from = 0 }: Task) {
    const item = at.items[from]
    if (item === undefined) return
    tasks.push({ document: at, mode: 'broken', depth, from: from + 1 })
    const separator = from === 0 ? undefined : at.separators[from - 1]
    const isLine =
      separator !== undefined && typeof separator !== 'string' && 'kind' in separator && separator.kind === 'line'
    const found = isLine ? fits({ document: [separator, item], mode: 'flat', depth }) : 'broken'
    const stays = found === 'flat' || (found === 'around' && !at.whole)
    tasks.push({ document: item, mode: 'broken', depth })
    const separatorDepth = at.whole ? depth + 1 : depth
    if (separator !== undefined)
      tasks.push({ document: separator, mode: stays ? 'flat' : 'broken', depth: separatorDepth })
  }
}

const isList = (document: Document): document is readonly Document[] => Array.isArray(document)

const flattened = ({ items, separators }: Fill): Document =>
  items.flatMap((item, index) => (index === 0 ? [item] : [separators[index - 1] ?? '', item]))

/**
 * How a document can stand with none of its own lines ended: `flat` where it fits whole, `around` where it fits up to a place at which
 * something inside it ends the line, `broken` where neither holds. What follows it up to the next line's end counts.
 */
function measured(first: Task, rest: readonly Task[], width: number): Mode {
  const inside: Task[] = [first]
  let left = width
  let following = rest.length
  while (left >= 0) {
    const isInside = inside.length > 0
    const task = inside.pop() ?? rest[--following]
    if (task === undefined) return 'flat'
    const { document: at, mode, depth, from = 0 } = task
    const end = isInside && following === rest.length ? 'around' : 'flat'
    if (typeof at === 'string') left -= at.length
    else if (isList(at)) for (const each of at.toReversed()) inside.push({ document: each, mode, depth })
    else
      switch (at.kind) {
        case 'line':
          if (mode === 'broken') return end
          left -= at.flat.length
          break
        case 'newline':
          return end
        case 'either':
          left -= (mode === 'broken' ? at.broken : at.flat).length
          break
        case 'comment':
          break
        case 'indent':
          inside.push({ document: at.of, mode, depth })
          break
        case 'group':
          inside.push({ document: at.of, mode: at.broken ? 'broken' : mode, depth })
          break
        case 'fill':
          if (mode === 'broken' && from > 0) {
            if (from < at.items.length) return end
          } else if (mode === 'broken') inside.push({ document: at.items[0] ?? '', mode, depth })
          else inside.push({ document: flattened(at), mode, depth })
          break
      }
  }
  return 'broken'
}

/** A document's text where it fits on one line; undefined where something in it ends a line. */
export function oneLine(document: Document): string | undefined {
  const [only, another] = render({ kind: 'group', of: document, broken: false }, Number.POSITIVE_INFINITY)
  return another === undefined && only?.comment === undefined ? only?.code : undefined
}
