import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { diskHost } from '../../src/host/disk.ts'
import { checkEntry } from '../../src/language/check/check-entry.ts'
import { projectRoot } from '../architecture/source-files.ts'

test.each(['synthetic-ads', 'kuairand'])('the spec of %s is without a mistake', (example) => {
  const { diagnostics } = checkEntry(diskHost(), join(projectRoot, 'examples', example, 'engagement.ctr'))
  expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([])
})

const architectures = join(projectRoot, 'examples/architectures')

test.each(['deepfm', 'dlrm', 'din', 'esmm'])(
  'the spec of architectures/%s is without a mistake or a warning',
  (name) => {
    const { diagnostics } = checkEntry(diskHost(), join(architectures, name, `${name}.ctr`))
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([])
  },
)

test('DeepFM over 200 hashed columns takes at most 25 lines of code', () => {
  const text = readFileSync(join(architectures, 'deepfm/deepfm.ctr'), 'utf8')
  expect(new Set(text.match(/\bc\d+\b/g)).size).toBe(200)
  const code = text.split('\n').filter((line) => !/^\s*(\/\/.*)?$/.test(line))
  expect(code.length).toBeLessThanOrEqual(25)
})
