/**
 * `ctrc check` of a generated workspace as a whole process, at four sizes: `node bench/workspace.mjs [features] [modules] [surfaces]`, after
 * `node scripts/build.mjs`. One file of features, tables and modules a surface, one of shared ones, one of the model; every module is called
 * and every feature read. Prints seconds of processor and of wall (medians of five), beside an empty start of Node and a check of a spec of
 * one surface in the same run, and the exponent of growth: the slope of the logarithms of processor time, fixed start subtracted.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const [features = 2000, modules = 200, surfaces = 20] = process.argv.slice(2).map(Number)

const numbered = (count, one) => Array.from({ length: count }, (_, i) => one(i))

/** Ids, words, numbers and lists in turn; each surface has its share. */
function featureLines(surface, from, count) {
  const kinds = [
    (name) => [`  ${name} : id in ids_${surface}`, `embed(${name})`],
    (name) => [`  ${name} : string in words_${surface}`, `embed(${name})`],
    (name) => [`  ${name} : float default 0`, name],
    (name) => [`  ${name} : list<id, 20> in ids_${surface}`, `pool_mean(embed(${name}))`],
    (name) => [`  ${name} : int default 0`, `log(clip(${name}, 0, 1000) + 1)`],
  ]
  return numbered(count, (i) => kinds[i % kinds.length](`f${from + i}_${surface}`))
}

/** A module of some fifty lines that calls the one before it. */
function moduleText(name, before, lines) {
  const steps = numbered(lines, (i) => `  // Step ${i} of ${name}.\n  h = relu(h * ${i + 1}.5 + ${i})`)
  return [
    `/// What ${name} is for, in a line of words.`,
    `export module ${name}<N>(x: [N], units: int = 8) -> [units] {`,
    '  var h = dense(x, units: units)',
    ...steps,
    before === undefined ? '  return h' : `  return h + ${before}(x, units: units)`,
    '}',
    '',
  ].join('\n')
}

/** Writes a workspace of this share of the whole; gives its lines. */
function write(folder, share) {
  const [count, perSurface, many] = [
    Math.max(1, Math.round(surfaces * share)),
    Math.round(features / surfaces),
    Math.round(modules / surfaces),
  ]
  const files = new Map()
  const names = numbered(count, (i) => `s${i}`)
  files.set(
    'shared.ctr',
    [
      ...names.map((name) => `surface ${name}`),
      'level user by user_id',
      'level candidate within user',
      'features of user { user_id : id in users }',
      'table users { rows: hash(1000), dim: 8 }',
      '',
    ].join('\n'),
  )
  for (const [index, name] of names.entries()) {
    const read = featureLines(name, index * perSurface, perSurface)
    const own = numbered(many, (i) => `m${i}_${name}`)
    files.set(
      `${name}.ctr`,
      [
        'import "shared.ctr"',
        'import { dense, linear, mlp, pool_mean } from "ctr:std"',
        `features of candidate on ${name} {`,
        ...read.map(([line]) => line),
        '}',
        `table ids_${name} { rows: hash(1000), dim: 8 }`,
        `table words_${name} { rows: vocabulary(100), dim: 8 }`,
        '',
        ...own.map((each, i) => moduleText(each, i % 5 === 0 ? undefined : own[i - 1], 42)),
        `tower ${name} of m {`,
        `  let own = concat(\n    ${[...read.map(([, value]) => value), 'shared'].join(',\n    ')}\n  )`,
        `  let h = mlp(own, units: [16])`,
        `  predict click = linear(concat(${own.map((each) => `${each}(h)`).join(', ')}))`,
        '}',
        '',
      ].join('\n'),
    )
  }
  files.set(
    'main.ctr',
    [
      'import "shared.ctr"',
      ...names.map((name) => `import "${name}.ctr"`),
      'import { mlp } from "ctr:std"',
      `model m on ${names.join(', ')} {`,
      '  trunk { export let shared = mlp(embed(user_id), units: [16]) }',
      '  calibrate click by view with platt { at_least: 10 }',
      '}',
      '',
    ].join('\n'),
  )
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of files) writeFileSync(join(folder, name), text)
  return [...files.values()].reduce((sum, text) => sum + text.split('\n').length, 0)
}

/** Seconds of one process. The shell's `time` counts those of the processor, which Node does not for a child. */
function once(args) {
  const started = performance.now()
  const ran = spawnSync('/usr/bin/env', ['bash', '-c', `TIMEFORMAT='%U %S'; time "$@" >/dev/null`, 'bash', process.execPath, ...args], {
    cwd: root,
    encoding: 'utf8',
  })
  const wall = (performance.now() - started) / 1000
  if (ran.status !== 0) throw new Error(`node ${args.join(' ')} ended with ${ran.status}: ${ran.stderr.slice(0, 2000)}`)
  const [user, system] = ran.stderr.trim().split('\n').at(-1).split(' ').map(Number)
  return { wall, processor: user + system }
}

function medians(args) {
  const runs = numbered(5, () => once(args))
  const middle = (key) => runs.map((run) => run[key]).sort((a, b) => a - b)[2]
  return { wall: middle('wall'), processor: middle('processor') }
}

const shown = ({ wall, processor }) => `${processor.toFixed(2).padStart(8)} ${wall.toFixed(2).padStart(8)}`
const folder = mkdtempSync(join(tmpdir(), 'ctrc-workspace-'))
try {
  console.log('processor     wall  (seconds)')
  console.log(`${shown(medians(['-e', '']))}  an empty Node`)
  write(join(folder, 'least'), 0)
  const sizes = [0.25, 0.5, 0.75, 1].map((share) => {
    const place = join(folder, String(share))
    const lines = write(place, share)
    return { lines, ...medians(['dist/ctrc.mjs', 'check', place]) }
  })
  const start = medians(['dist/ctrc.mjs', 'check', join(folder, 'least')])
  console.log(`${shown(start)}  one surface`)
  for (const size of sizes) console.log(`${shown(size)}  ${size.lines} lines`)
  const points = sizes.map(({ lines, processor }) => [Math.log(lines), Math.log(processor - start.processor)])
  const mean = (of) => points.reduce((sum, point) => sum + of(point), 0) / points.length
  const [x, y] = [mean(([a]) => a), mean(([, b]) => b)]
  const slope = mean(([a, b]) => (a - x) * (b - y)) / mean(([a]) => (a - x) ** 2)
  console.log(`growth with the number of lines: exponent ${slope.toFixed(2)}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
