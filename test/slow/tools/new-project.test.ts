import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectRoot } from '../../architecture/source-files.ts'
import { ctrc, type Finished } from '../bundle.ts'

let project = ''
beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'ctrc-new-'))
  expect(await ctrc(['init', '.'], project)).toMatchObject({ exit: 0 })
})
afterAll(() => rmSync(project, { recursive: true, force: true }))

/** `ctrc ...` lines of the new project's README, as arguments. */
const commandsOf = (readme: string): string[][] =>
  [...readme.matchAll(/^ {4}ctrc ([^#\n]+)/gm)].map(([, line]) => line!.trim().split(/\s+/))

test('npm run ctrc -- init NAME makes it where npm was called, not in the clone', () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'ctrc-called-'))
  try {
    // What npm does: it goes to the folder of package.json, and names the caller's in INIT_CWD.
    const script = join(projectRoot, 'scripts/ctrc.mjs')
    execFileSync(process.execPath, [script, 'init', 'mine'], {
      cwd: projectRoot,
      env: { ...process.env, INIT_CWD: elsewhere },
    })
    expect(readdirSync(elsewhere)).toEqual(['mine'])
    expect(existsSync(join(projectRoot, 'mine'))).toBe(false)
  } finally {
    rmSync(elsewhere, { recursive: true, force: true })
  }
})

describe('a new project', () => {
  test('runs the commands of its README, one after the other', async () => {
    const commands = commandsOf(readFileSync(join(project, 'README.md'), 'utf8'))
    expect(commands.map(([name]) => name)).toEqual(['check', 'train', 'calibrate', 'eval', 'export', 'predict'])
    const finished: Finished[] = []
    for (const command of commands) finished.push(await ctrc(command, project))
    expect(finished.map(({ exit, log }) => (exit === 0 ? 0 : log))).toEqual([0, 0, 0, 0, 0, 0])

    const { tasks } = JSON.parse(finished[3]!.out)
    expect(tasks.click.all.auc).toBeGreaterThan(0.7)
    expect(readdirSync(join(project, 'models', 'serving')).sort()).toEqual(['home_feed', 'search'])
  })

  test('is measured from another folder too: --param root=data means the folder of its training', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'ctrc-elsewhere-'))
    try {
      const run = join(project, 'runs', readdirSync(join(project, 'runs'))[0]!)
      const here = await ctrc(['eval', run, '--format', 'json'], project)
      const there = await ctrc(['eval', run, '--format', 'json'], elsewhere)
      expect(there).toMatchObject({ exit: 0, out: here.out })
      const moved = await ctrc(['eval', run, '--param', 'root=moved'], elsewhere)
      expect(moved.exit).toBe(1)
      expect(moved.log).toContain(`the run was trained in '${project}'`)
    } finally {
      rmSync(elsewhere, { recursive: true, force: true })
    }
  })

  test('holds its rows against its spec', async () => {
    const check = ['check', 'engagement.ctr', '--data', 'log', '--param', 'root=data', '--format', 'json']
    const { exit, out } = await ctrc(check, project)
    // Its vocabularies hold all of its few words, which is for information.
    const { diagnostics } = JSON.parse(out)
    expect({ exit, codes: diagnostics.map(({ code }: { code: string }) => code) }).toEqual({
      exit: 0,
      codes: ['CTR4053'],
    })
  })
})
