import { expect, test } from 'vitest'
import { lockFolder } from '../../src/host/lock.ts'
import { memoryHost } from '../../src/host/memory.ts'
import { type Processes, theseProcesses } from '../../src/host/processes.ts'

const processes = (pid: number, alive: readonly number[], machine = 'here'): Processes => ({
  pid,
  machine,
  isAlive: (each) => alive.includes(each),
})

const holds = (host: ReturnType<typeof memoryHost>, pid: number, machine = 'here'): void =>
  host.writeAtomic('/run/lock', JSON.stringify({ pid, machine, since: 5, token: 'theirs' }))

test('one process holds a folder until it lets go', () => {
  const host = memoryHost()
  const first = lockFolder(host, '/run', processes(1, [1, 2]))
  expect(first.held).toBe(true)
  expect(lockFolder(host, '/run', processes(2, [1, 2]))).toMatchObject({ held: false, by: { pid: 1, machine: 'here' } })
  expect(lockFolder(host, '/run', processes(1, [1, 2])).held).toBe(false)
  if (first.held) first.release()
  expect(host.list('/run')).toEqual([])
  expect(lockFolder(host, '/run', processes(2, [2])).held).toBe(true)
})

test('the lock of a dead process is taken over', () => {
  const host = memoryHost()
  holds(host, 41)
  expect(lockFolder(host, '/run', processes(42, [42])).held).toBe(true)
  expect(host.readText('/run/lock')).toContain('"pid":42')
  expect(host.list('/run')).toEqual(['lock'])
})

test('a pid that this process got from a dead one is no holder', () => {
  const host = memoryHost()
  holds(host, 7)
  expect(lockFolder(host, '/run', processes(7, [7])).held).toBe(true)
})

test("another machine's lock stays, as it is unknown here whether its process lives", () => {
  const host = memoryHost()
  holds(host, 41, 'there')
  expect(lockFolder(host, '/run', processes(42, [42]))).toMatchObject({ held: false, by: { machine: 'there' } })
})

test('a lock that is no lock is taken over', () => {
  for (const text of ['', '{', 'null', '{"pid":"x","machine":"here","since":1}', '{}']) {
    const host = memoryHost({ '/run/lock': text })
    expect(lockFolder(host, '/run', processes(1, [1])).held).toBe(true)
  }
})

test.each([0, -1, 1.5, 1e300])(
  'a lock of process %d is none: numbers below 1 mean groups, which are always alive',
  (pid) => {
    const host = memoryHost()
    holds(host, pid, theseProcesses.machine)
    expect(lockFolder(host, '/run').held).toBe(true)
  },
)

test('a lock that changes hands while it is taken away goes back', () => {
  const host = memoryHost()
  holds(host, 41)
  const slow = {
    ...host,
    rename(from: string, to: string) {
      holds(host, 43) // Another process took it over between reading and renaming.
      host.rename(from, to)
    },
  }
  expect(lockFolder(slow, '/run', processes(42, [42, 43]))).toMatchObject({ held: false, by: { pid: 43 } })
  expect(host.list('/run')).toEqual(['lock'])
})

test('letting go twice lets go once', () => {
  const host = memoryHost()
  const first = lockFolder(host, '/run', processes(1, [1]))
  if (!first.held) throw new Error('the folder was free')
  first.release()
  const second = lockFolder(host, '/run', processes(2, [2]))
  expect(second.held).toBe(true)
  first.release()
  expect(host.exists('/run/lock')).toBe(second.held)
})

test('this process is alive, and no process has the largest pid', () => {
  expect(theseProcesses.isAlive(process.pid)).toBe(true)
  expect(theseProcesses.isAlive(2 ** 30)).toBe(false)
})
