import { describe, expect, test } from 'vitest'
import type { Graph } from '../../../src/graph/graph.ts'
import { SurfaceSet } from '../../../src/graph/surfaces.ts'
import { graphText } from '../../../src/graph/text.ts'
import { prune } from '../../../src/passes/prune.ts'
import { type Files, graphOf, specFiles } from '../programs.ts'

const files = specFiles()
const entry = '/specs/unified/engagement.ctr'

const homeFeed = (graph: Graph): string => graphText(prune(SurfaceSet.of(['home_feed'])).run(graph))

/** The unified spec with a change to one of its files. */
function changed(path: string, change: (text: string) => string): Files {
  const text = files[path]!
  const after = change(text)
  if (after === text) throw new Error(`nothing changed in ${path}`)
  return { ...files, [path]: after }
}

const before = graphOf(files, entry)

describe('what the home feed gets does not change', () => {
  const edits: readonly (readonly [string, Files])[] = [
    [
      'when lets that do not read each other change places',
      changed(entry, (text) => text.replace(/( *let user .*\n)( *export let item .*\n)/, '$2$1')),
    ],
    [
      'when lets of the trunk stand in another order, each still before its readers',
      changed(entry, (text) => {
        const lines = text.split('\n')
        const item = lines.findIndex((line) => line.includes('export let item'))
        const [line] = lines.splice(item, 1)
        lines.splice(
          lines.findIndex((each) => each.includes('let actions')),
          0,
          line!,
        )
        return lines.join('\n')
      }),
    ],
    [
      'when predictions of its own tower change places',
      changed('/specs/unified/towers/home_feed.ctr', (text) =>
        text.replace(/( *predict click .*\n)( *predict long_click .*\n)/, '$2$1'),
      ),
    ],
    [
      'when the search tower is written anew',
      changed('/specs/unified/towers/search.ctr', (text) =>
        text.replace('let h     = mlp(concat(shared, match), units: [128, 64])', 'let h     = mlp(match, units: [32])'),
      ),
    ],
    [
      'when a module is added, and called where the home feed does not reach',
      changed('/specs/unified/towers/search.ctr', (text) =>
        text
          .replace(
            'tower search',
            'module squared<N>(x: [N]) -> [N] {\n  param w : [N]\n  return x * x * w\n}\n\ntower search',
          )
          .replace('concat(shared, match)', 'concat(shared, squared(match))'),
      ),
    ],
    [
      'when a let is added that it does not read',
      changed(entry, (text) =>
        text.replace('    let crossed', '    let aside = dcnv2(item, layers: 1)\n    let crossed'),
      ),
    ],
    [
      'when comments and blank lines move everything',
      changed(entry, (text) => `\n// a line\n\n${text.replaceAll('\n', '\n\n')}`),
    ],
    [
      'when surfaces, levels and features are declared in another order of files',
      changed(entry, (text) =>
        text.replace(/(import "\.\.\/shared\/surfaces\.ctr"\n)(import "\.\.\/shared\/features\.ctr"\n)/, '$2$1'),
      ),
    ],
  ]

  test.each(edits)('%s', (_, after) => {
    expect(homeFeed(graphOf(after, entry))).toBe(homeFeed(before))
  })

  test('when related pins is prepared', () => {
    expect(homeFeed(graphOf(files, '/specs/unified-rp/engagement.ctr'))).toBe(homeFeed(before))
  })
})

test('what the home feed reads does change it', () => {
  const after = changed('/specs/unified/towers/home_feed.ctr', (text) => text.replace('[128, 64]', '[128, 32]'))
  expect(homeFeed(graphOf(after, entry))).not.toBe(homeFeed(before))
})

test("the home feed's graph has nothing of what search alone declares", () => {
  expect(homeFeed(before)).not.toMatch(/search|query_terms|query_match/)
})
