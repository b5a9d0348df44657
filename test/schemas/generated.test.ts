import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scalarKinds } from '../../src/features/kinds.ts'
import { projectRoot } from '../architecture/source-files.ts'

test('the checks are those that the schemas give, and import nothing', async () => {
  // Untyped, as it is a script.
  const { generated }: { generated: () => string } = await import('../../scripts/schemas.mjs' as string)
  const kept = readFileSync(join(projectRoot, 'src/schemas/generated.mjs'), 'utf8')
  expect(kept === generated(), 'run node scripts/schemas.mjs').toBe(true)
  expect(kept).not.toMatch(/\brequire\(|^import /m)
})

test('every number in a schema has bounds', () => {
  const unbounded: string[] = []
  const walk = (name: string, schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return
    const fields = new Map(Object.entries(schema))
    if (fields.get('type') === 'integer' && !(fields.has('minimum') && fields.has('maximum'))) unbounded.push(name)
    for (const [field, each] of fields) walk(`${name}.${field}`, each)
  }
  for (const name of ['definitions', 'run', 'calibration', 'progress', 'journal-line', 'manifest'])
    walk(name, JSON.parse(readFileSync(join(projectRoot, `src/schemas/${name}.schema.json`), 'utf8')))
  expect(unbounded).toEqual([])
})

test('a manifest may have steps of every kind of value', () => {
  const file: {
    readonly $defs: { readonly input?: { readonly properties: { readonly element: { readonly enum: unknown } } } }
  } = JSON.parse(readFileSync(join(projectRoot, 'src/schemas/manifest.schema.json'), 'utf8'))
  expect(file.$defs.input?.properties.element.enum).toEqual(scalarKinds)
})
