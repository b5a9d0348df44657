import { expect, test } from 'vitest'
import { expectMarked } from './marked-program.ts'

test('every kind of name, with the nearest one', () => {
  expectMarked(`
features of usr { //~ CTR1501 there is no level 'usr'; did you mean 'user'?
  mood : int default 0
}
features of request on serach { //~ CTR1501 there is no surface 'serach'; did you mean 'search'?
  board : id in pinz //~ CTR1501 there is no table 'pinz'; did you mean 'pins'?
}
model other on home_fed { } //~ CTR1501 there is no surface 'home_fed'; did you mean 'home_feed'?
branch browse of engagment for home_feed { } //~ CTR1501 there is no model or branch 'engagment'; did you mean 'engagement'?
branch look of engagement for hom_feed { } //~ CTR1501 there is no surface 'hom_feed'
tower hmoe_feed of engagement { } //~ CTR1501 there is no surface 'hmoe_feed'; did you mean 'home_feed'?
tower search of enagement { } //~ CTR1501 there is no model or branch 'enagement'
train engagemnt { dataset: log } //~ CTR1501 there is no model 'engagemnt'
serve engagemnet { } //~ CTR1501 there is no model 'engagemnet'
train engagement { dataset: logs } //~ CTR1501 there is no dataset 'logs'; did you mean 'log'?
serve engagement { dedupe: { levels: [users] } } //~ CTR1501 there is no level 'users'; did you mean 'user'?
`)
})

test('nothing near, no guess', () => {
  const { diagnostics } = expectMarked("train zebra { } //~ CTR1501 there is no model 'zebra'")
  expect(diagnostics[0]?.message).not.toContain('did you mean')
  expect(diagnostics[0]?.fixes).toEqual([])
})

test('the fix replaces the name', () => {
  const { diagnostics } = expectMarked('train engagment { dataset: log } //~ CTR1501')
  expect(diagnostics[0]?.fixes[0]?.edits[0]).toMatchObject({ text: 'engagement' })
})

test('surfaces and views of a dataset', () => {
  expectMarked(`
dataset more {
  query: "select 1"
  surface: { column: v, values: {
    1: home_fed //~ CTR1501 there is no surface 'home_fed'
    2: search.result //~ CTR1501 there is no view of search 'result'; did you mean 'results'?
    3: home_feed.default
    4: search //~ CTR1535 'search' has the views results and guided; name one, such as search.results
  } }
  labels: { click: { serch: clicked == 1 } } //~ CTR1501 there is no surface 'serch'
}
train engagement { dataset: log }
`)
})
