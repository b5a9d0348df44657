import { expect, test } from 'vitest'
import { diskHost } from '../../../src/host/disk.ts'
import { entriesOf } from '../../../src/language/resolve/entries.ts'
import { resolveProgram } from '../../../src/language/resolve/resolve-program.ts'

const host = diskHost()

test('the reference specs are four programs', () => {
  expect(entriesOf(host, 'specs')).toEqual({
    entries: [
      'specs/baseline/baseline.ctr',
      'specs/separate/separate.ctr',
      'specs/unified/engagement.ctr',
      'specs/unified-rp/engagement.ctr',
    ],
    diagnostics: [],
  })
})

test.each([
  ['baseline/baseline', ['baseline']],
  ['separate/separate', ['home_feed_ctr', 'related_pins_ctr', 'search_ctr']],
  ['unified/engagement', ['engagement']],
  ['unified-rp/engagement', ['engagement']],
])('specs/%s resolves', (name, models) => {
  const { program, diagnostics } = resolveProgram(host, `specs/${name}.ctr`)
  expect(diagnostics).toEqual([])
  expect([...(program?.models.keys() ?? [])]).toEqual(models)
})

test('a tower file of two programs means both', () => {
  expect(entriesOf(host, 'specs/unified/towers/search.ctr').entries).toEqual([
    'specs/unified/engagement.ctr',
    'specs/unified-rp/engagement.ctr',
  ])
})
