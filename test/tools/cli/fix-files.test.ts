import { expect, test } from 'vitest'
import { memoryHost } from '../../../src/host/memory.ts'
import { failingHost } from '../../host/failing.ts'
import { ctrc } from './run-cli.ts'

const spec = (value: string, imported = 'linear'): string => `import { ${imported} } from "ctr:std"
surface feed
level user by user_id
level row within user
features of user { user_id : id in users }
table users { rows: hash(100), dim: 4 }
model m on feed {
  trunk { predict click = ${value} }
  calibrate click by view with platt { at_least: 10 }
}
`
const wrong = spec('linear(embed(user_idd))', 'linear, mlp')
const right = spec('linear(embed(user_id))')

test('--fix mends the files, lists what it did, and checks what is left', async () => {
  const host = memoryHost({ '/m.ctr': wrong })
  const ran = await ctrc(['check', '/m.ctr', '--fix'], host)
  expect(ran).toMatchObject({ exit: 0, out: '1 program without errors\n' })
  expect(ran.log).toContain(
    "2 mistakes mended:\n  m.ctr: remove 'mlp' (CTR2040)\n  m.ctr: replace with 'user_id' (CTR1501)\n",
  )
  expect(host.readText('/m.ctr')).toBe(right)
  expect(await ctrc(['check', '/m.ctr', '--fix'], host)).toMatchObject({ exit: 0, log: '' })
})

test('in JSON the list is there where errors are left, too', async () => {
  const host = memoryHost({ '/m.ctr': spec('linear(embed(user_idd)) + nothing_like_it', 'linear, mlp') })
  const ran = await ctrc(['check', '/m.ctr', '--fix-only', 'name,remove', '--format', 'json'], host)
  const { fixed, diagnostics } = JSON.parse(ran.out)
  expect(ran.exit).toBe(1)
  expect(fixed).toEqual([
    { file: 'm.ctr', code: 'CTR2040', kind: 'remove', title: "remove 'mlp'" },
    { file: 'm.ctr', code: 'CTR1501', kind: 'name', title: "replace with 'user_id'" },
  ])
  expect(diagnostics).toMatchObject([{ code: 'CTR1501', message: expect.stringContaining('nothing_like_it') }])
})

test('--fix-only takes known kinds alone, and leaves the others', async () => {
  const host = memoryHost({ '/m.ctr': wrong })
  expect(await ctrc(['check', '/m.ctr', '--fix-only', 'name,rename'], host)).toMatchObject({ exit: 2, out: '' })
  expect((await ctrc(['check', '/m.ctr', '--fix-only', 'name'], host)).exit).toBe(0)
  expect(host.readText('/m.ctr')).toBe(spec('linear(embed(user_id))', 'linear, mlp'))
})

test('a file that cannot be written is reported', async () => {
  const host = failingHost(memoryHost({ '/m.ctr': wrong }), 'read_only')
  expect(await ctrc(['check', '/m.ctr', '--fix'], host)).toMatchObject({ exit: 3, out: '' })
})

test('without it no file is written', async () => {
  const host = memoryHost({ '/m.ctr': wrong })
  expect((await ctrc(['check', '/m.ctr'], host)).exit).toBe(1)
  expect(host.readText('/m.ctr')).toBe(wrong)
})
