import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { hasErrors } from '../../../src/diagnostics/report.ts'
import { diskHost } from '../../../src/host/disk.ts'
import { memoryHost } from '../../../src/host/memory.ts'
import { overlaid } from '../../../src/host/overlay.ts'
import { checkEntry } from '../../../src/language/check/check-entry.ts'
import { compileModel } from '../../../src/language/elaborate/compile-model.ts'
import { format } from '../../../src/language/format/format.ts'
import type { Model, SourceProgram } from '../../../src/language/program.ts'
import { declarationTexts } from '../../../src/language/resolve/digest.ts'
import { hasModel, readSource } from '../../../src/language/resolve/sources.ts'
import { writtenOut } from '../../../src/language/resolve/write-out.ts'
import { ctrc } from '../../tools/cli/run-cli.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const host = diskHost()

/** Entry files of the project's own programs. */
const entries = ['specs', 'examples', 'test/conformance', 'src/tools/cli/init/template']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile() && each.name.endsWith('.ctr'))
      .map((each) => join(each.parentPath, each.name)),
  )
  .filter((path) => {
    const source = readSource(host, path)
    return source.kind === 'read' && hasModel(source.parsed)
  })
  .sort()

function textOf(program: SourceProgram, model: Model): string {
  const done = format('written.ctr', writtenOut(program, model))
  if (done.kind === 'broken') throw new Error(done.diagnostics.map(({ message }) => message).join('\n'))
  return done.text
}

/** The model of the written text, beside the entry. */
function again(program: SourceProgram, model: Model) {
  const text = textOf(program, model)
  const { program: found, diagnostics } = checkEntry(overlaid(host, new Map([[program.entry, text]])), program.entry)
  const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message)
  expect(errors).toEqual([])
  const read = found?.models.get(model.name)
  if (found === undefined || read === undefined) throw new Error('no model')
  return { program: found, model: read, text }
}

describe('a program that is written out means the same', () => {
  const programs = entries.flatMap((entry) => {
    const { program, diagnostics } = checkEntry(host, entry)
    return program === undefined || hasErrors(diagnostics) ? [] : [[relative(root, entry), program] as const]
  })

  test('of many programs', () => expect(programs.length).toBeGreaterThan(20))

  test.each(programs)('%s', (_, program) => {
    for (const model of program.models.values()) {
      const read = again(program, model)
      expect(declarationTexts(read.program, read.model)).toEqual(declarationTexts(program, model))
      expect(compileModel(read.program, read.model).graph).toEqual(compileModel(program, model).graph)
      // Written out once more, it is the text that it was.
      expect(textOf(read.program, read.model)).toBe(read.text)
    }
  })
})

describe('ctrc explain', () => {
  const main = `import { linear } from "ctr:std"
import "./parts/features.ctr"
setting width : int = 4
surface feed
level user by user_id
level row within user
table users { rows: hash(100), dim: width }
dataset log {
  query:   file("queries/log.sql")
  surface: feed
  labels:  { click: clicked == 1 }
  splits:  { train: day < 3 }
}
model small on feed {
  trunk { predict click = linear(embed(user_id)) }
  calibrate click with platt
}
train small { epochs: 2 }
model wide extends small { trunk { predict click = linear(concat(embed(user_id), embed(place))) } }
`
  const files = {
    '/spec/main.ctr': main,
    '/spec/parts/features.ctr': `features of user { user_id : id in users, place : string in places }
table places { rows: vocabulary("words.txt"), dim: 2 }
`,
    '/spec/parts/words.txt': 'a\nb\n',
    '/spec/queries/log.sql': 'select 1',
  }

  test('prints a variant with settings in one file', async () => {
    const { exit, out } = await ctrc(
      ['explain', '/spec/main.ctr', '--model', 'wide', '--set', 'width=8'],
      memoryHost(files),
    )
    expect({ exit, out }).toEqual({
      exit: 0,
      out: `import { linear } from "ctr:std"

surface feed

level user by user_id

level row within user

features of user {
  user_id : id in users
  place   : string in places
}

table users { rows: hash(100), dim: 8 }

table places { rows: vocabulary("./parts/words.txt"), dim: 2 }

dataset log {
  query:   file("./queries/log.sql")
  surface: feed
  labels:  { click: clicked == 1 }
  splits:  { train: day < 3 }
}

model wide on feed {
  trunk { predict click = linear(concat(embed(user_id), embed(place))) }
  calibrate click with platt
}

train wide { epochs: 2 }
`,
    })
    const read = checkEntry(memoryHost({ ...files, '/spec/main.ctr': out }), '/spec/main.ctr')
    expect(read.diagnostics).toEqual([])
  })

  test('refuses two modules of one name, and what is no spec', async () => {
    const own = main
      .replace(
        'import { linear } from "ctr:std"\n',
        'import { other } from "./other.ctr"\nmodule linear<N>(x: [N]) -> [] { return sum(x) }\n',
      )
      .replace('linear(embed(user_id))', 'linear(other(embed(user_id)))')
    const other = `import { linear } from "ctr:std"
export module other<N>(x: [N]) -> [1] { return concat(linear(x)) }
`
    const two = memoryHost({ ...files, '/spec/main.ctr': own, '/spec/other.ctr': other })
    const refused = await ctrc(['explain', '/spec/main.ctr', '--model', 'small'], two)
    expect(refused).toMatchObject({
      exit: 1,
      out: '',
      log: expect.stringContaining("CTR1585: the model calls two modules named 'linear'"),
    })
    expect((await ctrc(['explain', '/spec/none.ctr'], two)).log).toContain('CTR1503')
    expect((await ctrc(['explain', 'CTR9999'], two)).log).toContain('CTR9203')
    expect((await ctrc(['explain', '2001'], two)).out).toContain('feature-not-on-surface')
  })
})
