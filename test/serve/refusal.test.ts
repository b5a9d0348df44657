import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Graph } from '../../src/graph/graph.ts'
import { diskHost } from '../../src/host/disk.ts'
import type { Host } from '../../src/host/host.ts'
import { digestOf } from '../../src/serve/digests.ts'
import { sameNodes } from '../../src/serve/same-nodes.ts'
import { surfaceGraphs } from '../../src/serve/serving-graph.ts'
import { errorsOf } from '../diagnostics/errors-of.ts'
import { allForms, allFormsEntry } from './all-forms.ts'
import { compiled, exported, filesBelow, temporaryFolder, trainedWeights } from './fixture.ts'

const out = join(temporaryFolder(), 'out')
const ads = compiled(allForms, allFormsEntry)
const weights = trainedWeights(ads)
const graphs = surfaceGraphs(ads.spec, ads.graph, weights.vocabularies)('home_feed')

const contentOf = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(filesBelow(folder).map((name) => [name, digestOf(readFileSync(join(folder, name)))]))

let before: Readonly<Record<string, string>> = {}
beforeAll(async () => {
  await exported(ads, out, { surfaces: ['home_feed'] })
  before = contentOf(out)
})

/** A weight that one op alone reads, and that op. */
const doctored = 'home_feed.click.w'
const reader = graphs.pruned.ops.find((op) => op.kind !== 'input' && op.inputs.includes(doctored))!.id

const blobOf = (name: string): string => {
  const tensor = weights.values.get(name)
  if (tensor?.dtype !== 'float32') throw new Error(`no weight '${name}'`)
  return `${digestOf(new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength))}.bin`
}

/** Adds a thousandth to the first number. */
function disturbed(bytes: Uint8Array): Uint8Array {
  const numbers = new Float32Array(bytes.slice().buffer)
  numbers[0]! += 1e-3
  return new Uint8Array(numbers.buffer)
}

const refusal = async (host: Host) => {
  const found = await errorsOf(exported(ads, out, { surfaces: ['home_feed'], weights }, host))
  expect(contentOf(out)).toEqual(before)
  expect(readdirSync(join(out, '..'))).toEqual(['out'])
  return found.map(({ code, message }) => `${code} ${message}`)
}

describe('an export is refused, names the first node that differs and leaves what was there', () => {
  test('when a blob does not come back from the disk as it was written', async () => {
    const real = diskHost()
    const host: Host = {
      ...real,
      writeAtomic(path, content) {
        real.writeAtomic(path, content)
        if (path.endsWith(blobOf(doctored))) real.writeAtomic(path, disturbed(real.readBytes(path)!))
      },
    }
    const exporting = exported(ads, out, { surfaces: ['home_feed'], weights }, host)
    await expect(exporting).rejects.toMatchObject({ failure: 'other', path: expect.stringContaining(blobOf(doctored)) })
    expect(contentOf(out)).toEqual(before)
    expect(readdirSync(join(out, '..'))).toEqual(['out'])
  })

  test('when the served model reads another weight than the pruned one', async () => {
    const real = diskHost()
    const host: Host = {
      ...real,
      link(from, to) {
        const served = ['serving/home_feed/1', 'home_feed-served-values']
        if (!served.some((place) => to.endsWith(`${place}/${blobOf(doctored)}`))) return real.link(from, to)
        real.writeAtomic(to, disturbed(real.readBytes(from)!))
      },
    }
    const messages = await refusal(host)
    expect(messages.length).toBeGreaterThan(0)
    for (const message of messages) {
      expect(message).toMatch(
        /^CTR7001 home_feed: row \d+ of 'click' fails the check "served scores equal pruned scores within 0.00001": found /,
      )
      expect(message).toMatch(new RegExp(`the first node that differs is '${reader}'$`))
    }
  })

  test('when the pruned graph reads another weight than the unified one', async () => {
    const real = diskHost()
    const host: Host = {
      ...real,
      link: (from, to) => {
        if (
          !to.endsWith(`home_feed-pruned/${blobOf(doctored)}`) &&
          !to.endsWith(`home_feed-pruned-values/${blobOf(doctored)}`)
        )
          return real.link(from, to)
        real.writeAtomic(to, disturbed(real.readBytes(from)!))
      },
    }
    const messages = await refusal(host)
    expect(messages[0]).toMatch(
      /^CTR7001 home_feed: row \d+ of 'click' fails the check "pruned scores equal unified scores bit for bit": found /,
    )
    expect(messages[0]).toMatch(new RegExp(`the first node that differs is '${reader}'$`))
  })

  test('when the runtime does not load what was written', async () => {
    const real = diskHost()
    const host: Host = {
      ...real,
      writeAtomic: (path, content) =>
        real.writeAtomic(
          path,
          path.endsWith('serving/home_feed/1/model.onnx') && content instanceof Uint8Array
            ? content.slice(0, 100)
            : content,
        ),
    }
    await expect(exported(ads, out, { surfaces: ['home_feed'] }, host)).rejects.toThrow()
    expect(contentOf(out)).toEqual(before)
    expect(readdirSync(join(out, '..'))).toEqual(['out'])
  })
})

describe('the pruned graph is the unified one cut', () => {
  const span = ads.origins.get(ads.spec)
  const withOps = (change: (ops: Graph['ops']) => Graph['ops']) => ({
    ...graphs,
    pruned: { ...graphs.pruned, ops: change(graphs.pruned.ops) },
  })

  test('as it comes from the passes', () => {
    expect(sameNodes('home_feed', graphs, span)).toEqual([])
  })

  test('an op of another name, or with other attributes, is reported', () => {
    const op = graphs.pruned.ops.find(({ kind }) => kind === 'matmul')!
    const renamed = withOps((ops) => ops.map((each) => (each === op ? { ...op, id: 'stranger' } : each)))
    expect(sameNodes('home_feed', renamed, span).map(({ code }) => code)).toEqual(['CTR7002'])
    const constant = graphs.pruned.ops.find((each) => each.kind === 'number')!
    const changed = withOps((ops) =>
      ops.map((each) =>
        each === constant && each.kind === 'number'
          ? { ...each, attributes: { ...each.attributes, default: 9 } }
          : each,
      ),
    )
    expect(sameNodes('home_feed', changed, span)[0]?.message).toContain(`'${constant.id}'`)
  })
})
