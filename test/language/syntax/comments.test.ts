import { expect, test } from 'vitest'
import { read, readBlock, readDeclaration } from './reading.ts'

test('comments above, at the end of the line, and documentation', () => {
  const text = '/// Documents it.\n///   On two lines.\n// a note\nsurface a // trailing\n\n//far away\n\nsurface b'
  expect(read(text).items.map(({ comments }) => comments)).toEqual([
    { leading: ['a note'], trailing: 'trailing', documentation: 'Documents it.\n  On two lines.' },
    { leading: ['far away'], trailing: undefined, documentation: undefined },
  ])
})

test('statements, features and entries of maps have their own', () => {
  expect(readBlock('// one\nlet a = 1 // two\nlet b = 2').statements.map(({ comments }) => comments)).toMatchObject([
    { leading: ['one'], trailing: 'two' },
    { leading: [], trailing: undefined },
  ])
  const { config } = readDeclaration('train', 'train m {\n  a: 1, // one\n  // two\n  b: 2 // three\n  // four\n}')
  expect(config.entries.map(({ comments }) => comments)).toMatchObject([
    { leading: [], trailing: 'one' },
    { leading: ['two'], trailing: 'three' },
  ])
  expect(config.trailing).toEqual(['four'])
  const { features, trailing } = readDeclaration(
    'features',
    'features of a {\n  /// Its age.\n  b : int // years\n  // end\n}',
  )
  expect(features[0]?.comments).toMatchObject({ documentation: 'Its age.', trailing: 'years' })
  expect(trailing).toEqual(['end'])
})

test('a comment after a closing brace belongs to what the brace closes', () => {
  const { items } = read('surface s { views: [a] } // here\n')
  expect(items[0]).toMatchObject({
    comments: { trailing: 'here' },
    config: { entries: [{ comments: { trailing: undefined } }] },
  })
})

test('none is lost, wherever it stands', () => {
  const text = `// c1
import { // c2
  a, // c3
} from "x" // c4
model m on a { // c5
  // c6
  trunk { // c7
    let x = f(1, // c8
      2) // c9
    if a { // c10
      b = 1
      // c11
    } // c12
    // c13
  } // c14
  calibrate a with platt // c15
  // c16
} // c17
level x by y, // c18
  z
features of u { // c19
  a : int // c20
}
// c21
`
  const found = new Set(JSON.stringify({ ...read(text), text: '' }).match(/c\d+/g))
  expect([...found].sort()).toEqual(Array.from({ length: 21 }, (_, index) => `c${index + 1}`).sort())
})
