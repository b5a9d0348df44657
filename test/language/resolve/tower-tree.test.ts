import { expect, test } from 'vitest'
import { expectMarked, programOf } from './marked-program.ts'

const model = 'model tree on home_feed, search, related_pins { trunk { predict click = 1 } }\n'

test('branches with parents first, towers by surface', () => {
  const { models } = programOf(`${model}
tower search of tree { }
tower home_feed of deep { }
branch deep of browse for home_feed { }
branch browse of tree for related_pins, home_feed { }
branch alone of tree for search { }
`)
  const tree = models.get('tree')
  const show = tree?.branches.map(({ name, parent, surfaces }) => `${name} of ${parent} for ${surfaces.key}`)
  expect(show).toEqual([
    'alone of tree for search',
    'browse of tree for home_feed+related_pins',
    'deep of browse for home_feed',
  ])
  expect(tree?.towers.map(({ surface, parent }) => `${surface} of ${parent}`)).toEqual([
    'home_feed of deep',
    'search of tree',
  ])
})

test('models of one program may each have a tower for a surface', () => {
  expectMarked(`
model a on search { }
model b on search { }
tower search of a { predict click = 1 }
tower search of b { predict click = 1 }
`)
})

test('two towers for one surface of a model, by any path', () => {
  expectMarked(`${model}
branch browse of tree for home_feed { }
tower home_feed of tree { }
tower home_feed of browse { } //~ CTR1551 model 'tree' has two towers for 'home_feed'
`)
})

test('surfaces that the parent does not run', () => {
  const { diagnostics } = expectMarked(`
branch browse of engagement for related_pins, home_feed { } //~ CTR1550 a branch for 'related_pins' cannot be a child of 'engagement', which runs on home_feed and search
tower search of browse { } //~ CTR1550 a tower for 'search' cannot be a child of 'browse', which runs on home_feed
tower related_pins of engagement { } //~ CTR1550 a tower for 'related_pins' cannot be a child of 'engagement'
branch inner of browse for search { } //~ CTR1550 a branch for 'search' cannot be a child of 'browse'
`)
  for (const { related } of diagnostics) expect(related).toHaveLength(1)
})

test('branches of each other hang from no model', () => {
  expectMarked(`
branch a of b for search { }
branch b of a for search { } //~ CTR1530 is of itself
tower search of a { }
`)
})

test('what is below an unknown parent is reported once', () => {
  expectMarked(`
branch browse of nothing for search { } //~ CTR1501 there is no model or branch 'nothing'
tower search of browse { }
`)
})
