import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { errorsOf } from '../diagnostics/errors-of.ts'
import { allForms, allFormsEntry } from './all-forms.ts'
import { bytesOf, compiled, exported, filesBelow, temporaryFolder, trainedWeights } from './fixture.ts'

const ads = compiled(allForms, allFormsEntry)

test('a surface exported into an export leaves the others as they are, weights and all', async () => {
  const out = join(temporaryFolder(), 'out')
  await exported(ads, out, { weights: trainedWeights(ads) })
  const files = filesBelow(out)
  const before = new Map(files.map((name) => [name, bytesOf(join(out, name))]))
  await exported(ads, out, { weights: trainedWeights(ads), surfaces: ['search'], provenance: { run: 'another' } })
  expect(filesBelow(out)).toEqual(files)
  for (const name of files.filter((each) => !each.startsWith('serving/search/'))) {
    expect(bytesOf(join(out, name)), name).toEqual(before.get(name))
  }
  expect(readFileSync(join(out, 'serving/search/provenance.json'), 'utf8')).toContain('another')
})

test('without a surface named, an export is replaced whole', async () => {
  const out = join(temporaryFolder(), 'out')
  await exported(ads, out, { weights: trainedWeights(ads), surfaces: ['search'] })
  expect(filesBelow(out).some((name) => name.startsWith('serving/home_feed/'))).toBe(false)
  await exported(ads, out, { weights: trainedWeights(ads) })
  expect(filesBelow(out).some((name) => name.startsWith('serving/home_feed/'))).toBe(true)
})

test('a surface that was damaged is not kept: the export is refused and stays as it is', async () => {
  const out = join(temporaryFolder(), 'out')
  await exported(ads, out, { weights: trainedWeights(ads) })
  const damaged = join(out, 'serving/search/manifest.json')
  writeFileSync(damaged, readFileSync(damaged, 'utf8').replace('"model": "ads"', '"model": "add"'))
  const before = new Map(filesBelow(out).map((name) => [name, bytesOf(join(out, name))]))
  const again = { weights: trainedWeights(ads), surfaces: ['home_feed'] }
  expect((await errorsOf(exported(ads, out, again))).map(({ code }) => code)).toEqual(['CTR7010'])
  expect(new Map(filesBelow(out).map((name) => [name, bytesOf(join(out, name))]))).toEqual(before)
  await exported(ads, out, { ...again, digests: false })
})
