import { expect, test } from 'vitest'
import { check, trunk } from '../programs.ts'

test('a value per task of a model that predicts none has no entry to infer a dimension from: that is one mistake', () => {
  const found = check(
    trunk('let both = mmoe(embed(user_id), experts: 2, units: [8], gates: tasks)\nlet click = linear(both)'),
  )
  const errors = found.filter(({ severity }) => severity === 'error')
  expect(errors.map(({ code }) => code)).toEqual(['CTR2010', 'CTR2010', 'CTR1556'])
  expect(errors.flatMap(({ fixes }) => fixes.flatMap(({ edits }) => edits.map(({ span }) => span.file)))).toEqual([])
})
