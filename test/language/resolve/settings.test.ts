import { describe, expect, test } from 'vitest'
import { memoryHost } from '../../../src/host/memory.ts'
import { checkEntry } from '../../../src/language/check/check-entry.ts'
import { declarationTexts } from '../../../src/language/resolve/digest.ts'

const importsOf = (code: string): string => {
  const modules = ['mlp', 'activate'].filter((name) => code.includes(`${name}(`))
  return modules.length === 0 ? '' : `import { ${modules.join(', ')} } from "ctr:std"`
}

const sources = (settings: string, { trunk = '', train = '', more = '' } = {}) =>
  memoryHost({
    '/main.ctr': `${importsOf(trunk)}
${settings}
surface feed
level user by user_id
level row within user
features of user { user_id : id in users }
table users { rows: hash(1000), dim: ${settings.includes('setting width') ? 'width' : '8'} }
dataset log {
  query:   "select 1"
  surface: feed
  labels:  { click: clicked == 1 }
  splits:  { train: day < 20 }
}
${more}
model m on feed {
  trunk {
    ${trunk}
    predict click = sum(embed(user_id))
  }
  calibrate click with platt
}
train m { ${train} }
`,
  })

/** The declarations of a program without errors; those with settings and those written out are to be equal. */
function textsOf(host: ReturnType<typeof memoryHost>, given: Readonly<Record<string, string>> = {}) {
  const { program, diagnostics } = checkEntry(host, '/main.ctr', new Map(Object.entries(given)))
  expect(
    diagnostics.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code} ${message}`),
  ).toEqual([])
  const model = program?.models.get('m')
  if (program === undefined || model === undefined) throw new Error('no model')
  return declarationTexts(program, model)
}

const found = (host: ReturnType<typeof memoryHost>, given: Readonly<Record<string, string>> = {}) =>
  checkEntry(host, '/main.ctr', new Map(Object.entries(given))).diagnostics

describe('a setting stands for its value', () => {
  test.each([
    [
      'a size',
      'setting hidden : int = 32',
      { trunk: 'export let h = mlp(embed(user_id), units: [hidden, 2 * hidden])' },
      { trunk: 'export let h = mlp(embed(user_id), units: [32, 2 * 32])' },
    ],
    [
      'a list',
      'setting sizes : list<int> = [32, 16]',
      { trunk: 'export let h = mlp(embed(user_id), units: sizes)' },
      { trunk: 'export let h = mlp(embed(user_id), units: [32, 16])' },
    ],
    [
      'a name',
      'setting kind : name = gelu',
      { trunk: 'export let h = activate(embed(user_id), by: kind)' },
      { trunk: 'export let h = activate(embed(user_id), by: gelu)' },
    ],
    [
      'one of several',
      'setting kind : one of relu, gelu = gelu',
      { trunk: 'export let h = activate(embed(user_id), by: kind)' },
      { trunk: 'export let h = activate(embed(user_id), by: gelu)' },
    ],
    [
      'a condition',
      'setting deep : bool = true',
      { trunk: 'export let h = if deep { mlp(embed(user_id), units: [4]) } else { embed(user_id) }' },
      { trunk: 'export let h = if true { mlp(embed(user_id), units: [4]) } else { embed(user_id) }' },
    ],
    [
      'a rate',
      'setting rate : float = 1e-3',
      { train: 'optimizer: adam(lr: rate)' },
      { train: 'optimizer: adam(lr: 0.001)' },
    ],
    [
      'a number below zero',
      'setting shift : int = -3',
      { trunk: 'export let h = embed(user_id) - shift' },
      { trunk: 'export let h = embed(user_id) - -3' },
    ],
  ])('%s', (_, settings, named, written) => {
    expect(textsOf(sources(settings, named))).toEqual(textsOf(sources('', written)))
  })

  test('as a width of a table and the number of its rows', () => {
    expect(textsOf(sources('setting width : int = 8'))).toEqual(textsOf(sources('')))
    expect(textsOf(sources('setting width : int = 8'), { width: '16' })).toEqual(
      textsOf(sources('setting width : int = 16')),
    )
  })

  test('in the call that derives a feature', () => {
    const derived = (edge: string) => ({
      more: `table ages { rows: range(3), dim: 4 }\nfeatures of user { age : int default 0\n group : bucket(age, [18, ${edge}]) in ages }`,
    })
    expect(textsOf(sources('setting edge : int = 60', derived('edge')))).toEqual(textsOf(sources('', derived('60'))))
  })

  test('in a module, where the module has no such name of its own', () => {
    const call = 'export let h = head(embed(user_id))'
    const module = (text: string) => `module head<N>(x: [N]) -> [N] { ${text}\nreturn x * 1 }`
    const named = sources('setting k : int = 4', {
      trunk: call,
      more: module('require N % k == 0, "{k} must divide {N}"'),
    })
    expect(textsOf(named)).toEqual(
      textsOf(sources('', { trunk: call, more: module('require N % 4 == 0, "4 must divide {N}"') })),
    )
    const [error] = found(named, { k: '3' })
    expect(error).toMatchObject({ code: 'CTR3028', message: expect.stringContaining('3 must divide 8') })
    const own = `module head<N>(x: [N], k: int = 2) -> [N] { return x * k }`
    const codes = found(sources('setting k : int = 4', { trunk: call, more: own })).map(({ code }) => code)
    expect(codes).toEqual(['CTR2060'])
  })
})

describe('--set', () => {
  const settings = 'setting hidden : int = 32\nsetting note : string = "a"'
  const host = sources(settings, {
    trunk: 'export let h = mlp(embed(user_id), units: [hidden])',
    more: 'table notes { rows: vocabulary([note]), dim: 4 }\nfeatures of user { place : string in notes }',
  })

  test('gives another value, which the digest of the program shows', () => {
    const [usual, given] = [textsOf(host), textsOf(host, { hidden: '64' })]
    expect([...usual.keys()].filter((name) => usual.get(name) !== given.get(name))).toEqual(['trunk m'])
    expect(textsOf(host, { hidden: '32' })).toEqual(usual)
    expect(textsOf(host, { note: 'a' })).toEqual(usual)
    expect(textsOf(host, { note: '"a"' })).toEqual(usual)
  })

  test.each([
    [{ hiden: '3' }, 'CTR1501', "no setting 'hiden'; did you mean 'hidden'"],
    [{ hidden: '3.5' }, 'CTR1580', '--set hidden is the number 3.5, expected a whole number'],
    [{ hidden: 'wide' }, 'CTR1580', "--set hidden is the name 'wide'"],
    [{ hidden: '3 // three' }, 'CTR1580', "'3 // three'"],
    [{ hidden: '3\nsurface other' }, 'CTR1580', 'expected a whole number'],
    [{ hidden: '' }, 'CTR1580', 'expected a whole number'],
  ])('%j is refused', (given, code, message) => {
    const [error, ...others] = found(host, given)
    expect(others).toEqual([])
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) })
  })

  test('what is wrong with a value shows where it comes from', () => {
    const [error] = found(host, { hidden: '-1' })
    expect(error?.related.map(({ message }) => message)).toContain("setting 'hidden' is -1, given by --set")
  })
})
