import { describe, expect, test } from 'vitest'
import { graphCost } from '../../../src/graph/cost.ts'
import { SurfaceSet } from '../../../src/graph/surfaces.ts'
import { CostSink } from '../../../src/language/check/cost-sink.ts'
import { elaborate } from '../../../src/language/elaborate/elaborate.ts'
import { walkModel } from '../../../src/language/interpret/model.ts'
import { surfaceSlice } from '../../../src/passes/pipeline.ts'
import { check, checkedProgram, program, specEntries, specFiles, trunk } from '../programs.ts'

const files = specFiles()

describe('the cost that check counts', () => {
  const models = specEntries.flatMap((entry) => {
    const found = checkedProgram(files, entry)
    return [...found.models.values()].map((model) => [`${entry} ${model.name}`, found, model] as const)
  })

  test.each(models)("is that of the surface's slice: %s", (_, found, model) => {
    const sink = new CostSink(found.tables)
    const { predictions } = walkModel(found, model, model.live, sink)
    const { graph } = elaborate(found, model)
    for (const surface of model.live) {
      const logits = [...predictions.values()].flatMap(({ surface: of, logit }) =>
        of === surface && logit.kind === 'tensor' ? [logit.handle] : [],
      )
      const counted = sink.costOf(logits, surface)
      // Nothing is fixed here that the sink does not know: it counts a feature `served as` a constant like any other.
      const passes = surfaceSlice(surface, { values: new Map(), rowOf: () => 0 })
      const cost = graphCost(passes.reduce((slice, pass) => pass.run(slice), graph))
      expect(Object.fromEntries(counted.multiplyAdds)).toEqual(Object.fromEntries(cost.multiplyAdds))
      expect(counted.parameters).toBe(cost.parameters + cost.tableParameters)
      expect(SurfaceSet.of([surface]).isSubsetOf(graph.surfaces)).toBe(true)
    }
  })
})

describe('a budget', () => {
  const body = 'let h = dense(embed(user_id), units: 10, bias: false)\npredict click = sum(h)'
  const held = (budget: string) =>
    check({ ...trunk(body), '/main.ctr': `${trunk(body)['/main.ctr']}serve m { budget: ${budget} }\n` })

  test('counts 8 x 10 products and 10 sums for a user', () => {
    expect(held('{ multiply_adds: { user: 90 } }')).toEqual([])
    expect(held('{ multiply_adds: { user: 89 } }').map(({ message }) => message)).toEqual([
      'home_feed needs 90 multiply-adds per user, but the budget is 89',
      'search needs 90 multiply-adds per user, but the budget is 89',
    ])
  })

  test('of parameters counts the rows of the tables that are read: 1001 of 8, and 8 x 10', () => {
    expect(held('{ parameters: 8_088 }')).toEqual([])
    expect(held('{ parameters: 8_087 }').map(({ code }) => code)).toEqual(['CTR2018', 'CTR2018'])
  })

  test('is not looked at where there are mistakes', () => {
    const broken = program(`model m on home_feed, search {
  trunk { predict click = linear(nobody) }
  calibrate click with platt
}
serve m { budget: { parameters: 1 } }
`)
    expect(check(broken).map(({ code }) => code)).toEqual(['CTR1501'])
  })
})
