import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../../architecture/source-files.ts'
import { ctrc } from '../bundle.ts'

/** Of whole processes, the fastest of five: another process on the machine must not fail the test. */
async function checkTime(...paths: string[]): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 5; i++) {
    const { exit, milliseconds } = await ctrc(['check', ...paths], projectRoot)
    expect(exit).toBe(0)
    times.push(milliseconds)
  }
  return Math.min(...times)
}

const isThere = (path: string): boolean => existsSync(join(projectRoot, path))

test.skipIf(!isThere('specs/unified'))('checking the unified spec takes under 400 ms', async () => {
  expect(await checkTime('specs/unified')).toBeLessThan(400)
})

test.skipIf(!isThere('specs/unified-rp'))('checking all reference specs takes under 600 ms', async () => {
  expect(await checkTime('specs')).toBeLessThan(600)
})
