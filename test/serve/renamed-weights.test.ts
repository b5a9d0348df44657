import { expect, test } from 'vitest'
import { memoryHost } from '../../src/host/memory.ts'
import { compileModel } from '../../src/language/elaborate/compile-model.ts'
import { startingWeights } from '../../src/learn/train/initial-values.ts'
import { safetensorsPieces } from '../../src/runtime/safetensors.ts'
import { weightsFromFile } from '../../src/serve/weights-file.ts'
import { errorsOf } from '../diagnostics/errors-of.ts'
import { checkedProgram, program } from '../language/programs.ts'

const modelOf = (trunk: string) => {
  const found = checkedProgram(program(`model m on home_feed, search {\n  trunk {\n${trunk}\n  }\n}\n`))
  return compileModel(found, [...found.models.values()][0]!)
}

const before = modelOf(`    let hidden = mlp(embed(user_id), units: [4, 2])
    predict click = linear(hidden)`)
const after = modelOf(`    let h = mlp(embed(user_id), units: [4, 2]) renamed from hidden
    predict click = linear(h)`)

const options = { untrained: true, digests: true }
const from = (names: (name: string) => string) => {
  const tensors = [...startingWeights(before.graph, 7)].flatMap(([name, tensor]) =>
    tensor.dtype === 'float32' ? [[names(name), tensor] as const] : [],
  )
  const host = memoryHost()
  host.writeAtomic('/w.safetensors', safetensorsPieces({ tensors: new Map(tensors), metadata: new Map() }))
  return { host, tensors: new Map(tensors) }
}

// The declaration was read and had no effect: the build lacked every weight below the new name.
test('weights are found under the names that they had', () => {
  const { host, tensors } = from((name) => name)
  const { values } = weightsFromFile(host, '/w.safetensors', after, options)
  expect([...values.keys()].filter((name) => name.includes('.h.'))).toEqual([
    'trunk.h.layer0.h.b',
    'trunk.h.layer0.h.w',
    'trunk.h.layer1.h.b',
    'trunk.h.layer1.h.w',
  ])
  for (const [name, { data }] of values)
    expect(data).toEqual(tensors.get(name.replace('trunk.h.', 'trunk.hidden.'))?.data)
})

test('a file that has the present name is read by it', () => {
  const { host } = from((name) => name.replace('trunk.hidden.', 'trunk.h.'))
  expect(weightsFromFile(host, '/w.safetensors', after, options).values.has('trunk.h.layer0.h.w')).toBe(true)
})

test('another name is none', async () => {
  const { host } = from((name) => name.replace('trunk.hidden.', 'trunk.deep.'))
  const found = await errorsOf((async () => weightsFromFile(host, '/w.safetensors', after, options))())
  expect(found.map(({ code }) => code)).toEqual(['CTR7004'])
})

test('what is missing is named: five of them, and then how many', async () => {
  const model = modelOf(`    predict click = linear(mlp(embed(user_id), units: [4, 2, 2]))`)
  const names = [...startingWeights(model.graph, 7).keys()].sort()
  const without = async (missing: readonly string[]) => {
    const tensors = [...startingWeights(model.graph, 7)].flatMap(([name, tensor]) =>
      tensor.dtype === 'float32' && !missing.includes(name) ? [[name, tensor] as const] : [],
    )
    const host = memoryHost()
    host.writeAtomic('/w.safetensors', safetensorsPieces({ tensors: new Map(tensors), metadata: new Map() }))
    const found = await errorsOf((async () => weightsFromFile(host, '/w.safetensors', model, options))())
    return found.map(({ code, message }) => `${code} ${message}`).join('\n')
  }
  const [five, six] = [await without(names.slice(0, 5)), await without(names.slice(0, 6))]
  for (const name of names.slice(0, 5)) expect(five).toContain(name)
  expect(five).not.toContain('...')
  expect(six).toContain(', ...')
  expect(six).not.toContain(names[5]!)
})

test('a let that was renamed without a word is told, with the fix that says it', async () => {
  const renamed = modelOf(`    let h = mlp(embed(user_id), units: [4, 2])   // was hidden
    predict click = linear(h)`)
  const { host } = from((name) => name)
  const [error] = await errorsOf((async () => weightsFromFile(host, '/w.safetensors', renamed, options))())
  expect(error).toMatchObject({ code: 'CTR7004', fixes: [{ kind: 'renamed', title: "'h' was 'hidden'" }] })
  const [edit] = error?.fixes[0]?.edits ?? []
  const text = renamed.sources.get(edit!.span.file)!
  const mended = text.slice(0, edit!.span.start) + edit!.text + text.slice(edit!.span.end)
  expect(mended).toContain('units: [4, 2]) renamed from hidden   // was hidden')
  const found = checkedProgram({ ...Object.fromEntries(renamed.sources), [edit!.span.file]: mended })
  const model = compileModel(found, [...found.models.values()][0]!)
  expect(weightsFromFile(host, '/w.safetensors', model, options).values.has('trunk.h.layer0.h.w')).toBe(true)
})

test('of two lets that it may have been, and of another shape, nothing is proposed', async () => {
  const twice = modelOf(`    let h = mlp(embed(user_id), units: [4, 2])
    let g = mlp(embed(pin_id), units: [4, 2])
    predict click = linear(concat(h, g))`)
  const two = await errorsOf(
    (async () => weightsFromFile(from((name) => name).host, '/w.safetensors', twice, options))(),
  )
  expect(two.map(({ code, fixes }) => [code, fixes])).toEqual([['CTR7004', []]])
  const wider = modelOf(`    let h = mlp(embed(user_id), units: [5, 2])
    predict click = linear(h)`)
  const other = await errorsOf(
    (async () => weightsFromFile(from((name) => name).host, '/w.safetensors', wider, options))(),
  )
  expect(other.map(({ code, fixes }) => [code, fixes])).toEqual([['CTR7004', []]])
})
