import { test } from 'vitest'
import { expectMarked } from './marked-program.ts'

test('a feature called like an output', () => {
  expectMarked(`
features of candidate {
  status : float default 0   //~ CTR1566 the feature 'status' has the same name as the output that gives the reason why a row has no score
  click  : float default 0   //~ CTR1566 the feature 'click' has the same name as a task of model 'engagement'
}
`)
})

test('a level key called like an output', () => {
  expectMarked(
    `
level user      by user_id
level request   by status: string within user   //~ CTR1566 the level key 'status' has the same name as the output
level ad        by pin_id
level candidate within request, ad
`,
    { without: ['levels'] },
  )
})

test('a task called like an input or output that every graph has', () => {
  expectMarked(
    `
model other on home_feed {
  trunk {
    predict status = impressions   //~ CTR1566 the task 'status' has the same name as the output
    predict view   = impressions   //~ CTR1566 the task 'view' has the same name as the input that gives a row's view type
  }
}
`,
    { without: ['model'] },
  )
})
