import { expect, test } from 'vitest'
import { diskHost } from '../../src/host/disk.ts'

test('hosts of one process have temporary places of their own', () => {
  const paths = [diskHost(), diskHost()].map((host) => host.temporaryPlace('ctrc-names').path)
  expect(paths[0]).not.toBe(paths[1])
})
