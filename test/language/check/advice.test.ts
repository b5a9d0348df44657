import { expect, test } from 'vitest'
import { memoryHost } from '../../../src/host/memory.ts'
import { checkEntry } from '../../../src/language/check/check-entry.ts'

const model = (reads: string): string => `import "../features.ctr"
model m on home {
  trunk { predict click = sum(${reads}) }
  calibrate click with platt
}
`
const features = `surface home
level row
features of row { price, spend : float default 0 }
`
const found = (files: Readonly<Record<string, string>>, entry: string): readonly string[] =>
  checkEntry(memoryHost(files), entry).diagnostics.map(({ code, message }) => `${code} ${message}`)

test('what one program does not use may be what another one does', () => {
  const files = { '/features.ctr': features, '/a/main.ctr': model('price') }
  expect(found(files, '/a/main.ctr')).toEqual([]) // outside the entry's folder
  const own = { '/features.ctr': features, '/main.ctr': model('price').replace('../', './') }
  expect(found(own, '/main.ctr')).toEqual([
    "CTR2100 'spend' is declared, and no code, level key or derived feature reads it",
  ])
  expect(found({ ...own, '/other.ctr': model('spend').replace('../', './') }, '/main.ctr')).toEqual([])
})

test('a program with errors is not told what it does not use', () => {
  const own = { '/features.ctr': features, '/main.ctr': model('prices').replace('../', './') }
  expect(found(own, '/main.ctr')).toEqual(["CTR1501 there is no name 'prices'; did you mean 'price'?"])
})
