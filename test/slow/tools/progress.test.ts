import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { smallSpec, writeSmallProject } from '../../small-project.ts'
import { bundle, start } from '../bundle.ts'

let project = ''
beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'ctrc-progress-'))
  // It trains until it is interrupted: some hours, without an evaluation.
  const long = smallSpec.replace('epochs:    2', 'epochs:    100000').replace('every: 0.5', 'every: 100000')
  await writeSmallProject(project, long)
})
afterAll(() => rmSync(project, { recursive: true, force: true }))

const train = (run: string): string[] => ['train', 'spec', '--param', `root=${join(project, 'data')}`, '--run', run]

/** A process on a terminal of its own, 100 columns wide: what it draws, and its end. Ctrl-C comes by `child.stdin`. */
function onTerminal(args: readonly string[], env: NodeJS.ProcessEnv) {
  const script = `
import fcntl, os, pty, struct, sys, termios
def read(fd):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack('HHHH', 24, 100, 0, 0))
    return os.read(fd, 65536)
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:], read)))`
  const child = spawn('python3', ['-c', script, process.execPath, bundle, ...args], {
    ...{ cwd: project, stdio: ['pipe', 'pipe', 'inherit'] },
    env: { ...process.env, CI: '', TERM: 'xterm', ...env },
  })
  return { child, ...drawnBy(child) }
}

function drawnBy(child: ChildProcess) {
  let drawn = ''
  let look = (): void => undefined
  child.stdout?.on('data', (data) => {
    drawn += data
    look()
  })
  return {
    finished: new Promise<{ exit: number | null; drawn: string }>((resolve) => {
      child.on('close', (exit) => resolve({ exit, drawn }))
    }),
    until: (pattern: RegExp) =>
      new Promise<void>((resolve) => {
        look = () => {
          if (pattern.test(drawn)) resolve()
        }
        look()
      }),
  }
}

const clear = '\r\u001b[K'
/** What is left on the screen: of each line what was written since it was cleared last. */
const screen = (drawn: string): readonly string[] =>
  drawn.split('\n').map((line) => line.replace(/\r$/, '').split(clear).at(-1) ?? '')

const training = /train: training, step [\d,]+ of [\d,]+, .*[\d,]+ rows\/s, [\d:]+ left, \d+ MB/

test('on a terminal one line is drawn over itself, and gone after Ctrl-C', async () => {
  const { child, finished, until } = onTerminal(train('live'), { NO_COLOR: '1' })
  await until(training)
  child.stdin?.write('\u0003')
  const { exit, drawn } = await finished
  expect(exit).toBe(130)
  // The terminal itself shows ^C where the cursor is.
  const lines = drawn.split(clear).filter((text) => text.startsWith('train: ') && !text.includes('^C'))
  expect(Math.max(...lines.map((line) => line.split('\r')[0]!.length))).toBeLessThan(100)
  expect(screen(drawn).join('\n')).not.toContain('train: ')
  expect(screen(drawn).join('\n')).toContain('CTR5009')
})

test('on a terminal that cannot draw, lines follow each other', async () => {
  const { child, finished, until } = onTerminal(train('dumb'), { TERM: 'dumb' })
  await until(training)
  child.stdin?.write('\u0003')
  const { exit, drawn } = await finished
  expect(exit).toBe(130)
  expect(drawn).not.toContain('\u001b[K')
  expect(screen(drawn).some((line) => training.test(line))).toBe(true)
})

test('elsewhere lines go to standard error alone, and JSON stays JSON', async () => {
  const { child, finished, logged } = start([...train('plain'), '--format', 'json'], project)
  await logged(training)
  child.kill('SIGTERM')
  const { exit, out, log } = await finished
  expect(exit).toBe(130)
  expect(JSON.parse(out)).toMatchObject({ diagnostics: [{ code: 'CTR5009' }] })
  expect(log).not.toContain('\u001b[K')
  expect(log.split('\n').filter((line) => training.test(line))).not.toEqual([])
})
