import { describe, expect, test } from 'vitest'
import { checkData } from '../../../src/rows/check/check-data.ts'
import { reported } from '../../diagnostics/reported.ts'
import { host, programOf } from '../fixture.ts'

const spec = (events: string): string => `
surface home
surface search
level user by user_id
level candidate within user
features of user { user_id : id }
features of candidate on search else zeros {
  sequence events max 2 { pin : id in pins, dwell : float default 0 }
}
table pins { rows: hash(100), dim: 2 }
dataset log {
  query:   "select range as user_id, 1 + range % 2 as tab, range // 2 % 2 as clicked, ${events} from range(8)"
  surface: { column: tab, values: { 1: home, 2: search } }
  labels:  { click: clicked }
  splits:  { train: user_id >= 0 }
}
model m on home, search { trunk { predict click = linear(length(events)) } }
`

/** What is reported of rows whose records hold this. */
async function found(events: string): Promise<readonly string[]> {
  const { origins, dataset, spec: data } = programOf(spec(events), {})
  const options = {
    params: new Map<string, string>(),
    widened: new Set(['events', 'events.pin', 'events.dwell']),
  }
  const { diagnostics } = await reported((report) => checkData(host({}), report, data, dataset, options, origins))
  return diagnostics.map(({ code, message }) => `${code} ${message}`)
}

const onFewer =
  "CTR2106 'events' is declared on search and read on home as a constant, but 4 rows of 4 there have a value of it"

describe.each([
  ['a list of structs', (pins: string) => `list_transform(${pins}, p -> {pin: p, dwell: p / 2}) as events`],
  [
    'a list for each field',
    (pins: string) => `${pins} as events_pin, list_transform(${pins}, p -> p / 2) as events_dwell`,
  ],
])('of a record, as %s, one thing is said once', (_, columns) => {
  test('that it has more steps than are kept', async () => {
    expect(await found(columns('if(tab = 1, [], range(range))'))).toEqual([
      "CTR2105 'events' keeps the last 2 elements, and 3 rows of 4 have more, up to 7: the model never reads what is older",
    ])
  })
  test('that other surfaces have it, too', async () => {
    expect(await found(columns('[range]'))).toEqual([onFewer])
  })
  test('that no row has a step of it', async () => {
    const empty = (value: string): string =>
      `CTR4047 'events' is ${value} in all of 4 rows: nothing can be learned from it; does a join in the query find nothing? Otherwise leave it out`
    expect(await found(columns('[]::bigint[]'))).toEqual([empty('[]')])
    expect(await found(columns('null::bigint[]'))).toEqual([empty('missing')])
  })
})

test('records of one length may have any values', async () => {
  expect(await found('[{pin: if(tab = 2, range, null), dwell: if(tab = 2, range / 2, null)}] as events')).toEqual([])
})

test('a field of a wrong type is named, not its column', async () => {
  const [first] = await found("[{pin: 'x', dwell: 1.5}] as events")
  expect(first).toBe(
    "CTR4011 column 'events' has 'pin' as VARCHAR[], but feature 'events.pin' expects a list, each element of it an integer",
  )
})
