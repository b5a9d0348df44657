import { expect, it } from 'vitest'
import { openTfjs, tfjsBackendNames, tfjsBackends } from '../../src/runtime/tfjs-backends.ts'

it('lists every backend, fastest first, with a way to open it or a reason', () => {
  const found = tfjsBackends()
  expect(found.map(({ name }) => name)).toEqual(tfjsBackendNames)
  for (const { name, found: how } of found) if ('missing' in how) expect(how.missing, name).toContain(name)
})

it('opens the fastest that is installed, and gives the reason why no faster one', async () => {
  const { backend, why } = await openTfjs()
  const faster = tfjsBackendNames.slice(0, tfjsBackendNames.indexOf(backend))
  for (const name of faster) expect(why).toContain(`${name}: `)
  expect(why.startsWith(backend)).toBe(true)
})

it.each(['wasm', 'cpu'] as const)('opens %s on demand, again and after the other', async (name) => {
  for (const each of [name, 'cpu', name] as const) {
    const { tf, backend } = await openTfjs(each)
    expect([backend, tf.getBackend()]).toEqual([each, each])
    expect([...tf.add([1, 2], [3, 4]).dataSync()]).toEqual([4, 6])
  }
})
