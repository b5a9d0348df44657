import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { errorsOf } from '../diagnostics/errors-of.ts'
import { compiled, exported, temporaryFolder } from './fixture.ts'

const out = join(temporaryFolder(), 'out')

const modelOf = (read: string) =>
  compiled(
    {
      'main.ctr': `
        surface home
        level candidate
        features of candidate { position : int default 0 served as 0 }
        model m on home { trunk { param b : [1]
          predict click = sum(b)${read} } }
        tower home of m { }
      `,
    },
    'main.ctr',
  )

test.each([
  ['reads no feature', ''],
  ['reads a feature alone that is fixed at serving', ' + position'],
])('a surface that %s is refused, and nothing is written', async (_, read) => {
  const [found, ...more] = await errorsOf(exported(modelOf(read), out))
  expect(found).toMatchObject({ code: 'CTR7023', message: expect.stringContaining("home: 'm' reads no feature") })
  expect(more).toEqual([])
  expect(existsSync(out)).toBe(false)
})
