import { describe, expect, test } from 'vitest'
import type { ParameterDeclaration } from '../../../src/graph/graph.ts'
import { type Files, graphOf, program, shared, trunk } from '../programs.ts'

const parametersOf = (files: Files): readonly ParameterDeclaration[] => graphOf(files).parameters
const namesOf = (files: Files): readonly string[] => parametersOf(files).map(({ name }) => name)

describe('a parameter is named', () => {
  test("for its let, its module's loop and itself", () => {
    const files = {
      '/shared.ctr': shared,
      '/main.ctr': `import "./shared.ctr"
import { dcnv2, linear } from "ctr:std"
model m on home_feed, search {
  trunk {
    let crossed   = dcnv2(embed(user_id), layers: 2, rank: 2)
    predict click = linear(crossed)
  }
  calibrate click with platt
}
`,
    }
    expect(namesOf(files)).toEqual([
      'trunk.click.b',
      'trunk.click.w',
      'trunk.crossed.layer0.b',
      'trunk.crossed.layer0.u',
      'trunk.crossed.layer0.v',
      'trunk.crossed.layer1.b',
      'trunk.crossed.layer1.u',
      'trunk.crossed.layer1.v',
    ])
  })

  test('for the feature of a group that its loop is at, whatever their order', () => {
    const grouped = (features: string): Files =>
      program(`features ids of ad { ${features} : id in pins }
model m on home_feed, search {
  trunk {
    let gates     = for f in ids { dense(embed(f), units: 2, bias: false) }
    let h         = for g in gates { dense(g, units: 2, bias: false) }
    predict click = sum(concat(h))
  }
  calibrate click with platt
}`)
    const names = ['trunk.gates.f.board.w', 'trunk.gates.f.topic.w', 'trunk.h.g.board.w', 'trunk.h.g.topic.w']
    expect(namesOf(grouped('board, topic'))).toEqual(names)
    expect(namesOf(grouped('topic, board'))).toEqual(names)
  })

  test('for the module that makes it, where the call is a part of its let', () => {
    expect(namesOf(trunk('let h = relu(dense(embed(user_id), units: 4))\npredict click = sum(h)'))).toEqual([
      'trunk.h.dense.b',
      'trunk.h.dense.w',
    ])
  })

  test('for the key that it belongs to', () => {
    const body = 'let gated = mmoe(embed(user_id), experts: 1, units: [2])\npredict click = sum(gated[surface])'
    expect(namesOf(trunk(body)).filter((name) => !name.includes('expert'))).toEqual([
      'trunk.gated.home_feed.dense.b',
      'trunk.gated.home_feed.dense.w',
      'trunk.gated.search.dense.b',
      'trunk.gated.search.dense.w',
    ])
  })

  test('for its let and feature, where it is learned on the surfaces that lack the feature', () => {
    expect(
      namesOf(trunk('let query = pool_mean(embed(query_terms)) else learned\npredict click = sum(query)')),
    ).toEqual(['trunk.query.query_terms.learned'])
  })

  test('for its tower and branch', () => {
    const files = program(`model m on home_feed, search {
  trunk { export let user = embed(user_id) }
  calibrate click with platt
}
branch both of m for home_feed, search { export let h = dense(user, units: 2, bias: false) }
tower home_feed of both { predict click = dense(h, units: 1, bias: false) }
tower search of both { predict click = sum(h) }
`)
    expect(namesOf(files)).toEqual(['both.h.w', 'home_feed.click.w'])
  })
})

describe('renamed from', () => {
  const renamesOf = (files: Files): Readonly<Record<string, string | undefined>> =>
    Object.fromEntries(parametersOf(files).map(({ name, renamedFrom }) => [name, renamedFrom]))

  test('gives every parameter under the let the path that it had before', () => {
    const body = `let h = mlp(embed(user_id), units: [4, 2]) renamed from hidden
predict click = linear(h)`
    expect(renamesOf(trunk(body))).toEqual({
      'trunk.click.b': undefined,
      'trunk.click.w': undefined,
      'trunk.h.layer0.h.b': 'trunk.hidden.layer0.h.b',
      'trunk.h.layer0.h.w': 'trunk.hidden.layer0.h.w',
      'trunk.h.layer1.h.b': 'trunk.hidden.layer1.h.b',
      'trunk.h.layer1.h.w': 'trunk.hidden.layer1.h.w',
    })
  })

  test('is the same parameters as the old name gave', () => {
    const under = (name: string, word: string) =>
      trunk(`let ${name} = mlp(embed(user_id), units: [4])${word}\npredict click = sum(${name})`)
    const renamed = Object.values(renamesOf(under('h', ' renamed from hidden')))
    expect(renamed).toEqual(namesOf(under('hidden', '')))
  })

  test('reaches into modules, whose own lets may be renamed too', () => {
    const files = program(`module deep<N>(x: [N]) -> [2] {
  let inner = dense(x, units: 2, bias: false) renamed from core
  return inner
}
model m on home_feed, search {
  trunk {
    let h = deep(embed(user_id)) renamed from g
    let k = deep(embed(pin_id))
    predict click = sum(h + k) renamed from ctr
  }
  calibrate click with platt
}
`)
    expect(renamesOf(files)).toEqual({
      'trunk.h.inner.w': 'trunk.g.core.w',
      'trunk.k.inner.w': 'trunk.k.core.w',
    })
  })

  test('changes nothing else of the graph', () => {
    const body = (word: string) => trunk(`let h = dense(embed(user_id), units: 4)${word}\npredict click = linear(h)`)
    const [plain, renamed] = [graphOf(body('')), graphOf(body(' renamed from g'))]
    expect(renamed.ops).toEqual(plain.ops)
    expect(namesOf(body(' renamed from g'))).toEqual(namesOf(body('')))
  })
})
