import { expect, test } from 'vitest'
import { project } from './project.ts'

test('another engine walks the same way: the same start, order, masks and evaluations', async () => {
  const p = await project((text) => text.replace('epochs: 3', 'epochs: 1'))
  const native = await p.train('native')
  const tfjs = await p.train('tfjs', { engine: 'tfjs' })
  for (const { diagnostics } of [native, tfjs]) expect(diagnostics).toEqual([])
  const lines = (run: string) =>
    (p.host.readText(p.path(run, 'metrics.jsonl')) ?? '')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  const [a, b] = [lines('native'), lines('tfjs')]
  expect(b.length).toBe(a.length)
  a.forEach((line, i) => {
    expect(b[i].loss / line.loss).toBeCloseTo(1, 4)
    expect(b[i].validation.click.logloss / line.validation.click.logloss).toBeCloseTo(1, 4)
  })
  expect(tfjs.result?.best?.step).toBe(native.result?.best?.step)
})

test('a checkpoint of one engine holds what another trains', async () => {
  const p = await project((text) => text.replace('epochs: 3', 'epochs: 1'))
  await p.train('native')
  await p.train('tfjs', { engine: 'tfjs' })
  const names = (run: string): string[] => {
    const bytes = p.host.readBytes(p.path(run, 'checkpoints/last.safetensors'))!
    const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true))
    return Object.keys(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))))
  }
  expect(names('tfjs')).toEqual(names('native'))
})
