import { expect, test } from 'vitest'
import { featuresReadIn } from '../../src/graph/features-read.ts'
import { graphText } from '../../src/graph/text.ts'
import { surfaceGraphs } from '../../src/serve/serving-graph.ts'
import { compiled } from '../serve/fixture.ts'

/** The graph that is served, of a spec whose candidates have these features and whose tower reads `value`. */
function served(features: string, value: string) {
  const text = `
import { linear } from "ctr:std"
surface home_feed
level user by user_id
level candidate within user
features of user { user_id : id
  days : int missing -1
  joined : int default 0 }
features of candidate { ${features} }
model m on home_feed { trunk { } }
tower home_feed of m { predict click = linear(concat(days_or_none, ${value})) }
features of user { days_or_none : clip(days, 0, 9) default 0 }
`
  const { spec, graph } = compiled({ '/main.ctr': text }, '/main.ctr')
  return surfaceGraphs(spec, graph, new Map())('home_feed').served
}

test('ops stand in the place of the input, over the raw inputs, and coarse ones stay coarse', () => {
  const graph = served('shown : int\n away : seconds_between(joined, shown) default 0', 'away')
  expect([...featuresReadIn(graph)].sort()).toEqual(['days', 'joined', 'shown'])
  const lines = graphText(graph).split('\n')
  const find = (kind: string): readonly string[] => lines.filter((line) => line.includes(`= ${kind}(`))
  expect(find('clamp')).toEqual([expect.stringContaining('int64[] at user on home_feed')])
  expect(find('seconds_between')).toEqual([expect.stringContaining('int64[] at candidate on home_feed')])
  // The sentinel of what is clipped, and the default of what the seconds begin with.
  expect(find('raw_number')).toHaveLength(2)
})

test("a derived feature that is 'served as' a constant needs none of what it reads", () => {
  const graph = served('slot : int\n top : bucket(slot, [1, 4]) in { dim: 2 } served as 0', 'embed(top)')
  expect(featuresReadIn(graph)).toEqual(['days'])
})
