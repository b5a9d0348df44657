import type { Span } from '../../diagnostics/diagnostic.ts'
import type { SourceText } from './source-text.ts'

/** An item whose name is this much longer or shorter than its neighbours' does not share their column. */
const tolerance = 12

/** What an item puts before its column, and the kind of column it is. Items of one kind share it. */
export interface Key {
  readonly kind: string
  readonly width: number
}

interface Run<Item> {
  readonly items: readonly Item[]
  readonly width: number
}

/**
 * For each item the width of its column: the widest key among its neighbours of the same kind. A blank line, a comment on a line of its
 * own and an item of another kind end a column; an item of several lines takes part with its first.
 */
export function columnsOf<Item extends { readonly span: Span }>(
  source: SourceText,
  items: readonly Item[],
  keyOf: (item: Item) => Key | undefined,
): ReadonlyMap<Item, number> {
  const columns = new Map<Item, number>()
  for (const neighbours of runsOf(source, items, (item) => keyOf(item)?.kind))
    for (const { items: column, width } of greedyRuns(neighbours, (item) => keyOf(item)?.width ?? 0, tolerance))
      for (const item of column) columns.set(item, width)
  return columns
}

/** Neighbouring items of one kind; items without a kind are in none. */
export function runsOf<Item extends { readonly span: Span }>(
  source: SourceText,
  items: readonly Item[],
  kindOf: (item: Item) => string | undefined,
): readonly (readonly Item[])[] {
  const runs: Item[][] = []
  let last: Item | undefined
  for (const item of items) {
    const kind = kindOf(item)
    const goesOn = last !== undefined && kindOf(last) === kind && source.areNeighbours(last.span.end, item.span.start)
    if (kind !== undefined && goesOn) runs.at(-1)?.push(item)
    else if (kind !== undefined) runs.push([item])
    last = item
  }
  return runs
}

/** Cuts a list where the widths would differ by more than `most`; a run's width is that of its widest item. */
export function greedyRuns<Item>(
  items: readonly Item[],
  widthOf: (item: Item) => number,
  most: number,
): readonly Run<Item>[] {
  const runs: { items: Item[]; width: number; least: number }[] = []
  for (const item of items) {
    const width = widthOf(item)
    const run = runs.at(-1)
    if (run !== undefined && Math.max(run.width, width) - Math.min(run.least, width) <= most) {
      run.items.push(item)
      run.width = Math.max(run.width, width)
      run.least = Math.min(run.least, width)
    } else runs.push({ items: [item], width, least: width })
  }
  return runs
}
