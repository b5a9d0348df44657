import { expect, test } from 'vitest'
import { missingDefaults } from '../../../src/language/check/missing-defaults.ts'
import { checkedProgram, program } from '../programs.ts'

test('each number without a default gets one behind its sentinel, for its whole line', () => {
  const files = program(`features of ad {
  price, cost : float missing -1 served as 2   // in cents
  image       : [4]
  likes       : int default 0
}
model m on home_feed, search { trunk { predict click = linear(concat(price, cost, image, likes)) } }
`)
  const fixes = missingDefaults(checkedProgram(files))
  expect([...fixes.keys()].sort()).toEqual(['cost', 'image', 'price'])
  const [edit] = fixes.get('cost')?.edits ?? []
  const text = files['/main.ctr']!
  const mended = text.slice(0, edit!.span.start) + edit!.text + text.slice(edit!.span.end)
  expect(mended).toContain('price, cost : float missing -1 default 0 served as 2   // in cents')
  expect(missingDefaults(checkedProgram({ ...files, '/main.ctr': mended })).has('price')).toBe(false)
})
