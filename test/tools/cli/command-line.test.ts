import { describe, expect, test } from 'vitest'
import description from '../../../package.json' with { type: 'json' }
import { memoryHost } from '../../../src/host/memory.ts'
import { failingHost } from '../../host/failing.ts'
import { ctrc } from './run-cli.ts'

const spec = `
import { linear } from "ctr:std"
surface feed
level user by user_id
level row within user
features of user { user_id : id in users }
table users { rows: hash(100), dim: 4 }
model m on feed {
  trunk { predict click = linear(embed(user_id)) }
  calibrate click by view with platt { at_least: 10 }
}
`

describe('usage', () => {
  test.each([
    ['--threads', '1000000000'],
    ['--threads', '257'],
    ['--threads', '0'],
    ['--seed', '99999999999999999999'],
    ['--checkpoint-every', '1e9'],
  ])('%s %s is out of bounds, and nothing is made', async (option, value) => {
    const host = memoryHost({ '/m.ctr': spec })
    const ran = await ctrc(['train', '/m.ctr', '--run', '/run', option, value], host)
    expect(ran).toMatchObject({ exit: 2, out: '', log: expect.stringContaining('Expected a whole number') })
    expect(host.exists('/run')).toBe(false)
  })

  test('help and version go to standard output', async () => {
    const help = await ctrc(['--help'])
    expect(help).toMatchObject({ exit: 0, log: '' })
    for (const name of ['check', 'fmt', 'build', 'train', 'calibrate', 'eval', 'export', 'predict', 'bench', 'graph'])
      expect(help.out).toContain(`\n  ${name} `)
    expect(await ctrc(['--version'])).toMatchObject({
      exit: 0,
      log: '',
      out: expect.stringMatching(
        /^ctrc \d\S+, Node \d\S+ on \w+ \w+, ONNX Runtime \d\S+, DuckDB \d\S+, TensorFlow.js \d\S+\n$/,
      ),
    })
  })

  test.each([[['chek', 'x']], [['check']], [['check', 'x', '--format', 'yaml']], [['check', 'x', '--wrong']], [[]]])(
    '%j is wrong usage',
    async (args) => {
      const { exit, out, log } = await ctrc(args)
      expect({ exit, out }).toEqual({ exit: 2, out: '' })
      expect(log).not.toBe('')
    },
  )

  test.each([
    ['build m.ctr --out o --from r --untrained', "'--from <run>' cannot be used with option '--untrained'"],
    ['build m.ctr --out o --from r --weights f', "'--from <run>' cannot be used with option '--weights <file>'"],
    ['graph m.ctr --surface feed --training', "'--surface <name>' cannot be used with option '--training'"],
    ['check m.ctr --param root=a', "name the dataset with '--data'"],
    ['check m.ctr --data log --param root=a --param root=b', "'root' has a value already"],
  ])('%s: nothing that is given is without effect', async (line, words) => {
    const ran = await ctrc(line.split(' '), memoryHost({ '/m.ctr': spec }))
    expect(ran).toMatchObject({ exit: 2, out: '', log: expect.stringContaining(words) })
  })

  test('a near command is suggested', async () => {
    expect((await ctrc(['chek', 'x'])).log).toContain('check')
  })

  test.each(['bench', 'diff', 'lsp'])('%s reports that it is not implemented yet', async (name) => {
    expect(await ctrc([name, 'specs', '--whatever', '3'])).toEqual({
      exit: 2,
      out: '',
      log: expect.stringContaining(`CTR9201: 'ctrc ${name}' is not implemented yet`),
    })
  })

  test.each(['sarif', 'github'])('--format %s reports that it is not implemented yet', async (format) => {
    const { exit, out, log } = await ctrc(['check', '/spec', '--format', format], memoryHost({ '/spec/m.ctr': spec }))
    expect({ exit, out }).toEqual({ exit: 2, out: '' })
    expect(log).toContain(`--format ${format} is not implemented yet`)
  })
})

describe('in JSON', () => {
  // Scripts that ask for JSON got an empty standard output.
  test.each([
    [['chek', 'x', '--format', 'json']],
    [['check', '--format=json']],
    [['check', 'x', '--wrong', '--format', 'json']],
    [['train', 'x', '--format', 'json']],
    [['eval', '--format', 'json', 'a', 'b']],
  ])('wrong usage is a diagnostic: %j', async (args) => {
    const { exit, out, log } = await ctrc(args)
    expect({ exit, codes: JSON.parse(out).diagnostics.map((each: { code: string }) => each.code) }).toEqual({
      exit: 2,
      codes: ['CTR9202'],
    })
    expect(log).not.toBe('')
  })

  test.each([
    [['explain', 'CTR2001'], 0, []],
    [['explain', 'CTR0001'], 2, ['CTR9203']],
    [['init', '/new'], 0, []],
    [['graph', '/m.ctr'], 0, []],
    [['graph', '/other.ctr'], 1, ['CTR1503']],
    [['diff', '/m.ctr'], 2, ['CTR9201']],
    [['bench', 'x'], 2, ['CTR9201']],
  ] as const)('every command gives one document: %j', async (args, exit, codes) => {
    const ran = await ctrc([...args, '--format', 'json'], memoryHost({ '/m.ctr': spec }))
    const { diagnostics } = JSON.parse(ran.out)
    expect({ exit: ran.exit, codes: diagnostics.map((each: { code: string }) => each.code) }).toEqual({ exit, codes })
  })

  test('a result has its warnings beside it', async () => {
    const host = memoryHost({ '/m.ctr': spec.replace(/ {2}calibrate.*\n/, '') })
    const { exit, out, log } = await ctrc(['graph', '/m.ctr', '--format', 'json'], host)
    const { model, diagnostics } = JSON.parse(out)
    expect({ exit, model, code: diagnostics[0].code }).toEqual({ exit: 0, model: 'm', code: 'CTR2019' })
    expect(log).toContain('CTR2019')
  })
})

describe('what a terminal would obey', () => {
  const evil = 'a\u001b[31m\u202eb'

  test.each([
    [['check', `${evil}.ctr`]],
    [['check', evil, `--${evil}`]],
    [[evil]],
    [['explain', evil]],
    [['eval', evil]],
    [['check', 'm.ctr', '--data', evil]],
    [['graph', 'm.ctr', '--surface', evil]],
    [['build', 'm.ctr', '--untrained', '--out', evil, '--surface', evil]],
  ])('is shown escaped, in words and in JSON: %j', async (args) => {
    for (const format of [[], ['--format', 'json']]) {
      const { out, log } = await ctrc([...args, ...format], memoryHost({ '/m.ctr': spec }))
      expect(out + log).not.toBe('')
      for (const each of ['\u001b', '\u202e']) expect(out + log).not.toContain(each)
    }
  })
})

describe('check', () => {
  test('a spec without errors', async () => {
    const host = memoryHost({ '/spec/m.ctr': spec })
    expect(await ctrc(['check', '/spec'], host)).toEqual({ exit: 0, out: '1 program without errors\n', log: '' })
    expect(await ctrc(['check', '/spec', '/spec/m.ctr', '--format', 'json'], host)).toMatchObject({
      exit: 0,
      out: '{\n  "diagnostics": []\n}\n',
      log: '',
    })
  })

  test('JSON has zero-based places, and goes to standard output alone', async () => {
    const wrong = spec.replace('embed(user_id)', 'embed(usr_id)')
    const { exit, out, log } = await ctrc(['check', '/m.ctr', '--format', 'json'], memoryHost({ '/m.ctr': wrong }))
    expect({ exit, log }).toEqual({ exit: 1, log: '' })
    const line = wrong.split('\n').findIndex((each) => each.includes('usr_id'))
    const start = { line, character: wrong.split('\n')[line]!.indexOf('usr_id') }
    expect(JSON.parse(out).diagnostics).toContainEqual(
      expect.objectContaining({
        code: 'CTR1501',
        severity: 'error',
        file: 'm.ctr',
        range: { start, end: { ...start, character: start.character + 'usr_id'.length } },
        message: expect.stringContaining("'user_id'"),
      }),
    )
  })

  test.each([
    ['an empty file', '/m.ctr', ''],
    ['an unclosed brace', '/m.ctr', spec.slice(0, -3)],
    ['a megabyte on one line', '/m.ctr', `surface ${'x'.repeat(1_000_000)}`],
    ['a cyclic import', '/m.ctr', `import "./m.ctr"\n${spec}`],
  ])('%s is a diagnostic with exit code 1', async (_, path, text) => {
    const { exit, out } = await ctrc(['check', path, '--format', 'json'], memoryHost({ [path]: text }))
    expect(exit).toBe(1)
    expect(JSON.parse(out).diagnostics.length).toBeGreaterThan(0)
    expect(JSON.parse(out).diagnostics.length).toBeLessThan(50)
  })

  test('bytes that are no text, a folder without a spec, a path that is not there', async () => {
    const host = memoryHost({ '/m.ctr': Uint8Array.of(0xff, 0xfe, 0), '/empty/readme.txt': '' })
    for (const path of ['/m.ctr', '/empty', '/gone.ctr']) {
      const { exit, log } = await ctrc(['check', path], host)
      expect(exit).toBe(1)
      expect(log).toMatch(/^error CTR\d{4}: /)
      expect(log).not.toContain('CTR9901')
    }
  })
})

describe('init', () => {
  test('makes a project that checks', async () => {
    const host = memoryHost()
    expect(await ctrc(['init', '/new'], host)).toMatchObject({ exit: 0, log: '' })
    expect(await ctrc(['check', '/new'], host)).toEqual({ exit: 0, out: '1 program without errors\n', log: '' })
    expect(host.readText('/new/data/impressions.csv')?.split('\n')).toHaveLength(12_002)
  })

  test('makes the same project every time', async () => {
    const [one, two] = [memoryHost(), memoryHost()]
    await ctrc(['init', '/new'], one)
    await ctrc(['init', '/new'], two)
    expect(one.readText('/new/data/impressions.csv')).toBe(two.readText('/new/data/impressions.csv'))
  })

  test('overwrites nothing', async () => {
    const host = memoryHost({ '/new/README.md': 'mine' })
    const { exit, log } = await ctrc(['init', '/new'], host)
    expect(exit).toBe(2)
    expect(log).toContain('CTR9204')
    expect(host.list('/new')).toEqual(['README.md'])
    expect(host.readText('/new/README.md')).toBe('mine')
  })

  test.each([
    ['no_space', 'CTR9001'],
    ['read_only', 'CTR9002'],
    ['denied', 'CTR9003'],
  ] as const)('a disk that fails with %s in the middle leaves no file', async (failure, code) => {
    const host = memoryHost()
    const { exit, log } = await ctrc(['init', '/new'], failingHost(host, failure, 4))
    expect(exit).toBe(3)
    expect(log).toContain(code)
    expect(host.exists('/new/README.md') || host.exists('/new/engagement.ctr')).toBe(false)
  })
})

describe('explain', () => {
  test.each(['CTR9001', 'ctr9001', '9001'])('%s prints the page', async (code) => {
    const { exit, out } = await ctrc(['explain', code])
    expect(exit).toBe(0)
    expect(out).toMatch(/^# CTR9001: disk-full\n/)
  })

  test('an unknown code names a near one', async () => {
    const { exit, out, log } = await ctrc(['explain', 'CTR9999'])
    expect({ exit, out }).toEqual({ exit: 2, out: '' })
    expect(log).toMatch(/CTR9203: there is no diagnostic 'CTR9999'; did you mean 'CTR9\d{3}'/)
  })
})

test('doctor lists what is installed', async () => {
  const { exit, out } = await ctrc(['doctor', '--format', 'json'])
  expect(exit).toBe(0)
  const findings: { name: string; ok: boolean; detail: string }[] = JSON.parse(out).findings
  expect(findings.map(({ name }) => name)).toEqual(['ctrc', 'Node', 'cores', 'ONNX Runtime', 'DuckDB', 'TensorFlow.js'])
  expect(findings.filter(({ ok }) => !ok)).toEqual([])
  const detail = (name: string) => findings.find((each) => each.name === name)?.detail
  expect(detail('ctrc')).toBe(description.version)
  expect(detail('Node')).toBe(`${process.versions.node} on ${process.platform} ${process.arch}`)
  // What is loaded is what --version printed without loading it.
  const { out: line } = await ctrc(['--version'])
  for (const name of ['ONNX Runtime', 'DuckDB']) {
    const told = new RegExp(`${name} v?(\\d+\\.\\d+\\.\\d+)`).exec(line)?.[1]
    expect(detail(name)).toContain(told)
  }
})
