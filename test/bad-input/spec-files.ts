import { smallSpec } from '../small-project.ts'

/** Files of a spec with a mistake that is not of the language but of the file, and what `ctrc check` comes to. */
export interface BadSpec {
  readonly name: string
  /** By path below the folder; `main.ctr` is checked, or the folder where `check` names it. */
  readonly files: Readonly<Record<string, string | Uint8Array>>
  readonly check?: string
  readonly exit: number
  readonly code?: string
}

const letX = (expression: string): string =>
  smallSpec.replace('let person =', `let x = ${expression}\n    let person =`)

export const badSpecs: readonly BadSpec[] = [
  { name: 'a file that is not there', files: {}, exit: 1, code: 'CTR1503' },
  { name: 'an empty file', files: { 'main.ctr': '' }, exit: 1, code: 'CTR1513' },
  { name: 'a file of nothing but a comment', files: { 'main.ctr': '// soon\n' }, exit: 1, code: 'CTR1513' },
  {
    name: 'bytes that are no text',
    files: { 'main.ctr': Uint8Array.of(0xff, 0xfe, 0x00, 0xd8) },
    exit: 1,
    code: 'CTR1504',
  },
  {
    name: 'an import of bytes that are no text',
    files: { 'main.ctr': `import "./b.ctr"\n${smallSpec}`, 'b.ctr': Uint8Array.of(0xc3, 0x28) },
    exit: 1,
    code: 'CTR1504',
  },
  {
    name: 'a line of a megabyte that is one name',
    files: { 'main.ctr': letX('a'.repeat(1_000_000)) },
    exit: 1,
    code: 'CTR1501',
  },
  {
    name: 'a line of a megabyte that is a sum',
    files: { 'main.ctr': letX(`price${' + price'.repeat(125_000)}`) },
    exit: 1,
  },
  { name: 'a line of a megabyte of brackets', files: { 'main.ctr': letX('('.repeat(1_000_000)) }, exit: 1 },
  { name: 'a line of a megabyte that is no language', files: { 'main.ctr': '\u0001'.repeat(1_000_000) }, exit: 1 },
  { name: 'a comment of a megabyte', files: { 'main.ctr': `// ${'x'.repeat(1_000_000)}\n${smallSpec}` }, exit: 0 },
  { name: 'unclosed braces', files: { 'main.ctr': smallSpec.replace(/}\s*$/, '') }, exit: 1, code: 'CTR1003' },
  {
    name: 'unclosed braces in the middle',
    files: { 'main.ctr': smallSpec.replace('units: [8]', 'units: [8') },
    exit: 1,
  },
  { name: 'braces too many', files: { 'main.ctr': `${smallSpec}\n}}}` }, exit: 1, code: 'CTR1004' },
  { name: 'an unknown name', files: { 'main.ctr': letX('prize * 2') }, exit: 1, code: 'CTR1501' },
  { name: 'an unknown import', files: { 'main.ctr': `import "./towers.ctr"\n${smallSpec}` }, exit: 1, code: 'CTR1503' },
  {
    name: 'files that import each other',
    files: { 'main.ctr': `import "./a.ctr"\n${smallSpec}`, 'a.ctr': 'import "./main.ctr"\n' },
    exit: 1,
    code: 'CTR1505',
  },
  {
    name: 'modules that call each other',
    files: {
      'main.ctr': `import { f } from "./f.ctr"\n${letX('f(price)')}`,
      'f.ctr': 'import { g } from "./g.ctr"\nexport module f(x: []) -> [] { return g(x) }\n',
      'g.ctr': 'import { f } from "./f.ctr"\nexport module g(x: []) -> [] { return f(x) }\n',
    },
    exit: 1,
  },
  { name: 'a folder without a spec', files: { 'notes/readme.md': '# notes' }, check: 'notes', exit: 1 },
  { name: 'an empty folder', files: { 'notes/deep/readme.md': '' }, check: 'notes/deep', exit: 1 },
  { name: 'a folder called like a spec', files: { 'main.ctr/readme.md': '' }, exit: 1 },
]
