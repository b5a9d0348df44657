import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { RandomStream } from '../../src/graph/random.ts'
import { diskHost } from '../../src/host/disk.ts'
import { sealedJson } from '../../src/host/seal.ts'
import { schemaFault } from '../../src/schemas/schema-fault.ts'
import { openExported } from '../../src/serve/exported-surface.ts'
import { reported } from '../diagnostics/reported.ts'
import { allForms, allFormsEntry } from './all-forms.ts'
import { compiled, exported, temporaryFolder } from './fixture.ts'

const folder = temporaryFolder()
const [whole, place] = [join(folder, 'whole'), join(folder, 'place')]
const ads = compiled(allForms, allFormsEntry)
beforeAll(async () => {
  await exported(ads, join(folder, 'out'))
  // Copies, no hard links: damage to one is not damage to the other.
  cpSync(join(folder, 'out/serving/search'), whole, { recursive: true })
  cpSync(whole, place, { recursive: true })
})
afterEach(() => {
  rmSync(place, { recursive: true })
  cpSync(whole, place, { recursive: true })
})

const opened = async (digests = true): Promise<readonly string[]> => {
  const { diagnostics } = await reported(async () => {
    const { session } = await openExported(diskHost(), place, digests)
    await session.dispose()
  })
  return diagnostics.map(({ code, message }) => `${code} ${message.replaceAll(`${place}/`, '')}`)
}
const blobs = (): readonly string[] => readdirSync(join(place, '1')).filter((name) => name.endsWith('.bin'))
const sizeOf = (name: string): number => readFileSync(join(place, '1', name)).length
const edit = (name: string, to: (value: Record<string, unknown>) => unknown): void => {
  const value: Record<string, unknown> = JSON.parse(readFileSync(join(place, name), 'utf8'))
  writeFileSync(join(place, name), JSON.stringify(to(value), null, 2))
}

test('a whole export opens, and its files fit their schemas', async () => {
  expect(await opened()).toEqual([])
  for (const name of ['manifest', 'provenance', 'sourcemap'] as const)
    expect(schemaFault(name, JSON.parse(readFileSync(join(place, `${name}.json`), 'utf8')))).toBeUndefined()
})

describe('what was changed is named', () => {
  const random = RandomStream.of(2, 'damaged export')
  test('one bit of any file that provenance.json records, or of itself', async () => {
    const { files } = JSON.parse(readFileSync(join(place, 'provenance.json'), 'utf8'))
    const names = ['provenance.json', ...Object.keys(files)]
    expect(names).toEqual(expect.arrayContaining(['manifest.json', '1/model.onnx', 'config.pbtxt', 'sourcemap.json']))
    expect(names.filter((name) => name.endsWith('.bin'))).toHaveLength(blobs().length)
    for (const [i, name] of names.entries()) {
      const bytes = readFileSync(join(place, name))
      const flipped = Buffer.from(bytes)
      flipped[Math.floor(random.uniform(i) * bytes.length)]! ^= 1 << Math.floor(8 * random.uniform(1000 + i))
      writeFileSync(join(place, name), flipped)
      expect(await opened(), name).toEqual([expect.stringMatching(new RegExp(`^CTR7010 '${name}' cannot be loaded: `))])
      writeFileSync(join(place, name), bytes)
    }
  })

  test('two blobs that were swapped', async () => {
    const [a, b] = blobs().flatMap((one, i, all) => {
      const other = all.slice(i + 1).find((each) => sizeOf(each) === sizeOf(one))
      return other === undefined ? [] : [one, other]
    })
    renameSync(join(place, '1', a!), join(place, '1', 'aside'))
    renameSync(join(place, '1', b!), join(place, '1', a!))
    renameSync(join(place, '1', 'aside'), join(place, '1', b!))
    expect(await opened()).toEqual([expect.stringMatching(/^CTR7010 '1\/[0-9a-f]{64}\.bin' cannot be loaded: its SHA/)])
  })

  test('a blob, or provenance.json, that is not there', async () => {
    rmSync(join(place, '1', blobs()[0]!))
    expect(await opened()).toEqual([expect.stringContaining('there is no such file')])
    rmSync(join(place, 'provenance.json'))
    expect(await opened()).toEqual([expect.stringMatching(/^CTR7010 'provenance.json' cannot be loaded: there is no/)])
  })

  test('a provenance that records no digest of the manifest', async () => {
    const { digest: _, files, ...rest } = JSON.parse(readFileSync(join(place, 'provenance.json'), 'utf8'))
    const { 'manifest.json': __, ...others } = files
    writeFileSync(join(place, 'provenance.json'), sealedJson({ ...rest, files: others }))
    expect(await opened()).toEqual([expect.stringContaining('it records no digest of manifest.json')])
  })
})

describe('without digests, a manifest is compared with its schema and its model', () => {
  type Input = Record<string, unknown>
  const inputs = (to: (inputs: readonly Input[]) => unknown) => (manifest: Record<string, unknown>) => ({
    ...manifest,
    inputs: to(manifest.inputs as readonly Input[]),
  })
  test.each([
    ['lacks an input', inputs((all) => all.slice(1)), "it lacks the model's input"],
    ['has an input twice', inputs((all) => [...all, all[0]]), 'an input is listed twice'],
    [
      'names another input',
      inputs(([first, ...rest]) => [{ ...first, name: 'x' }, ...rest]),
      "lacks the model's input",
    ],
    [
      'has another size',
      inputs((all) => all.map((each) => (each.name === 'image' ? { ...each, shape: ['batch', 4] } : each))),
      "input 'image' is [batch, 4], in the model [batch, 3]",
    ],
    [
      'has a list beyond any',
      inputs((all) => all.map((each) => ('longest' in each ? { ...each, longest: 1e12 } : each))),
      'expected at most 2147483647',
    ],
    ['has no outputs', (manifest: Input) => ({ ...manifest, outputs: [] }), "'outputs' is a list of 0"],
    ['is of a later version', (manifest: Input) => ({ ...manifest, ctrc: 2 }), "'ctrc' is 2, expected 1"],
    ['is a list', () => [], 'the whole is a list of 0, expected object'],
  ])('that %s is refused', async (_, change, reason) => {
    edit('manifest.json', change)
    expect(await opened(false)).toEqual([expect.stringMatching(/^CTR7010 'manifest.json' cannot be loaded: /)])
    expect((await opened(false))[0]).toContain(reason)
  })
})

test('--surface keeps the other surfaces with what verifies them', async () => {
  const out = join(folder, 'again')
  await exported(ads, out)
  await exported(ads, out, { surfaces: ['home_feed'] })
  for (const surface of ['home_feed', 'search']) {
    const { session } = await openExported(diskHost(), join(out, 'serving', surface))
    await session.dispose()
  }
})
