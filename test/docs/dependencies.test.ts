import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { projectRoot } from '../architecture/source-files.ts'

const read = (path: string): string => readFileSync(`${projectRoot}/${path}`, 'utf8')

interface Manifest {
  readonly license?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}
const manifestOf = (path: string): Manifest => JSON.parse(read(path))

const { dependencies = {}, devDependencies = {} } = manifestOf('package.json')
const licences = new Map(
  [...Object.keys(dependencies), ...Object.keys(devDependencies)].map((name) => [
    name,
    manifestOf(`node_modules/${name}/package.json`).license,
  ]),
)

/** Rows of the table: package, in, licence, used for. */
const rows = [...read('docs/dependencies.md').matchAll(/^\| `(.+?)` \| (.+?) \| (.+?) \| (.+?) \|$/gm)].map(
  ([, name, place, licence, use]) => ({ name, place, licence, use }),
)

test('every dependency is in the table once, with its own licence', () => {
  const expected = [
    ...Object.keys(dependencies).map((name) => ({ name, place: 'ctrc' })),
    ...Object.keys(devDependencies).map((name) => ({ name, place: 'development' })),
  ].map((each) => ({ ...each, licence: licences.get(each.name), use: expect.stringMatching(/\w{3}/) }))
  expect(rows).toEqual(expected)
})

test('versions have no ranges, and the lock file has a digest of every package', () => {
  const versions = Object.entries({ ...dependencies, ...devDependencies })
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
  const lock: { readonly packages: Readonly<Record<string, { readonly integrity?: string }>> } = JSON.parse(
    read('package-lock.json'),
  )
  const { '': ours, ...packages } = lock.packages
  expect(ours).toBeDefined()
  for (const [name] of versions) expect(Object.keys(packages)).toContain(`node_modules/${name}`)
  expect(Object.entries(packages).filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([])
})

test('what the page names as part of the bundle is what the bundle takes in', () => {
  const external = /const external = \[(.*?)\]/s.exec(read('scripts/build.mjs'))?.[1] ?? ''
  const patterns = [...external.matchAll(/'(.+?)'/g)].map(([, pattern]) => pattern!.replace(/\/?\*$/, ''))
  const bundled = Object.keys(dependencies).filter((name) => !patterns.some((pattern) => name.startsWith(pattern)))
  const named = /(\w+(?:, \w+)* and \w+) are part of the bundle/.exec(read('docs/dependencies.md'))?.[1]
  expect(named?.split(/, | and /)).toEqual(bundled)
})
