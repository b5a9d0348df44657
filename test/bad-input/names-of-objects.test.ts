import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { diskHost } from '../../src/host/disk.ts'
import { codesIn, TestProject } from './project.ts'

// Names that every JavaScript object has of its own: a plain object as a map would lose them, or find what nobody put there.
const spec = `
import { linear, mlp, pool_mean } from "ctr:std"

surface __proto__ { views: [constructor, toString] }
surface constructor
level hasOwnProperty by __proto__
level toString within hasOwnProperty

features of hasOwnProperty {
  __proto__ : id in __proto__
}
features of toString {
  constructor    : string in constructor
  valueOf        : float default 0
  hasOwnProperty : list<id, 4> in __proto__
}
features of toString on constructor {
  isPrototypeOf : int default 0
}
table __proto__   { rows: hash(50), dim: 4 }
table constructor { rows: vocabulary(8), dim: 2 }

dataset __proto__ {
  query: "select i % 50 as __proto__, 'w' || (i % 7) as constructor, i / 700.0 as valueOf, [i, i + 1] as hasOwnProperty, i as isPrototypeOf, i % 3 as place, (i * 7919) % 5 < 2 as toString, i % 10 as day from range(700) t(i)"
  surface: { column: place, values: { 0: __proto__.constructor, 1: __proto__.toString, 2: constructor } }
  labels:  { toLocaleString: toString, isFrozen: { constructor: toString, __proto__: toString } }
  splits:  { train: day < 4, validation: day == 4, calibration: day == 5 or day == 6, test: day > 6 }
}

module valueOf<N>(x: [N]) -> [4] {
  return mlp(x, units: [4])
}

model __proto__ on __proto__, constructor {
  trunk {
    export let toString = valueOf(concat(embed(__proto__), embed(constructor), valueOf, pool_mean(embed(hasOwnProperty))))
    let __proto__ = toString
    export let own = each k in surfaces { mlp(__proto__, units: [3]) }
  }
  calibrate toLocaleString, isFrozen by view with platt { at_least: 5, else: [surface, all] }
}
tower __proto__ of __proto__ {
  predict toLocaleString = linear(own)
  predict isFrozen       = linear(concat(toString, embed(view, dim: 2)))
}
tower constructor of __proto__ {
  predict toLocaleString = linear(concat(own, isPrototypeOf / 1400))
  predict isFrozen       = linear(toString)
}
train __proto__ {
  dataset:  __proto__
  batch:    64
  keep:     best(toLocaleString.logloss)
  tasks:    { toLocaleString: 1, isFrozen: 0.5 }
  surfaces: { __proto__: 2, constructor: 1 }
}
serve __proto__ { dedupe: { levels: [hasOwnProperty] } }
`

const rows = `[{"__proto__": 3, "constructor": "w1", "valueOf": 0.5, "hasOwnProperty": [1, 2], "isPrototypeOf": 3}]`

test('no name is special: from rows to scores', { timeout: 120_000 }, async () => {
  const project = new TestProject()
  const [main, run, out] = ['main.ctr', 'run', 'out'].map((name) => project.path(name)) as [string, string, string]
  diskHost().writeAtomic(main, spec)
  diskHost().writeAtomic(project.path('rows.json'), rows)
  const commands: readonly (readonly string[])[] = [
    ['check', main, '--data', '__proto__'],
    ['train', main, '--run', run],
    ['train', main, '--run', project.path('other'), '--engine', 'tfjs'],
    ['calibrate', run],
    ['eval', run],
    ['export', run, '--out', out],
    [
      'predict',
      `${out}/serving/constructor`,
      '--input',
      project.path('rows.json'),
      '--out',
      project.path('scores.json'),
    ],
  ]
  for (const args of commands) {
    const ran = await project.run(args)
    expect({ args, exit: ran.exit, log: ran.exit === 0 ? '' : ran.log }).toEqual({ args, exit: 0, log: '' })
  }
  const calibrators = JSON.parse(readFileSync(`${run}/calibration.json`, 'utf8')).tasks.toLocaleString
  expect(Object.keys(calibrators)).toEqual(['__proto__', 'constructor'])
  expect(Object.keys(Object.getOwnPropertyDescriptor(calibrators, '__proto__')?.value)).toEqual([
    'constructor',
    'toString',
  ])
  const scored = JSON.parse(readFileSync(project.path('scores.json'), 'utf8'))
  const [row] = Array.isArray(scored) ? scored : [scored]
  expect(row.status).toBe(0)
  expect(Object.keys(row)).toContain('__proto__')
  expect(row.isFrozen).toBeGreaterThan(0)
})

test('a task called __proto__ is refused: no runtime of JavaScript gives such an output back', async () => {
  const project = new TestProject()
  const text = spec.replaceAll('isFrozen', '__proto__').replace('  __proto__ : id', '  other : id')
  diskHost().writeAtomic(project.path('main.ctr'), text)
  expect(codesIn(await project.run(['check', project.path('main.ctr')]))).toContain('CTR1566')
})
