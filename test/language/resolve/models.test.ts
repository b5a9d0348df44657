import { expect, test } from 'vitest'
import { expectMarked, programOf } from './marked-program.ts'

test('surfaces, live and staged, with the tasks of the whole tree', () => {
  const { models } = programOf(`
model other on search, home_feed, related_pins staged { trunk { predict c = 1 } }
branch browse of other for home_feed, related_pins { predict b { return 1 } }
tower search of other { predict a = 1 }
`)
  const other = models.get('other')
  expect(other?.live.names).toEqual(['home_feed', 'search'])
  expect(other?.staged.names).toEqual(['related_pins'])
  expect(other?.tasks).toEqual(['a', 'b', 'c'])
  expect([...models.keys()]).toEqual(['engagement', 'other'])
})

test('several models in one program, each with its own training and serving', () => {
  const { models } = programOf(`
model other on search { trunk { predict click = 1 } }
train other { dataset: log, batch: 64 }
serve engagement { dedupe: { levels: [user] } }
`)
  expect(models.get('other')?.train?.batch).toBe(64)
  expect(models.get('engagement')?.train).toBeUndefined()
  expect(models.get('engagement')?.serve?.dedupe).toEqual(['user'])
})

test('what is wrong with the surfaces of a model', () => {
  expectMarked(`
model a on search, search { trunk { predict click = 1 } } //~ CTR1516 'search' is listed twice in the surfaces of model a
model b on search staged { trunk { predict click = 1 } } //~ CTR1554 every surface of model 'b' is staged
`)
})

test('a file without a model is no entry', () => {
  expectMarked('//~ CTR1512 /main.ctr is not an entry file', { without: ['model'] })
})
