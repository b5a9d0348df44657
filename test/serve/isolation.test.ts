import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { digestOf } from '../../src/serve/digests.ts'
import { allForms, allFormsEntry } from './all-forms.ts'
import { compiled, exported, filesBelow, temporaryFolder, weightsIn } from './fixture.ts'

const folder = temporaryFolder()

type Files = Readonly<Record<string, string>>

/** Digests of a surface's files but for the locations of a run and its text. */
async function filesOf(files: Files, surface = 'home_feed'): Promise<Files> {
  const out = join(folder, digestOf(JSON.stringify([files, surface])))
  await exported(compiled(files, allFormsEntry), out, { surfaces: [surface] })
  const place = join(out, 'serving', surface)
  return Object.fromEntries(
    filesBelow(place)
      .filter((name) => !['sourcemap.json', 'provenance.json'].includes(name))
      .map((name) => [name, digestOf(readFileSync(join(place, name)))]),
  )
}

const edited = (path: string, ...changes: readonly (readonly [string, string])[]): Files => {
  let text = allForms[path]!
  for (const [from, to] of changes) {
    expect(text).toContain(from)
    text = text.replaceAll(from, to)
  }
  return { ...allForms, [path]: text }
}

let before: Files = {}
beforeAll(async () => {
  before = await filesOf(allForms)
})

test('nothing in the home feed comes from what search alone declares', async () => {
  const out = join(folder, 'both')
  await exported(compiled(allForms, allFormsEntry), out)
  const searchOnly = /query_terms|search|answers|offered|results|guided|"terms"|table\/terms|related_pins|seed_pin/
  const home = join(out, 'serving/home_feed')
  for (const name of filesBelow(home).filter((each) => !each.endsWith('.bin')))
    expect(readFileSync(join(home, name), 'latin1'), name).not.toMatch(searchOnly)
  // The same search of search's own files finds it: the words are right.
  expect(readFileSync(join(out, 'serving/search/1/model.onnx'), 'latin1')).toMatch(/query_terms/)

  const weightsOf = (surface: string) => weightsIn(join(out, 'serving', surface, 'checkpoint.safetensors')).tensors
  const mine = new Set(weightsOf('home_feed').keys())
  const contents = (surface: string, keep: (name: string) => boolean) =>
    [...weightsOf(surface)].flatMap(([name, tensor]) => {
      if (!keep(name) || tensor.dtype !== 'float32') return []
      return [digestOf(new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength))]
    })
  const ofHome = new Set(contents('home_feed', () => true))
  const ofSearchAlone = contents('search', (name) => !mine.has(name)).filter((each) => !ofHome.has(each))
  expect(ofSearchAlone.length).toBeGreaterThan(5)
  const blobs = filesBelow(join(home, '1'))
  for (const digest of ofSearchAlone) expect(blobs).not.toContain(`${digest}.bin`)
})

describe("the home feed's files stay byte for byte", () => {
  test('when the search tower and its module change', async () => {
    const files = {
      ...edited(
        '/spec/search.ctr',
        ['units: [5]', 'units: [9, 3]'],
        ['let h ', 'let extra = linear(match)\n  let h '],
        ['concat(shared, match)', 'concat(shared, match, extra)'],
      ),
      '/spec/answers.ctr': allForms['/spec/answers.ctr']!.replaceAll('units: 4', 'units: 6').replace('[4]', '[6]'),
    }
    expect(await filesOf(files)).toEqual(before)
    expect(await filesOf(files, 'search')).not.toEqual(await filesOf(allForms, 'search'))
  })

  test('when search has another feature, another table and another view', async () => {
    const files = {
      ...edited(
        '/spec/shared.ctr',
        ['views: [results, guided]', 'views: [results, guided, shopping]'],
        ['typed_word  : string in words', 'typed_word  : string in words\n  hour : int default 0'],
      ),
      '/spec/search.ctr': allForms['/spec/search.ctr']!.replace('concat(shared, match)', 'concat(shared, match, hour)'),
    }
    expect(await filesOf(files)).toEqual(before)
  })

  test('when search deduplicates by a level of its own', async () => {
    const files = {
      ...edited('/spec/shared.ctr', [
        'level candidate within request, ad',
        'level query by query_hash within request\nlevel candidate within query, ad\nfeatures of query on search { asked_before : float default 0 }',
      ]),
      '/spec/search.ctr': allForms['/spec/search.ctr']!.replace(
        'concat(shared, match)',
        'concat(shared, match, asked_before)',
      ),
      '/spec/main.ctr': allForms['/spec/main.ctr']!.replace('[user, request]', '[user, request, query]'),
    }
    const [mine, theirs] = [await filesOf(files), await filesOf(files, 'search')]
    expect(mine).toEqual(before)
    expect(theirs['manifest.json']).not.toEqual((await filesOf(allForms, 'search'))['manifest.json'])
  })

  test.each(['discovery', 'zoo'])('when search is called %s', async (name) => {
    const files = Object.fromEntries(
      Object.entries(allForms).map(([path, text]) => [path, text.replaceAll(/\bsearch\b(?!\.ctr)/g, name)]),
    )
    expect(await filesOf(files)).toEqual(before)
  })

  test('when related pins goes away', async () => {
    const files = {
      ...edited('/spec/main.ctr', [', related_pins staged', ''], ['import "./related.ctr"\n', '']),
    }
    expect(await filesOf(files)).toEqual(before)
  })

  test('when declarations and independent lines change places', async () => {
    const lines = allForms['/spec/main.ctr']!.split('\n')
    const at = lines.findIndex((line) => line.includes('let person'))
    const context = lines.splice(
      lines.findIndex((line) => line.includes('let context')),
      1,
    )
    lines.splice(at, 0, ...context)
    const shared = allForms['/spec/shared.ctr']!
    const tables = shared.slice(shared.indexOf('table users'))
    const files = {
      ...allForms,
      '/spec/main.ctr': lines.join('\n'),
      '/spec/shared.ctr': `${tables}\n${shared.slice(0, shared.indexOf('table users'))}`,
    }
    expect(await filesOf(files)).toEqual(before)
    expect(await filesOf(files, 'search')).toEqual(await filesOf(allForms, 'search'))
  })
})
