import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { diskHost } from '../../src/host/disk.ts'
import { startingWeights } from '../../src/learn/train/initial-values.ts'
import { digestOf } from '../../src/serve/digests.ts'
import type { ExportedSurface } from '../../src/serve/export.ts'
import { errorsOf } from '../diagnostics/errors-of.ts'
import { allForms, allFormsEntry } from './all-forms.ts'
import { compiled, exported, filesBelow, temporaryFolder, trainedWeights, weightsIn } from './fixture.ts'

const folder = temporaryFolder()
const out = join(folder, 'out')
const ads = compiled(allForms, allFormsEntry)
const weights = trainedWeights(ads)
let surfaces: readonly ExportedSurface[] = []
beforeAll(async () => {
  surfaces = await exported(ads, out, { weights })
})

const surface = (name: string): ExportedSurface => surfaces.find((each) => each.surface === name)!
const text = (name: string): string => readFileSync(join(out, name), 'utf8')

test('the layout is a Triton model repository, with nothing but models in serving/', () => {
  expect(filesBelow(out).filter((name) => !name.endsWith('.bin'))).toEqual(
    ['home_feed', 'search'].flatMap((each) =>
      [
        '1/model.onnx',
        'checkpoint.safetensors',
        'config.pbtxt',
        'manifest.json',
        'provenance.json',
        'sourcemap.json',
      ].map((name) => `serving/${each}/${name}`),
    ),
  )
})

describe('weights', () => {
  test('go through the checkpoint bit for bit', () => {
    for (const name of ['home_feed', 'search']) {
      const { tensors } = weightsIn(join(out, 'serving', name, 'checkpoint.safetensors'))
      const trained = [...tensors].filter(([each]) => !each.startsWith('calibration.'))
      expect(trained.length).toBeGreaterThan(10)
      for (const [each, tensor] of trained) expect(tensor, each).toEqual(weights.values.get(each))
    }
  })

  test('of the calibrators are those that were fitted, by view', () => {
    const { tensors } = weightsIn(join(out, 'serving/search/checkpoint.safetensors'))
    const fitted = weights.calibration!.tasks.click!.search!
    for (const view of ['results', 'guided'])
      expect([...(tensors.get(`calibration.click.search.${view}`)?.data ?? [])]).toEqual([
        fitted[view]!.values.slope,
        fitted[view]!.values.intercept,
      ])
  })

  test('are named for their content, stored once, and hard links beside the models', () => {
    const blobs = filesBelow(join(out, 'blobs'))
    for (const blob of blobs) expect(`${digestOf(readFileSync(join(out, 'blobs', blob)))}.bin`).toBe(blob)
    const beside = ['home_feed', 'search'].flatMap((each) =>
      filesBelow(join(out, 'serving', each, '1'))
        .filter((name) => name.endsWith('.bin'))
        .map((name) => [each, name] as const),
    )
    // The trunk's and the tables' are in both.
    expect(beside.length).toBeGreaterThan(blobs.length)
    for (const [each, name] of beside)
      expect(statSync(join(out, 'serving', each, '1', name)).ino).toBe(statSync(join(out, 'blobs', name)).ino)
    expect(new Set(beside.map(([, name]) => name))).toEqual(new Set(blobs))
  })

  test('that are equal share one blob under any names', async () => {
    const { graph } = ads
    // Vectors start at zero: those of one size are equal.
    const values = startingWeights(graph, 1)
    const zeros = [...values].filter(([, { data, dims }]) => dims.join() === '6' && data.every((each) => each === 0))
    expect(zeros.length).toBeGreaterThan(1)
    const place = join(folder, 'equal')
    await exported(ads, place, { weights: { ...weights, values } })
    const sizes = filesBelow(join(place, 'blobs')).filter((name) => statSync(join(place, 'blobs', name)).size === 24)
    const contents = sizes.map((name) => readFileSync(join(place, 'blobs', name)).toString('hex'))
    expect(contents.filter((hex) => hex === '00'.repeat(24))).toHaveLength(1)
  })

  test('are copied where the file system has no hard links', async () => {
    const place = join(folder, 'copies')
    const refuse = (): never => {
      throw Object.assign(new Error('EPERM: operation not permitted, link'), { code: 'EPERM' })
    }
    const files = await import('node:fs')
    await exported(ads, place, { weights, surfaces: ['home_feed'] }, diskHost({ ...files, linkSync: refuse }))
    for (const name of filesBelow(join(place, 'blobs'))) {
      const copy = join(place, 'serving/home_feed/1', name)
      expect(readFileSync(copy).equals(readFileSync(join(place, 'blobs', name)))).toBe(true)
      expect(statSync(copy).nlink).toBe(1)
    }
    expect(text('serving/home_feed/manifest.json')).toBe(
      readFileSync(join(place, 'serving/home_feed/manifest.json'), 'utf8'),
    )
  })
})

describe('manifest.json', () => {
  const input = (of: string, name: string) => surface(of).manifest.inputs.find((each) => each.name === name)

  test('describes each input, and how a missing value is written', () => {
    expect(surface('home_feed').manifest.inputs.map(({ name, dtype, role }) => `${name} ${dtype} ${role}`)).toEqual([
      'country string feature',
      'image float32 feature',
      'pin_id int64 feature',
      'price float32 feature',
      'recent int64 feature',
      'recent.length int64 length',
      'stars int64 feature',
      'topics string feature',
      'topics.length int64 length',
      'user_id int64 feature',
    ])
    expect(input('home_feed', 'image')).toMatchObject({ shape: ['batch', 3], default: 0.5, missing: 'NaN' })
    expect(input('home_feed', 'stars')).toMatchObject({ sentinel: -1, default: 3, missing: '-9223372036854775808' })
    expect(input('home_feed', 'price')).not.toHaveProperty('default')
    expect(input('home_feed', 'topics')).toMatchObject({ element: 'string', longest: 5, missing: '' })
    expect(input('search', 'request_id')).toMatchObject({ role: 'key', dtype: 'string' })
    expect(input('search', 'view')).toMatchObject({ role: 'view', views: ['results', 'guided'] })
  })

  test('has the levels that the surface deduplicates, with their keys', () => {
    expect(surface('home_feed').manifest.levels).toEqual([{ level: 'user', keys: ['user_id'] }])
    expect(surface('search').manifest.levels).toEqual([
      { level: 'request', keys: ['user_id', 'request_id'] },
      { level: 'user', keys: ['user_id'] },
    ])
  })

  test('has a probability and a logit of each task, and the status', () => {
    expect(surface('home_feed').manifest.outputs.map(({ name, dtype }) => [name, dtype])).toEqual([
      ['click', 'float32'],
      ['click.logit', 'float32'],
      ['hide', 'float32'],
      ['hide.logit', 'float32'],
      ['status', 'int64'],
    ])
  })

  test('of other weights has the same structure digest and another weights digest', async () => {
    const place = join(folder, 'other')
    const [other] = await exported(ads, place, { weights: trainedWeights(ads, 8), surfaces: ['home_feed'] })
    const { structure, weights: values } = surface('home_feed').manifest.digests
    expect(other!.manifest.digests.structure).toBe(structure)
    expect(other!.manifest.digests.weights).not.toBe(values)
  })
})

test('config.pbtxt has the inputs and outputs with their types, the batch written out', () => {
  const config = text('serving/search/config.pbtxt')
  expect(config).toContain('# Runs in ONNX Runtime 1.15 and newer')
  expect(config).toContain('name: "search"\nbackend: "onnxruntime"\nmax_batch_size: 0\n')
  expect(config).toContain('name: "image"\n    data_type: TYPE_FP32\n    dims: [ -1, 3 ]')
  expect(config).toContain('name: "topics"\n    data_type: TYPE_STRING\n    dims: [ -1, -1 ]')
  expect(config).toContain('name: "status"\n    data_type: TYPE_INT64\n    dims: [ -1 ]')
  const names = [...config.matchAll(/^ {4}name: "(.*)"$/gm)].map(([, name]) => name)
  const { inputs, outputs } = surface('search').manifest
  expect(names).toEqual([...inputs, ...outputs].map(({ name }) => name))
})

test('sourcemap.json leads from a node to its file and line, whose text is there', () => {
  const map: Record<string, string> = JSON.parse(text('serving/search/sourcemap.json'))
  const lineOf = (node: string): string => {
    const [file, line] = map[node]!.split(':')
    return allForms[`/${file}`]!.split('\n')[Number(line) - 1]!
  }
  expect(lineOf('query_terms')).toContain('query_terms')
  expect(lineOf('trunk.item/is_missing')).toContain('is_missing(stars)')
  expect(lineOf('search.match/mul')).toContain('asked * offered')
  expect(Object.values(map).filter((place) => !/^(spec\/|ctr:std\/)\w+\.ctr:\d+$/.test(place))).toEqual([])
})

test('provenance.json has what was measured', () => {
  expect(JSON.parse(text('serving/search/provenance.json'))).toMatchObject({
    run: 'test',
    tolerances: { rows: 96, real_rows: 0, pruned: 0 },
    verified_with: { threads: 1 },
  })
})

test('equal exports are equal byte for byte', async () => {
  const again = join(folder, 'again')
  await exported(ads, again, { weights })
  expect(filesBelow(again)).toEqual(filesBelow(out))
  for (const name of filesBelow(out))
    expect(readFileSync(join(again, name)).equals(readFileSync(join(out, name)))).toBe(true)
})

describe('where an export goes', () => {
  const host = diskHost()
  test('a folder with other files is refused and stays', async () => {
    const place = join(folder, 'mine')
    host.writeAtomic(join(place, 'thesis.txt'), 'years of work')
    await expect(exported(ads, place, { weights })).rejects.toMatchObject({ diagnostics: [{ code: 'CTR7012' }] })
    expect(filesBelow(place)).toEqual(['thesis.txt'])
  })

  test('of other files, three are named', async () => {
    const place = join(folder, 'others')
    const refused = async (...names: readonly string[]) => {
      for (const name of names) host.writeAtomic(join(place, name), '')
      return (await errorsOf(exported(ads, place, { weights }))).map(({ message }) => message)
    }
    expect(await refused('a', 'b', 'c')).toEqual([expect.stringContaining('holds other files (a, b, c)')])
    expect(await refused('d')).toEqual([expect.stringContaining('holds other files (a, b, c, ...)')])
  })

  test('as is a file', async () => {
    host.writeAtomic(join(folder, 'file'), 'content')
    await expect(exported(ads, join(folder, 'file'), { weights })).rejects.toMatchObject({
      diagnostics: [{ code: 'CTR7012' }],
    })
    expect(host.readText(join(folder, 'file'))).toBe('content')
  })
})
