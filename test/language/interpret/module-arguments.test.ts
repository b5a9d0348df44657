import { describe, expect, test } from 'vitest'
import { check, type Files, graphOf, program } from '../programs.ts'

const files = (modules: string, body: string): Files =>
  program(`${modules}
model m on home_feed, search {
  trunk {
    let user = embed(user_id)
    ${body}
    predict click = sum(h)
  }
  calibrate click with platt
}
`)

const deep = `module deep<N>(x: [N]) -> [N] {
  let wide = dense(x, units: 3)
  return dense(wide, units: N) + x
}`
const residual = (block: string, call: string) => `module residual<N>(x: [N], ${block}) -> [N] {
  var h = x
  for layer in 0..2 {
    let inner = ${call}(h)
    h = h + inner + ${call}(x)
  }
  return h
}`
/** All of a graph but where it came from. */
const graphText = (of: Files) => {
  const { ops, parameters } = graphOf(of)
  const text = ops.map(({ id, kind, inputs, attributes, type }) =>
    JSON.stringify({ id, kind, inputs, attributes, type }),
  )
  return [...text, ...parameters.map((each) => JSON.stringify(each))].join('\n')
}

describe('a module that an argument passes', () => {
  test('is called as by its own name: the same graph with the same names of parameters', () => {
    const passed = files(
      `${deep}\n${residual('block: module([N]) -> [N]', 'block')}`,
      'let h = residual(user, block: deep)',
    )
    const named = files(`${deep}\n${residual('times: int = 1', 'deep')}`, 'let h = residual(user)')
    expect(graphText(passed)).toBe(graphText(named))
    expect(graphOf(passed).parameters.map(({ name }) => name)).toContain('trunk.h.layer1.inner.wide.w')
    expect(graphOf(passed).parameters.map(({ name }) => name)).toContain('trunk.h.layer1.h.deep.wide.w')
  })

  test('goes on through further modules, and stands as a default', () => {
    const through = `${deep}\n${residual('block: module = deep', 'block')}
module outer<N>(x: [N], by: module) -> [N] { return residual(x, block: by) }`
    const passed = files(through, 'let h = outer(user, by: tanh) + residual(user)')
    const named = files(
      `${deep}\n${residual('times: int = 1', 'deep')}\n${residual('times: int = 1', 'tanh').replace('residual', 'flat')}
module outer<N>(x: [N]) -> [N] { return flat(x) }`,
      'let h = outer(user) + residual(user)',
    )
    expect(check(passed)).toEqual([])
    expect(graphText(passed)).toBe(graphText(named).replaceAll('.flat.', '.residual.'))
  })

  test('is any activation of an mlp, an mlp too', () => {
    const swish = 'module swish(x: [...]) -> [...] { return x * sigmoid(x) }'
    const inner = 'module inner<N>(x: [N]) -> [N] { return mlp(x, units: [N], activation: tanh) }'
    const passed = files(
      `${swish}\n${inner}`,
      'let h = mlp(mlp(user, units: [4], activation: swish), units: [2], activation: inner)',
    )
    expect(check(passed)).toEqual([])
    expect(graphOf(passed).parameters.map(({ name }) => name)).toEqual([
      'trunk.h.layer0.active.layer0.h.b',
      'trunk.h.layer0.active.layer0.h.w',
      'trunk.h.layer0.h.b',
      'trunk.h.layer0.h.w',
      'trunk.h.mlp.layer0.h.b',
      'trunk.h.mlp.layer0.h.w',
    ])
    const built = files('', 'let h = mlp(user, units: [4], activation: exp)')
    const [exp] = graphOf(built).ops.filter(({ kind }) => kind === 'exp')
    expect(exp?.type.shape).toEqual([4])
  })

  test('calls itself where the same argument comes again', () => {
    const again = `module again<N>(x: [N], by: module) -> [N] { return by(x, by) }`
    const found = check(files(again, 'let h = again(user, by: again)'))
    expect(found.map(({ code }) => code)).toEqual(['CTR3023'])
  })

  test('has its mistakes at their line, with the way through the library', () => {
    const broken = 'module broken(x: [...]) -> [...] { return x + [1, 2][3] }'
    const of = files(broken, 'let h = mlp(user, units: [4], activation: broken)')
    const [mistake] = check(of)
    expect(mistake?.span && of[mistake.span.file]?.slice(mistake.span.start, mistake.span.end)).toBe('[1, 2][3]')
    expect(mistake?.related.map(({ message, span }) => `${message} ${span.file}`)).toEqual([
      "in 'broken', called here ctr:std/activate.ctr",
      "in 'activate', called here ctr:std/mlp.ctr",
      "in 'mlp', called here /main.ctr",
    ])
  })

  test('is called with what it takes, or the argument that passed it is reported', () => {
    const of = files(
      'module two(x: [...], y: [...]) -> [...] { return x + y }',
      'let h = mlp(user, units: [4], activation: two)',
    )
    const [mistake, ...others] = check(of)
    expect(others).toEqual([])
    expect(mistake?.span && of[mistake.span.file]?.slice(mistake.span.start, mistake.span.end)).toBe('activation: two')
  })
})
