import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { DiagnosticError, newReport } from '../../../src/diagnostics/report.ts'
import { diskHost } from '../../../src/host/disk.ts'
import { openRun } from '../../../src/learn/train/open-run.ts'
import { train } from '../../../src/learn/train/train.ts'
import { build } from '../../../src/serve/build.ts'
import { exportRun } from '../../../src/serve/export-run.ts'
import { predict } from '../../../src/serve/predict.ts'
import { compiled, temporaryFolder } from '../../serve/fixture.ts'
import { smallLog, smallSpec, writeSmallProject } from '../../small-project.ts'
import { sql } from '../../sql.ts'

const folder = temporaryFolder()
const at = (name: string): string => join(folder, name)
const host = diskHost()

const spec = smallSpec
  .replace(
    'price  : float default 0',
    `price  : float default 0
  dearer : standardize(price)
  tenth  : quantiles(price, 10) in { dim: 2 }`,
  )
  .replace(
    '  query : list<id, 3> in pins',
    '  query : list<id, 3> in pins\n  asked : float default 0\n  often : quantiles(asked, 3) in { dim: 2 }',
  )
  .replace('concat(embed(pin_id), price,', 'concat(embed(pin_id), dearer, embed(tenth),')
  .replace('concat(shared, pool_mean(embed(query)))', 'concat(shared, pool_mean(embed(query)), embed(often))')
const log = smallLog({ asked: 'cast(i % 10 as float)' })
const model = () => compiled({ [at('spec/main.ctr')]: spec }, at('spec/main.ctr'))
const trained = (run: string, signal?: AbortSignal, resume = false) =>
  train({
    ...{ host, report: newReport(), params: new Map([['root', at('data')]]), version: 'test' },
    ...{ model: model(), folder: at(run), resume, signal },
  })
const json = (path: string) => JSON.parse(readFileSync(at(path), 'utf8'))

beforeAll(async () => {
  await writeSmallProject(folder, spec, log)
  await trained('run')
})

describe('fits.json', () => {
  test('has what the training split gives', async () => {
    const prices = (await sql(`select price from (${log}) where day < 4 and price is not null order by price`)).map(
      ({ price }) => Number(price),
    )
    const { dearer, tenth, often } = json('run/fits.json')
    expect(dearer).toEqual([{ call: 'standardize(price)', mean: expect.any(Number), deviation: expect.any(Number) }])
    const mean = prices.reduce((sum, price) => sum + price, 0) / prices.length
    expect(dearer[0].mean).toBeCloseTo(mean, 12)
    expect(dearer[0].deviation).toBeCloseTo(
      Math.sqrt(prices.reduce((sum, price) => sum + (price - mean) ** 2, 0) / prices.length),
      12,
    )
    const ranks = Array.from({ length: 9 }, (_, k) => prices[Math.floor(((k + 1) * prices.length) / 10)])
    expect(tenth).toEqual([{ call: 'quantiles(price, 10)', edges: ranks }])
    // On search alone.
    const asked = (await sql(`select asked from (${log}) where day < 4 and place > 1 order by asked`)).map(
      ({ asked: value }) => Number(value),
    )
    const edges = [1, 2].map((k) => asked[Math.floor((k * asked.length) / 3)])
    expect(often).toEqual([{ call: 'quantiles(asked, 3)', edges }])
  })

  test('belongs to the run: one that is resumed on other rows keeps it, and one on equal rows ends with equal weights', async () => {
    const stop = new AbortController()
    stop.abort()
    await trained('killed', stop.signal)
    await trained('killed', undefined, true)
    const bytes = (run: string) => readFileSync(at(`${run}/checkpoints/best.safetensors`))
    expect(bytes('killed').equals(bytes('run'))).toBe(true)

    await trained('moved', stop.signal)
    await writeSmallProject(folder, spec, log.replace('* 3 end as float) as price', '* 3000 end as float) as price'))
    await trained('moved', undefined, true)
    expect(json('moved/fits.json')).toEqual(json('run/fits.json'))
    expect(bytes('moved').equals(bytes('run'))).toBe(false)
    await trained('other')
    expect(json('other/fits.json').dearer[0].mean).toBeCloseTo(1000 * json('run/fits.json').dearer[0].mean, 1)
    await writeSmallProject(folder, spec, log)
  })

  test.each([
    ['another number', (fits: string) => fits.replace(/"mean": [\d.]+/, '"mean": 5'), /SHA-256/],
    ['a broken file', () => '{', /SHA-256|JSON/],
  ])('%s is found when the run is opened', (_, damage, reason) => {
    const text = readFileSync(at('run/fits.json'), 'utf8')
    writeFileSync(at('run/fits.json'), damage(text))
    try {
      expect(() => openRun(host, newReport(), at('run'))).toThrow(reason)
    } finally {
      writeFileSync(at('run/fits.json'), text)
    }
  })

  test.each([
    [(fits: string) => fits.replace('"deviation": ', '"deviation": -'), /deviation is -/],
    [(fits: string) => fits.replace('quantiles(price, 10)', 'quantiles(price, 11)'), /quantiles\(price, 11\)/],
    [(fits: string) => fits.replace('"dearer"', '"nearer"'), /'nearer', of which the model fits nothing/],
    [(fits: string) => fits.replace('"mean"', '"means"'), /does not belong there/],
    [(fits: string) => fits.replace(/"often"[^\]]*\][^\]]*\]/, '"often": []'), /1 or more entries/],
  ])('what no fit gives is refused, digests or not: %#', (damage, reason) => {
    const text = readFileSync(at('run/fits.json'), 'utf8')
    writeFileSync(at('run/fits.json'), damage(text))
    try {
      expect(() => openRun(host, newReport(), at('run'), { digests: false })).toThrow(reason)
    } finally {
      writeFileSync(at('run/fits.json'), text)
    }
  })

  test('is missed where it is gone', () => {
    const text = readFileSync(at('run/fits.json'), 'utf8')
    rmSync(at('run/fits.json'))
    try {
      expect(() => openRun(host, newReport(), at('run'))).toThrow(/there is no such file/)
    } finally {
      writeFileSync(at('run/fits.json'), text)
    }
  })
})

describe('an export', () => {
  beforeAll(async () => {
    await exportRun(host, newReport(), { run: at('run'), out: at('out'), version: 'test' })
  })

  test('states what each surface was fitted to, and reads raw features', () => {
    const [home, search] = ['home_feed', 'search'].map((surface) => json(`out/serving/${surface}/manifest.json`))
    const { dearer, tenth, often } = json('run/fits.json')
    expect(home.fits).toEqual({ dearer, tenth })
    expect(search.fits).toEqual({ dearer, often, tenth })
    const names = home.inputs.map(({ name }: { name: string }) => name)
    expect(names).toContain('price')
    expect(names).not.toContain('dearer')
  })

  test('scores prices of one quantile and one deviation alike, others otherwise', async () => {
    const { tenth } = json('run/fits.json')
    const [, low, high] = tenth[0].edges
    const scores = async (price: string, name: string) => {
      const query = `select * replace (cast(${price} as float) as price) from (${log}) where place = 1 limit 20`
      await sql(`copy (${query}) to '${at(name)}.parquet' (format parquet)`)
      await predict(host, at('out/serving/home_feed'), at(`${name}.parquet`), at(`${name}-scored.parquet`))
      return (await sql(`select * from '${at(name)}-scored.parquet'`)).map((row) => Number(row['click.logit']))
    }
    const none = await scores('null', 'none')
    // A missing price is standardized as its default, and in no quantile.
    expect(none).not.toEqual(await scores('0', 'zero'))
    expect(none).toEqual(await scores("'nan'", 'nan'))
    expect(await scores(`${low}`, 'low')).not.toEqual(await scores(`${high}`, 'high'))
  })

  test('gives its weights with its fits: a build from them is the same', async () => {
    const weights = at('out/serving/search/checkpoint.safetensors')
    const request = { model: model(), version: 'test', untrained: true, weights, surface: 'search' }
    await build(host, newReport(), { ...request, out: at('built') })
    expect(json('built/serving/search/manifest.json').fits).toEqual(json('out/serving/search/manifest.json').fits)
  })

  test('is told from one that was fitted otherwise', async () => {
    const weights = at('out/serving/search/checkpoint.safetensors')
    const bytes = readFileSync(weights)
    const text = bytes.toString('latin1')
    const changed = text.replace(/(quantiles\(asked, 3\)[^[]*\[\d+,)\d/, '$18')
    expect(changed).not.toBe(text)
    writeFileSync(at('changed.safetensors'), Buffer.from(changed, 'latin1'))
    const request = { model: model(), version: 'test', untrained: true, surface: 'search' }
    await build(host, newReport(), {
      ...request,
      weights: at('changed.safetensors'),
      digests: false,
      out: at('rebuilt'),
    })
    const [one, other] = ['out', 'rebuilt'].map((each) => json(`${each}/serving/search/manifest.json`).digests)
    expect(other.weights).not.toBe(one.weights)
    expect(other.structure).toBe(one.structure)
  })
})

test('what has features to fit is not built untrained by accident', async () => {
  const request = { model: model(), version: 'test', out: at('untrained') }
  await expect(build(host, newReport(), { ...request, untrained: false })).rejects.toThrow(
    /features \(dearer, often, tenth\)/,
  )
  await build(host, newReport(), { ...request, untrained: true })
  expect(json('untrained/serving/home_feed/manifest.json').fits.dearer[0]).toMatchObject({ mean: 0, deviation: 1 })
})

test('a training that cannot be fitted leaves no run', async () => {
  await writeSmallProject(
    folder,
    spec,
    log.replace(/cast\(case when i % 11[^,]* as price/, 'cast(null as float) as price'),
  )
  await expect(trained('nothing')).rejects.toBeInstanceOf(DiagnosticError)
  expect(host.exists(at('nothing/run.json'))).toBe(false)
  await writeSmallProject(folder, spec, log)
})
