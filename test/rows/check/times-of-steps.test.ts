import { expect, test } from 'vitest'
import { checkData } from '../../../src/rows/check/check-data.ts'
import { reported } from '../../diagnostics/reported.ts'
import { host, programOf } from '../fixture.ts'

const text = (steps: string, time = '  time: shown_at\n'): string => `
surface home
surface search
level user by user_id
level candidate within user
features of user {
  user_id : id in users
  sequence recent max 3 { pin : id in users, at : time missing 7 }
}
features of candidate { shown_at : time }
table users { rows: hash(100), dim: 2 }
dataset log {
  query:   "select 1 + i % 2 as tab, i as user_id, i // 2 % 2 as clicked, i % 3 as day, epoch_ms(1700000000000 + 1000 * i) as shown_at, ${steps} as recent from range(30) t(i)"
  surface: { column: tab, values: { 1: home, 2: search } }
${time}  labels:  { click: clicked }
  splits:  { train: day < 2, test: day == 2 }
}
model m on home, search { trunk { predict click = linear(embed(user_id)) } }
`

async function found(steps: string, time?: string): Promise<readonly string[]> {
  const { spec, dataset, origins } = programOf(text(steps, time))
  const { diagnostics } = await reported((report) =>
    checkData(host(), report, spec, dataset, { params: new Map() }, origins),
  )
  return diagnostics
    .filter(({ code }) => code.startsWith('CTR407'))
    .map(({ code, message, span }) => `${code} ${span?.file}: ${message.split(';')[0]}`)
}

/** Structs of times that lie so many seconds before the impression, oldest first. */
const before = (...seconds: readonly string[]): string =>
  `[${seconds.map((each) => `{ 'pin': i, 'at': epoch_ms(1700000000000 + 1000 * i - 1000 * (${each})) }`).join(', ')}]`

test('steps before the impression, in order, are as they should be', async () => {
  expect(await found(before('50', '50', '1'))).toEqual([])
  expect(await found('[]'.replace('[]', `${before('3')}[:0]`))).toEqual([])
})

test('a step at the time of the impression or after it tells what happened', async () => {
  const message =
    "CTR4077 /main.ctr: 'recent.at' has a step at the impression's time ('shown_at') or after it in 3 rows, by up to 40 s: " +
    'the model would be told what is not known yet'
  expect(await found(before('50', 'if(i < 2, 0, if(i = 2, -40, 1))'))).toEqual([message])
})

test('without a time of the dataset there is nothing to compare with', async () => {
  expect(await found(before('50', '-40'), '')).toEqual([])
})

test('steps that are not in order are not the newest that are kept; equal times are in order, missing ones in any', async () => {
  const at = (time: string): string => `{ 'pin': i, 'at': ${time} }`
  expect(await found(before('1', '50'))).toEqual([
    "CTR4078 /main.ctr: the steps of 'recent.at' are not in order of time in 30 rows: the newest must be last, since the last ones are kept",
  ])
  expect(await found(`[${at('epoch_ms(5)')}, ${at('null')}, ${at('epoch_ms(7)')}, ${at('epoch_ms(5)')}]`)).toEqual([])
})

test('times of integers are compared alike', async () => {
  const steps =
    "[{ 'pin': i, 'at': 1700000000000 + 1000 * i - 5 }, { 'pin': i, 'at': if(i = 4, 1700000000000 + 1000 * i, null) }]"
  expect(await found(steps)).toHaveLength(1)
})
