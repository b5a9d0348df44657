import { describe, expect, test } from 'vitest'
import type { Domain } from '../../../src/graph/domains.ts'
import { checkData } from '../../../src/rows/check/check-data.ts'
import { reported } from '../../diagnostics/reported.ts'
import { host, programOf } from '../fixture.ts'

const text = (
  query: string,
  { surface = 'else: drop', vector = '', words = 'vocabulary(4, seen: 3)' } = {},
): string => `
surface home
surface search
level user by user_id
level candidate within user
features of user {
  user_id : id in users
  country : string in words
}
features of candidate {
  age : float${vector}
}
table users { rows: hash(100), dim: 2 }
table words { rows: ${words}, dim: 2 }
dataset log {
  query:   "${query.replaceAll('\n', ' ')}"
  surface: { column: tab, values: { 1: home, 2: search }, ${surface} }
  weight:  w
  labels:  { click: clicked }
  splits:  { train: day < 2, test: day == 1 or day == 2 }
}
model m on home, search { trunk { predict click = linear(embed(user_id)) } }
`

const rows = (...values: readonly string[]): string =>
  `select * from (values ${values.join(', ')}) as t(tab, user_id, country, age, clicked, day, w)`

const good = [
  "(1, 1, 'a', 0.5::double, 1, 0, 1.0::double)",
  "(1, 2, 'b', 1.5, 0, 2, 1)",
  "(2, 1, 'a', 1.5, 0, 0, 1)",
  '(2, 3, null, 1.5, 1, 2, 1)',
]

const infinite = (value: string): string =>
  `warning CTR4074: 'age' is infinite in 1 row, such as ${value}, which is read as missing; ` +
  'greatest(least("age", 1e6), -1e6) in the query makes numbers of them'

async function found(
  spec: string,
  files: Readonly<Record<string, string>> = {},
  parallel: readonly (readonly string[])[] = [],
): Promise<readonly string[]> {
  const { origins, dataset, ...program } = programOf(spec, files)
  const { diagnostics } = await reported((report) =>
    checkData(host(files), report, program.spec, dataset, { params: new Map() }, origins, parallel),
  )
  for (const { span } of diagnostics) expect(span?.file).toBe('/main.ctr')
  return diagnostics.map(({ code, severity, message }) => `${severity} ${code}: ${message}`)
}

test('nothing is reported on valid rows', async () => {
  expect(await found(text(rows(...good)))).toEqual([])
})

describe('a vocabulary that every word of the training split is in', () => {
  // The training split has 'a' twice; 'b' stands in the test split alone.
  test.each([
    ['vocabulary(4)', 2],
    ['vocabulary(1)', 2],
    ['vocabulary(4, seen: 2)', 3],
    ['vocabulary(4, seen: 3)', undefined],
    ['vocabulary([\\"a\\"])', undefined],
  ])('%s: reported with seen: %s', async (words, seen) => {
    const spec = text(rows(...good), { words }).replaceAll('\\"', '"')
    expect(await found(spec)).toEqual(
      seen === undefined
        ? []
        : [
            "information CTR4053: every word of the training split is in 'words' (1 word): the row that new words are served by learns nothing; " +
              `'vocabulary(n, seen: ${seen})' leaves rare words to it`,
          ],
    )
  })

  test('one that has too few rows for all of them is not', async () => {
    const more = "(1, 4, 'c', 1.5, 0, 0, 1)"
    expect(await found(text(rows(...good, more), { words: 'vocabulary(1)' }))).toEqual([])
    expect(await found(text(rows(...good, more), { words: 'vocabulary(2)' }))).toHaveLength(1)
  })
})

describe('columns', () => {
  test('all that are missing are reported, with the nearest names', async () => {
    const query = `select tab, user_id, country as contry, age, clicked, day, w from (${rows(...good)})`
    expect(await found(text(query))).toEqual([
      "error CTR4010: feature 'country' reads column 'country', which dataset 'log' does not have; did you mean 'contry'?",
    ])
  })

  test('a column of another type is reported, with a cast that would fit', async () => {
    const query = `select * replace (user_id + 0.5 as user_id, [age] as age) from (${rows(...good)})`
    expect(await found(text(query))).toEqual([
      `error CTR4011: column 'age' is DOUBLE[], but feature 'age' expects a number; "age"[-1] in the query takes its last element`,
      "error CTR4011: column 'user_id' is DECIMAL(12,1), but feature 'user_id' expects an integer; " +
        'if("user_id" is null, null, cast(hash("user_id") >> 1 as BIGINT)) in the query hashes it',
    ])
  })

  test('a split over a column that is not there', async () => {
    const query = `select * exclude (day) from (${rows(...good)})`
    expect((await found(text(query))).map((each) => each.slice(0, 60))).toEqual([
      "error CTR4010: this expression reads column 'day', which dat",
      "error CTR4010: this expression reads column 'day', which dat",
    ])
  })
})

describe('surfaces', () => {
  const query = rows(...good, "(7, 1, 'a', 1, 1, 0, 1)", "(7, 1, 'a', 1, 1, 0, 1)", "(null, 1, 'a', 1, 1, 0, 1)")
  test('unmapped values are an error with their counts', async () => {
    expect(await found(text(query, { surface: '' }))).toEqual([
      "error CTR4020: column 'tab' has values that no surface is mapped to: 7 (2 rows), null (1 row); map them, or set else: drop",
    ])
  })
  test('else: drop counts them', async () => {
    expect(await found(text(query))).toEqual([
      "information CTR4021: 3 rows are dropped: no surface is mapped to their 'tab'",
    ])
  })
})

describe('splits', () => {
  test('a row in two', async () => {
    const [message] = await found(text(rows(...good, "(1, 4, 'a', 1, 0, 1, 1)", "(2, 5, 'a', 1, 0, 1, 1)")))
    expect(message).toBe("error CTR4022: splits 'test' and 'train' share 2 rows; a row may be in one split only")
  })
  test('rows in none, by surface', async () => {
    const outside = ["(1, 4, 'a', 1, 0, 9, 1)", "(1, 5, 'a', 1, 0, null, 1)", "(2, 6, 'a', 1, 0, 3, 1)"]
    expect(await found(text(rows(...good, ...outside)))).toEqual([
      'information CTR4023: rows in no split: home 2, search 1',
    ])
  })
  test('a split without rows', async () => {
    expect(await found(text(rows(good[0]!, good[2]!)))).toEqual([
      "error CTR4024: split 'test' of dataset 'log' has no row of home, search",
      'warning CTR4031: every labelled row of home (1) has click = 1: did a join in the query drop the rest?',
      'warning CTR4031: every labelled row of search (1) has click = 0: did a join in the query drop the rest?',
    ])
  })
  test('no rows at all', async () => {
    expect(await found(text(`${rows(...good)} where false`))).toEqual([
      "error CTR4006: dataset 'log' has no row of home, search",
    ])
  })
})

describe('labels and weights', () => {
  test('labels are 0, 1 or missing', async () => {
    const more = ["(1, 4, 'a', 1, 2, 0, 1)", "(2, 4, 'a', 1, -1, 0, 1)", "(2, 4, 'a', 1, null, 0, 1)"]
    expect(await found(text(rows(...good, ...more)))).toEqual([
      "error CTR4030: label 'click' must be 0, 1 or missing; in 2 rows it has another value, such as -1.0",
    ])
  })
  test('numbers between 0 and 1 are soft labels, and of no class', async () => {
    const taste = ["(1, 1, 'a', 0.5::double, 0.25, 0, 1.0::double)", "(2, 2, 'b', 1.5, 0.75, 2, 1)"]
    expect(await found(text(rows(...taste)))).toEqual([
      "error CTR4030: label 'click' must be 0, 1 or missing; in 2 rows it has another value, such as 0.25; click: soft(...) learns from numbers from 0 to 1",
    ])
  })
  test('a surface of one class', async () => {
    expect(await found(text(rows(...good.slice(0, 2), good[2]!, "(2, 3, 'b', 1.5, 0, 2, 1)")))).toEqual([
      'warning CTR4031: every labelled row of search (2) has click = 0: did a join in the query drop the rest?',
    ])
  })
  test('weights are finite and above 0', async () => {
    const more = ['0', 'null', "'nan'", "'inf'", '-1'].map((weight) => `(1, 4, 'a', 1, 0, 0, ${weight}::double)`)
    const [message] = await found(text(rows(...good, ...more)))
    expect(message).toBe(
      "error CTR4032: a row's weight must be finite and above 0; in 5 rows it has another value, such as -1.0",
    )
  })
})

describe('features', () => {
  test('a required number', async () => {
    const more = ['null', "'nan'::double", "'-inf'::double"].map((age) => `(1, 4, 'a', ${age}, 0, 0, 1)`)
    expect(await found(text(rows(...good, ...more)))).toEqual([
      "error CTR4040: 'age' has no default, but is missing in 3 of 7 rows; add default VALUE, or fix the query",
      infinite('-inf'),
    ])
  })
  test('a vector of another length', async () => {
    const spec = text(
      `select * replace (case when user_id = 3 then [age] else [age, age] end as age) from (${rows(...good)})`,
    )
    expect(await found(spec.replace('age : float', 'age : [2] default 0'))).toEqual([
      "error CTR4041: 'age' is declared as a vector of 2; in 1 row it has another length, such as 1",
    ])
  })
  test('a file of words that repeats itself', async () => {
    const spec = text(rows(...good), { words: 'vocabulary(\\"words.txt\\")' }).replaceAll('\\"', '"')
    expect(await found(spec, { '/words.txt': 'a\nb\na\n' })).toEqual([
      "error CTR4050: the vocabulary of table 'words' cannot be read from '/words.txt': 'a' stands in it twice",
    ])
    expect(await found(spec, { '/words.txt': 'a\r\nb\n' })).toEqual([])
  })
})

describe('the key contract', () => {
  test('users that change between days are counted, and a level that would hold is named', async () => {
    const changed = ["(1, 2, 'c', 1.5, 1, 0, 1)", "(1, 2, 'c', 1.5, 0, 0, 1)"]
    expect(await found(text(rows(...good, ...changed)))).toEqual([
      'warning CTR4042: rows with the same user_id must have the same features of user; 1 of 4 user groups (3 rows) differ in country; ' +
        'training is correct but slower, serving uses the first row: the features are the same within user_id, day; ' +
        'declare level user_day by user_id, day within user and move them there',
    ])
  })
  test('users without a key, and the same user on two surfaces, break nothing', async () => {
    const more = ["(1, null, 'a', 1, 1, 0, 1)", "(1, null, 'b', 1, 0, 0, 1)", "(2, 2, 'z', 1, 0, 0, 1)"]
    expect(await found(text(rows(...good, ...more)))).toEqual([])
  })
  test('users whose key is the sentinel are groups of their own', async () => {
    const more = ["(1, -1, 'a', 1, 1, 0, 1)", "(1, -1, 'b', 1, 0, 0, 1)"]
    const spec = text(rows(...good, ...more))
    expect(await found(spec)).toEqual([expect.stringContaining('1 of 5 user groups (2 rows) differ in country')])
    expect(await found(spec.replace('user_id : id in', 'user_id : id missing -1 in'))).toEqual([])
  })
  test('the key of several columns is compared column by column', async () => {
    const spec = text(`select *, 'x' || cast(user_id as varchar) as visit from (${rows(...good)})`).replace(
      'level user by user_id',
      'level user by user_id, visit: string',
    )
    expect(await found(spec)).toEqual([])
  })
  test('a feature may be missing in one row as null and in another as its sentinel', async () => {
    const more = [
      "(1, 2, 'b', 1, 1, 0, 1)",
      '(1, 9, null, 1, 1, 0, 1)',
      "(1, 9, '', 1, 0, 0, 1)",
      "(1, 9, 'none', 1, 0, 0, 1)",
    ]
    const spec = text(rows(...good, ...more)).replace('country : string in', 'country : string missing "none" in')
    expect(await found(spec)).toEqual([])
    expect(await found(text(rows(...good, ...more)))).toEqual([
      expect.stringContaining('1 of 5 user groups (3 rows) differ in country'),
    ])
  })
})

describe('numbers that a type does not hold', () => {
  const ids = (query: string) => found(text(`select * replace (${query}) from (${rows(...good)})`))
  const refused = (name: string, rowsAtFault: number, example: string, cast: string): string =>
    `error CTR4044: '${name}' must fit an int64; in ${rowsAtFault} row${rowsAtFault === 1 ? '' : 's'} it does not, such as ${example}; ${cast} in the query converts it`

  test('ids from 2^63 on are counted, with an example and a cast that works', async () => {
    const cast = 'cast("user_id" >> 1 as BIGINT)'
    // Users 1 and 1 become 2^63 + 1; the others fit.
    const large = '(case when user_id = 1 then 9223372036854775809 else user_id end)::ubigint as user_id'
    expect(await ids(large)).toEqual([refused('user_id', 2, '9223372036854775809', cast)])
    const query = `select * replace (${large}) from (${rows(...good)})`
    expect(await found(text(`select * replace (cast(user_id >> 1 as BIGINT) as user_id) from (${query})`))).toEqual([])
  })

  test('ids in lists', async () => {
    const spec = text(`select * replace ([user_id, 9223372036854775808]::ubigint[] as country) from (${rows(...good)})`)
    const listed = spec.replace('country : string in words', 'country : list<id, 4> in users')
    const cast = 'list_transform("country", element -> cast(element >> 1 as BIGINT))'
    expect(await found(listed)).toEqual([refused('country', 4, '9223372036854775808', cast)])
    const mended = `list_transform(country, element -> cast(element >> 1 as BIGINT))`
    const query = /query: {3}"(.*)"/.exec(listed)![1]!
    expect(await found(listed.replace(query, `select * replace (${mended} as country) from (${query})`))).toEqual([])
  })

  test('ids that fit are not reported, whatever the type', async () => {
    expect(await ids('user_id::ubigint as user_id')).toEqual([])
  })

  test('a key that is no feature', async () => {
    const spec = text(`select *, 18446744073709551615::ubigint as visit from (${rows(...good)})`)
    expect(await found(spec.replace('by user_id', 'by user_id, visit'))).toEqual([
      refused('visit', 4, '18446744073709551615', 'cast("visit" >> 1 as BIGINT)'),
    ])
  })

  test('a cast that fails in a column of which nothing is counted', async () => {
    const [message] = await ids("cast(case when user_id = 2 then 'NA' else '4' end as bigint) as user_id")
    expect(message).toMatch(/^error CTR4001: .*'NA' to INT64.*; try_cast in the query gives a missing value instead$/)
  })

  test('a double that no float32 holds is counted, as a warning', async () => {
    const spec = text(
      `select * replace (case when user_id = 3 then -1e300 else age end as age) from (${rows(...good)})`,
    )
    expect(await found(spec.replace('age : float', 'age : float default 0'))).toEqual([
      "warning CTR4045: 'age' is read as a float32, up to 3.4e38; in 1 row it is larger, such as -1e+300, and is read as missing",
    ])
  })

  test('the infinities are reported, since they are read as missing; NaN is how a float is missing', async () => {
    const spec = text(
      `select * replace (case user_id when 3 then 'inf'::double when 2 then 'nan'::double else age end as age) from (${rows(...good)})`,
    )
    expect(await found(spec.replace('age : float', 'age : float default 0'))).toEqual([infinite('inf')])
  })

  test.each(['float', 'int'])('a %s in the millions', async (kind) => {
    const spec = text(`select * replace ((968035345 + 100 * user_id)::bigint as age) from (${rows(...good)})`)
    expect(await found(spec.replace('age : float', `age : ${kind} default 0`))).toEqual([
      "warning CTR4046: 'age' is beyond a million in 4 rows, such as 968035445: unless the model scales it, training will not learn; " +
        'divide it in the query, or take its logarithm',
    ])
    const scaled = text(`select * replace (user_id * 1000 as age) from (${rows(...good)})`)
    expect(await found(scaled.replace('age : float', `age : ${kind} default 0`))).toEqual([])
  })
})

describe('features that are the same everywhere', () => {
  const constant = (feature: string, value: string): string =>
    `warning CTR4047: '${feature}' is ${value} in all of 4 rows: nothing can be learned from it; ` +
    'does a join in the query find nothing? Otherwise leave it out'
  const replaced = (query: string) => found(text(`select * replace (${query}) from (${rows(...good)})`))

  test('a number, a word, an id', async () => {
    expect(await replaced("0.5::double as age, 'x' as country, 7 as user_id")).toEqual([
      constant('age', '0.5'),
      constant('country', 'x'),
      constant('user_id', '7'),
    ])
  })
  test('missing in all rows, as null or as its sentinel', async () => {
    expect(await replaced("case when day = 0 then '' end as country")).toEqual([constant('country', 'missing')])
  })
  test('one value beside missing ones is none', async () => {
    expect(await replaced("case when user_id = 1 then 'a' end as country")).toEqual([])
  })
  test('on the surfaces that have it alone', async () => {
    const spec = text(rows(...good, "(2, 4, 'c', 9.5, 0, 2, 1)")).replace(
      'features of candidate {',
      'features of candidate on search {',
    )
    expect(await found(spec.replace('age : float', 'age : float default 0'))).toEqual([])
    const same = text(`select * replace (if(tab = 2, 1.5, age) as age) from (${rows(...good)})`).replace(
      'features of candidate {',
      'features of candidate on search {',
    )
    expect(await found(same)).toEqual([constant('age', '1.5').replace('4 rows', '2 rows')])
  })
})

describe('lists that are combined step by step', () => {
  const lists = '[[1, 2], [3], null, []][user_id] as items, [[7, 8], [9, 9], [], [4]][user_id] as shops'
  const spec = (query: string): string =>
    text(query).replace(
      '  age : float',
      '  age : float\n  items : list<id, 2> in users\n  shops : list<id, 2> in users',
    )
  const query = `select *, ${lists} from (${rows(...good, "(1, 4, 'b', 1.5, 1, 2, 1)")})`
  const remedy =
    'select * replace (if(len("items") = len("shops"), "items", null) as "items", if(len("items") = len("shops"), "shops", null) as "shops")'

  test('are counted where they differ, with the lists of one row and SQL that leaves them out', async () => {
    // Users 2 and 4; of user 3 one list is missing and the other empty.
    expect(await found(spec(query), {}, [['items', 'shops']])).toEqual([
      "error CTR4048: 'items' and 'shops' are combined step by step, but in 2 rows they have different numbers of elements, " +
        `such as items [3] and shops [9, 9]; ${remedy} in the query leaves out such lists`,
    ])
    expect(await found(spec(`${remedy.replaceAll('"', '\\"')} from (${query})`), {}, [['items', 'shops']])).toEqual([])
  })
  test('may differ beyond what is kept', async () => {
    const longer = query.replace('[1, 2]', '[1, 2, 3]').replace('[3],', '[3, 3, 3, 3],').replace('[4]', 'null')
    const about = await found(spec(longer), {}, [['items', 'shops']])
    expect(about.filter((each) => !each.includes('CTR2105'))).toEqual([])
  })
  test('may differ where the model does not combine them, and where a surface has one alone', async () => {
    expect(await found(spec(query))).toEqual([])
    const own = spec(query).replace(
      '  shops : list<id, 2> in users\n}',
      '}\nfeatures of candidate on search { shops : list<id, 2> in users }',
    )
    expect(await found(own, {}, [['items', 'shops']])).toEqual([])
  })
})

describe('words with NUL', () => {
  const quoted = (sql: string): string => sql.replaceAll('"', '\\"')
  test('are counted, with SQL that makes words of them', async () => {
    const query = `select * replace (if(user_id = 1, 'a' || chr(0), 'b') as country) from (${rows(...good)})`
    const remedy = `replace("country", chr(0), '')`
    expect(await found(text(query))).toEqual([
      "warning CTR4049: 'country' has a word with NUL in it in 2 rows, such as 'a\\u{0}', which is read as missing; " +
        `${remedy} in the query makes words of them`,
    ])
    expect(await found(text(`select * replace (${quoted(remedy)} as country) from (${query})`))).toEqual([])
  })
  test('in lists too', async () => {
    const query = `select * replace (['b', country || chr(0)] as country) from (${rows(...good)})`
    const spec = text(query).replace('country : string in words', 'country : list<string, 4> in words')
    expect(await found(spec)).toEqual([
      expect.stringContaining("CTR4049: 'country' has a word with NUL in it in 3 rows"),
    ])
  })
})

describe('functions of features', () => {
  // Ages 0.5, 1.5, 1.5 and 1.5 less 1.5.
  const query = `select * replace (age - 1.5 as age) from (${rows(...good)})`
  const domain = (kind: Domain['kind']) => [{ feature: 'age', kind }]
  const warned = async (spec: string, kind: Parameters<typeof domain>[0]) => {
    const { origins, dataset, ...program } = programOf(spec)
    const options = { params: new Map(), domains: domain(kind) }
    const { diagnostics } = await reported((report) =>
      checkData(host(), report, program.spec, dataset, options, origins),
    )
    return diagnostics.map(({ message }) => message)
  }
  test.each([
    ['log', 'log(age), which is finite for numbers above 0 alone; in 4 rows', 'greatest("age", 1e-6)'],
    [
      'root',
      'pow(age, n), n no whole number, which is finite for numbers of 0 or more alone; in 1 row',
      'greatest("age", 0)',
    ],
    [
      'inverse_root',
      'pow(age, n), n no whole number and below 0, which is finite for numbers above 0 alone; in 4 rows',
      'greatest("age", 1e-6)',
    ],
    [
      'inverse_power',
      'pow(age, n), n below 0, which is finite for numbers other than 0 alone; in 3 rows',
      'if(coalesce("age", 0) = 0, 1e-6, "age")',
    ],
    ['sqrt', 'sqrt(age), which is finite for numbers of 0 or more alone; in 1 row', 'greatest("age", 0)'],
    [
      'div',
      'a division by age, which is finite for numbers other than 0 alone; in 3 rows',
      'if(coalesce("age", 0) = 0, 1e-6, "age")',
    ],
  ] as const)('%s of values outside its domain, with SQL that keeps them within', async (kind, computes, remedy) => {
    const [message] = await warned(text(query), kind)
    expect(message).toContain(`the model computes ${computes} 'age' is not, such as `)
    expect(message).toMatch(/; \S.* in the query makes it one$/)
    expect(message).toContain(`; ${remedy} in the query makes it one`)
    const mended = `select * replace (${remedy.replaceAll('"', '\\"')} as age) from (${query})`
    expect(await warned(text(mended), kind)).not.toContainEqual(expect.stringContaining('computes'))
  })
  test('log1p beyond -1 alone, and missing values by their default', async () => {
    expect(await warned(text(query), 'log1p')).toEqual([expect.stringContaining('in 1 row')])
    const missing = `select * replace (case when user_id = 1 then age end as age) from (${rows(...good)})`
    const spec = (value: string): string => text(missing).replace('age : float', `age : float default ${value}`)
    expect(await warned(spec('0'), 'log')).toEqual([expect.stringContaining("in 2 rows 'age' is not, such as 0")])
    expect(await warned(spec('1'), 'log')).toEqual([])
  })
})
