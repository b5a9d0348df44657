import { join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { allForms, allFormsEntry } from './all-forms.ts'
import { compiled, exported, temporaryFolder } from './fixture.ts'

const models = vi.hoisted(() => ({ open: 0, opened: new Map<string, boolean>(), failing: '' }))

/** Counts the models that are open, and remembers how each was opened. */
vi.mock('../../src/serve/served-model.ts', async (original) => {
  const real = await original<typeof import('../../src/serve/served-model.ts')>()
  const openServed: typeof real.openServed = async (path, options) => {
    const [folder] = path.split('/').slice(-4)
    if (folder === models.failing) throw new Error('no memory')
    const model = await real.openServed(path, options)
    models.open++
    models.opened.set(path.split('/').slice(-4, -1).join('/'), options.optimize)
    return {
      ...model,
      close() {
        models.open--
        return model.close()
      },
    }
  }
  return { ...real, openServed }
})

beforeEach(() => {
  models.opened.clear()
  models.failing = ''
})

const model = compiled(allForms, allFormsEntry)
const exportSurface = () => exported(model, join(temporaryFolder(), 'out'), { surfaces: ['home_feed'] })

test('what is served is verified as a server opens it, what it is compared with unoptimized; all are closed', async () => {
  await exportSurface()
  expect(models.open).toBe(0)
  const [served, others] = [true, false].map((optimize) => [...models.opened].filter(([, each]) => each === optimize))
  expect(served).toEqual([['serving/home_feed/1', true]])
  expect(others!.map(([path]) => path.split('/').at(-1))).toEqual(['home_feed-unified', 'home_feed-pruned'])
})

test('where one cannot be opened, those before it are closed', async () => {
  models.failing = 'serving'
  await expect(exportSurface()).rejects.toThrow('no memory')
  expect(models.opened.size).toBe(2)
  expect(models.open).toBe(0)
})
