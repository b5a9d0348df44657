import { expect, test } from 'vitest'
import { DiagnosticError } from '../../src/diagnostics/report.ts'
import { HostError } from '../../src/host/host.ts'
import { readOfExport } from '../../src/serve/damaged-export.ts'

const thrown = (error: unknown): unknown => {
  try {
    return readOfExport(() => {
      throw error
    })
  } catch (found) {
    return found instanceof DiagnosticError ? found.diagnostics.map(({ code, message }) => `${code} ${message}`) : found
  }
}

test('a folder in place of a file and bytes that are no text are damage', () => {
  expect(thrown(new HostError('is_directory', '/e/model.onnx', 'is a directory'))).toEqual([
    expect.stringMatching(/^CTR7010 .*\/e\/model.onnx.*it is a folder/),
  ])
  expect(thrown(new HostError('not_text', '/e/manifest.json', 'no text'))).toEqual([
    expect.stringMatching(/^CTR7010 .*\/e\/manifest.json.*it is not UTF-8/),
  ])
})

test('any other failure is what it was', () => {
  const full = new HostError('other', '/e', 'input/output error')
  expect(thrown(full)).toBe(full)
  const defect = new Error('a defect')
  expect(thrown(defect)).toBe(defect)
  expect(readOfExport(() => 7)).toBe(7)
})
