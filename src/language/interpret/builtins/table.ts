import { all } from './all.ts'
import type { Builtin } from './builtin.ts'
import { chain } from './chain.ts'
import { clip } from './clip.ts'
import { concat } from './concat.ts'
import { dropout } from './dropout.ts'
import { elementwiseBuiltins } from './elementwise.ts'
import { embed } from './embed.ts'
import { isMissing } from './missing.ts'
import { pow } from './pow.ts'
import { max, reduction, softmax } from './reductions.ts'
import { reshape } from './reshape.ts'
import { rounding } from './rounding.ts'
import { element, length, mask, masked, repeat, values } from './sequences.ts'
import { size } from './size.ts'
import { stack } from './stack.ts'
import { transpose } from './transpose.ts'
import { triangle } from './triangle.ts'
import { where } from './where.ts'

/** The built-ins of the language: a closed table. All else is a module of the library. Elementwise ops that are callable are among them by their traits. */
export const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ['all', all],
  ['embed', embed],
  ['concat', concat],
  ['stack', stack],
  ['reshape', reshape],
  ['transpose', transpose],
  ['repeat', repeat],
  ['sum', reduction('sum')],
  ['mean', reduction('mean')],
  ['max', max],
  ['softmax', softmax],
  ...elementwiseBuiltins,
  ['chain', chain],
  ['clip', clip],
  ['pow', pow],
  ['triangle', triangle],
  ['where', where],
  ['is_missing', isMissing],
  ['dropout', dropout],
  ['length', length],
  ['values', values],
  ['mask', mask],
  ['masked', masked],
  ['size', size],
  ['floor', rounding('floor')],
  ['ceil', rounding('ceil')],
  ['first', element('first')],
  ['last', element('last')],
])
