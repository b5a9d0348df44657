import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { emitTfjs } from '../../src/emit/tfjs/emit-tfjs.ts'
import { usual } from '../../src/optimizers/chosen.ts'
import { definitionOf, optimizersOf } from '../../src/optimizers/table.ts'
import { importTfjsModule } from '../../src/runtime/tfjs-module.ts'
import { World } from '../graph/world.ts'
import { programOf } from '../language/resolve/marked-program.ts'

/** The rows of docs/language.md on optimizers: `| \`optimizer: adam(lr, beta1)\` | 1e-3, 0.9 | ... |`. */
const documented = new Map(
  [
    ...readFileSync('docs/language.md', 'utf8').matchAll(/^\| `(optimizer|tables): (\w+)\(([^)]*)\)` \| ([^|]*) \|/gm),
  ].map(([, setting, name = '', settings = '', numbers = '']) => {
    const values = numbers.split(', ').map(Number)
    return [name, { setting, settings: Object.fromEntries(settings.split(', ').map((key, i) => [key, values[i]])) }]
  }),
)

const trainOf = (config: string) => programOf(`train engagement { ${config} }`).models.get('engagement')!.train!

describe.each([
  ...optimizersOf('parameter').map((name) => ({ name, setting: 'optimizer' as const })),
  ...optimizersOf('table').map((name) => ({ name, setting: 'tables' as const })),
])('$name', ({ name, setting }) => {
  const defaults = Object.fromEntries(
    Object.entries(definitionOf(name).settings).map(([key, rule]) => [key, rule.default]),
  )

  it('has the defaults that docs/language.md gives', () => {
    expect(documented.get(name)).toEqual({ setting, settings: defaults })
  })
  it('has them in the language and in the tfjs module', async () => {
    const train = trainOf(`${setting}: ${name}`)
    expect(train[setting]).toEqual({ name, settings: defaults })
    const world = new World(1)
    const loss = world.graph([{ kind: 'loss', value: world.lossOf(world.value([2])) }])
    const { tasks: _, ...optimizers } = train
    const module = await importTfjsModule(emitTfjs(loss, { version: '', optimizers }).module)
    expect(module.optimizers[setting]).toEqual({ name, settings: defaults })
  })
})

it('documents no optimizer that is not there', () => {
  expect([...documented.keys()].sort()).toEqual([...optimizersOf('parameter'), ...optimizersOf('table')].sort())
})

it('gives a spec that names none what the table calls usual', () => {
  const { optimizer, tables, clip } = trainOf('')
  expect({ optimizer, tables, clip }).toEqual(usual)
})
