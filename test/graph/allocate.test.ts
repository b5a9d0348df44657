import { expect, test } from 'vitest'
import { DiagnosticError } from '../../src/diagnostics/report.ts'
import { zerosFor } from '../../src/graph/allocate.ts'

test('a value that no array holds is an error of the environment, with its size', () => {
  expect(zerosFor('w', 3)).toEqual(new Float32Array(3))
  try {
    zerosFor('table/ads', 2 ** 40)
    expect.unreachable()
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error
    expect(error.diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      "CTR9008 'table/ads' takes 4398.0 GB, more than this machine holds in one array",
    ])
  }
})
