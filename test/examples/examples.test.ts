import { join } from 'node:path'
import { expect, test } from 'vitest'
import { diskHost } from '../../src/host/disk.ts'
import { checkEntry } from '../../src/language/check/check-entry.ts'
import { projectRoot } from '../architecture/source-files.ts'

test.each(['synthetic-ads', 'kuairand'])('the spec of %s is without a mistake', (example) => {
  const { diagnostics } = checkEntry(diskHost(), join(projectRoot, 'examples', example, 'engagement.ctr'))
  expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([])
})
