import { expect, test } from 'vitest'
import { diskHost } from '../../src/host/disk.ts'
import { codesIn, TestProject } from './project.ts'
import { badSpecs } from './spec-files.ts'

/** Work in the square of a megabyte takes hours: this is far from what any file needs, and far from that. */
const hangs = { timeout: 180_000 }

test.each(badSpecs)('$name', hangs, async ({ files, check = 'main.ctr', exit, code }) => {
  const project = new TestProject()
  for (const [path, content] of Object.entries(files)) diskHost().writeAtomic(project.path(path), content)
  const ran = await project.run(['check', project.path(check)])
  expect({ exit: ran.exit, codes: codesIn(ran) }).toEqual({
    exit,
    codes: code === undefined ? expect.anything() : expect.arrayContaining([code]),
  })
  if (exit !== 0) expect(codesIn(ran).length).toBeGreaterThan(0)
})
