import { expect, test } from 'vitest'
import { expectMarked, programOf } from './marked-program.ts'

const splits = (lines: string) =>
  expectMarked(
    `dataset more {\n query: "select 1"\n surface: home_feed\n splits: {\n${lines}\n }\n}\ntrain engagement { dataset: log }`,
  )

test('all that the language has', () => {
  const { datasets } = programOf(`
dataset more {
  query: "select 1"
  surface: home_feed
  weight: (a + b - 2 * c) / d % 7 + -1
  splits: {
    all: a == 1 and b != 2 or not (c < 3) and d <= 4 and e > 5 and f >= 6
    names: g in ["x", "y"] and h not in [1, -2] and i is null and j is not null
    flags: k and l == true and fold(m, 10) in [0, 1] and fold(n + 1, 4) == 0
  }
}
`)
  const more = datasets.get('more')
  expect(more?.weight?.columns).toEqual(['a', 'b', 'c', 'd'])
  expect(more?.splits.get('names')?.columns).toEqual(['g', 'h', 'i', 'j'])
  expect(more?.splits.get('flags')?.columns).toEqual(['k', 'l', 'm', 'n'])
})

test('what it has no words for', () => {
  splits(`
a: x @ y == 1 //~ CTR1563 a row expression cannot contain '@'
b: x.y == 1 //~ CTR1563 a row expression cannot contain 'x.y'
c: x == null //~ CTR1563 a row expression cannot contain null, which is allowed only after 'is'
d: lower(x) == "a" //~ CTR1501 there is no function of rows 'lower'
e: flod(x, 2) == 1 //~ CTR1501 there is no function of rows 'flod'; did you mean 'fold'?
f: x[0] == 1 //~ CTR1563
`)
})

test('operands that do not go together', () => {
  splits(`
a: x + 1 //~ CTR1564 'a' has a number, expected a condition
b: "yes" //~ CTR1564 'b' has a string, expected a condition
c: x and 3 //~ CTR1564 'and' has a number, expected a condition
d: not "a" //~ CTR1564 'not' has a string, expected a condition
e: x + "a" == 1 //~ CTR1564 '+' has a string, expected a number
f: x + 1 == "a" //~ CTR1564 '==' after a number has a string, expected a number
g: x in y //~ CTR1564 'in' has the name 'y', expected a list in brackets
h: x in [1, "a"] //~ CTR1564 the list of 'in' has a string, expected a number
i: x in [y] //~ CTR1564 the list of 'in' has the name 'y', expected a literal
j: x is 3 //~ CTR1564 'is' has the number 3, expected null
k: fold(x) == 1 //~ CTR1564 'fold' has other arguments
l: fold(x, 0) == 1 //~ CTR1564 'fold' has other arguments
m: fold(x, n) == 1 //~ CTR1564 'fold' has other arguments
o: fold("user:id", 2) == 0 //~ CTR1564 'fold' has the string "user:id", expected a column, named without quotes; the query
p: "user:id" in ["a"] //~ CTR1564 'in' has the string "user:id", expected a column
q: "user:id" is null //~ CTR1564 'is' has the string "user:id", expected a column
r: x == 1 and "a:b" == "c" //~ CTR1564 '==' has constants alone, expected a column
n: { a: 1 } //~ CTR1522 'n' is a map, expected an expression over columns
`)
})

test('a label is a condition, or a number that is 0 or 1; a weight is a number', () => {
  expectMarked(`
dataset more {
  query: "select 1"
  surface: home_feed
  labels: { click: clicked, skip: 1 - clicked, word: "yes" } //~ CTR1564 'word' has a string, expected a condition, or a number that is 0 or 1
  weight: a == 1 //~ CTR1564 'weight' has a condition, expected a number
}
train engagement { dataset: log }
`)
})
