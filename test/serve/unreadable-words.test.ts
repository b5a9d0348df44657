import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isMissingWord } from '../../src/graph/missing.ts'
import { missingRow, unknownRow } from '../../src/graph/vocabulary.ts'
import { diskHost } from '../../src/host/disk.ts'
import { tableRowsOf } from '../../src/rows/table-rows.ts'
import { predict } from '../../src/serve/predict.ts'
import { sql } from '../sql.ts'
import { compiled, exported, temporaryFolder, trainedWeights } from './fixture.ts'

const spec = `
import { linear, pool_mean } from "ctr:std"
surface web
level impression
features of impression {
  word  : string in words
  words : list<string, 3> in words
}
table words { rows: vocabulary(8), dim: 4 }
model m on web { trunk { export let h = concat(embed(word), pool_mean(embed(words))) } }
tower web of m { predict click = linear(h) }
`

test('a word with NUL in it, or half of a surrogate pair, is missing: training, predict', () => {
  expect(['a\0b', '\0', 'a\ud800', '\udc00b', ''].map(isMissingWord)).toEqual([true, true, true, true, true])
  expect(['a', ' ', '😀', '\ufffd'].map(isMissingWord)).toEqual([false, false, false, false])
  const rule = { kind: 'vocabulary', rows: 4, of: 'string', file: undefined } as const
  const table = { name: 'words', rule, dim: 1, initial: { kind: 'zeros' } } as const
  const { ofWord } = tableRowsOf(table, { table: 'words', of: 'string', words: ['a'] })
  expect(['a\0b', 'a\ud800', '', 'b'].map(ofWord)).toEqual([missingRow, missingRow, missingRow, unknownRow])
})

test('predict scores such a word as a missing one, and counts it; the runtime would cut it to a known one', async () => {
  const folder = temporaryFolder()
  const words = compiled({ '/main.ctr': spec }, '/main.ctr')
  await exported(words, join(folder, 'out'), { weights: trainedWeights(words) })
  const rows = [
    `('a' || chr(0) || 'z', ['b'])`,
    `('', ['b'])`,
    `('a', ['b'])`,
    `('c', ['b', 'a' || chr(0), chr(0)])`,
    `('c', ['b', '', ''])`,
  ]
  await sql(`copy (select * from (values ${rows.join(', ')}) as t(word, words)) to '${join(folder, 'in.parquet')}'`)
  const [input, output] = [join(folder, 'in.parquet'), join(folder, 'scored.parquet')]
  const result = await predict(diskHost(), join(folder, 'out/serving/web'), input, output)
  expect(result).toMatchObject({ rows: 5, unscored: {}, unreadable: { word: 1, words: 2 } })
  const logits = (await sql(`select "click.logit" as logit from '${output}'`)).map(({ logit }) => Number(logit))
  expect(logits[0]).toBe(logits[1])
  expect(logits[0]).not.toBeCloseTo(logits[2]!, 4)
  expect(logits[3]).toBe(logits[4])
})
