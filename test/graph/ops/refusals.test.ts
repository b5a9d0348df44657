import { expect, it } from 'vitest'
import type { OpAttributes, OpKind } from '../../../src/graph/graph.ts'
import { opType } from '../../../src/graph/typed-op.ts'
import { type Dtype, noRows, type Rows, type Shape, tableRows, type ValueType } from '../../../src/graph/types.ts'
import { at, on } from '../world.ts'

const float = (shape: Shape, rows: Rows = noRows): ValueType => ({ dtype: 'float32', shape, rows })
const typed = (dtype: Dtype, shape: Shape, rows: Rows = noRows): ValueType => ({ dtype, shape, rows })

type Refusal = readonly [mismatch: string, found: string, expected: string]

/** An op's operands that do not fit, and what a diagnostic says of them at the user's line. */
function refused<K extends OpKind>(
  kind: K,
  inputs: readonly ValueType[],
  attributes: OpAttributes[K],
  due: Refusal,
): readonly [string, () => unknown, Refusal] {
  const given = () => {
    const type = opType(kind, inputs, attributes)
    return 'mismatch' in type ? [type.mismatch, type.found, type.expected] : type
  }
  return [kind, given, due]
}

const [user, search] = [at('user'), at('user', 'search')]
const everywhere = 'at user on home_feed+related_pins+search'

it.each([
  refused('add', [float([2, 3]), float([2])], {}, ['shapes-differ', '[2]', '[2, 3]']),
  refused('add', [float([], user), float([], search)], {}, ['rows-differ', 'at user on search', everywhere]),
  refused('exp', [typed('string', [])], {}, ['dtype', 'string', 'float32']),
  refused('sum', [float([3, 2])], { axes: [1, 1] }, ['axis', 'axes [1, 1]', 'ascending axes of [3, 2]']),
  refused('sum', [float([3, 2])], { axes: [-1] }, ['axis', 'axes [-1]', 'ascending axes of [3, 2]']),
  refused('mean', [float([3, 2])], { axes: [0, 2] }, ['axis', 'axes [0, 2]', 'ascending axes of [3, 2]']),
  refused('max', [float([3, 2])], { axis: 2 }, ['axis', 'axes [2]', 'ascending axes of [3, 2]']),
  refused('first_max', [float([3, 2]), float([3])], { axis: 0 }, ['shapes-differ', '[3]', '[2]']),
  refused('first_max', [float([3, 2]), float([3])], { axis: 2 }, ['axis', 'axes [2]', 'ascending axes of [3, 2]']),
  refused('concat', [float([2, 3]), float([2, 3])], { axis: 2 }, ['axis', 'axis 2 of [2, 3]', 'an axis of every part']),
  refused('concat', [float([2]), float([2])], { axis: -1 }, ['axis', 'axis -1 of [2]', 'an axis of every part']),
  refused('concat', [float([2, 3]), float([3, 3])], { axis: 1 }, ['shapes-differ', '[3, 3]', '[2, 3]']),
  refused('concat', [float([2]), typed('int32', [2])], { axis: 0 }, ['dtype', 'int32', 'float32']),
  refused('concat', [float([2], search), float([2], user)], { axis: 0 }, [
    'rows-differ',
    everywhere,
    'at user on search',
  ]),
  refused('split', [float([4])], { axis: 0, sizes: [1, 2] }, ['axis', 'pieces [1, 2] of axis 0', 'all of [4]']),
  refused('split', [float([4])], { axis: 0, sizes: [4] }, ['axis', 'pieces [4] of axis 0', 'all of [4]']),
  refused('slice', [float([3])], { axis: 0, start: 1, end: 4 }, ['axis', '[1..4] of axis 0', 'within [3]']),
  refused('slice', [float([3])], { axis: 0, start: -1, end: 2 }, ['axis', '[-1..2] of axis 0', 'within [3]']),
  refused('slice', [float([3])], { axis: 0, start: 2, end: 1 }, ['axis', '[2..1] of axis 0', 'within [3]']),
  refused('slice', [float([3])], { axis: 1, start: 0, end: 1 }, ['axis', '[0..1] of axis 1', 'within [3]']),
  refused('reshape', [float([6])], { shape: [2, 2] }, ['shapes-differ', '[6]', '4 elements, [2, 2]']),
  refused('transpose', [float([2, 3])], { permutation: [1] }, ['axis', 'permutation [1]', 'the axes of [2, 3]']),
  refused('transpose', [float([2, 3])], { permutation: [1, 2] }, ['axis', 'permutation [1, 2]', 'the axes of [2, 3]']),
  refused('broadcast', [float([3])], { shape: [3, 2] }, ['shapes-differ', '[3]', 'the last dimensions of [3, 2]']),
  refused('broadcast', [float([2, 3])], { shape: [3] }, ['shapes-differ', '[2, 3]', 'the last dimensions of [3]']),
  refused('dropout', [float([3]), float([2, 3])], { rate: 0.5 }, ['shapes-differ', '[2, 3]', '[3]']),
  refused('matmul', [typed('int32', [3]), float([3, 2])], {}, ['dtype', 'int32', 'float32']),
  refused('matmul', [float([]), float([3, 2])], {}, ['rank', '[]', '[..., m, k] on the left']),
  refused('matmul', [float([3]), float([3])], {}, ['rank', '[3] @ [3]', 'a matrix on the right, [..., k, n]']),
  refused('matmul', [float([4, 3]), float([2, 3])], {}, ['inner-sizes-differ', '[4, 3]', '[2, 3]']),
  refused('matmul', [float([2, 4, 3]), float([5, 3, 2])], {}, ['shapes-differ', '[2, 4, 3]', '[5, 3, 2]']),
  refused('matmul', [float([3], search), float([3, 2], user)], {}, ['rows-differ', everywhere, 'at user on search']),
  refused('contract', [float([3]), float([2], search)], {}, ['rows-differ', 'at user on search', '']),
  refused('contract', [float([4, 3]), float([5, 2])], {}, ['shapes-differ', '[5, 2]', '[4, 3]']),
  refused('contract', [float([]), float([])], {}, ['shapes-differ', '[]', '[]']),
  refused('contract', [float([3]), typed('int64', [2])], {}, ['dtype', 'int64', 'float32']),
  refused('lookup', [float([4, 2]), float([])], {}, ['dtype', 'float32', 'int32']),
  refused('lookup', [float([2], search), typed('int32', [])], {}, [
    'rows-differ',
    'at user on search',
    'rows of a table, or none',
  ]),
  refused('lookup', [float([]), typed('int32', [])], {}, ['rank', '[]', '[entries, ...]']),
  refused('scatter', [float([2]), float([2, 3])], { into: { kind: 'entries', entries: 4 } }, [
    'dtype',
    'float32',
    'int32',
  ]),
  refused('scatter', [typed('int32', [2]), typed('int32', [2])], { into: { kind: 'entries', entries: 4 } }, [
    'dtype',
    'int32',
    'float32',
  ]),
  refused('scatter', [typed('int32', [2], search), float([2, 3], user)], { into: { kind: 'entries', entries: 4 } }, [
    'rows-differ',
    everywhere,
    'at user on search',
  ]),
  refused('scatter', [typed('int32', [2]), float([3, 2])], { into: { kind: 'entries', entries: 4 } }, [
    'shapes-differ',
    '[3, 2]',
    '[2] and more',
  ]),
  refused('restrict', [float([], search)], { surfaces: on('home_feed') }, [
    'rows-differ',
    'at user on search',
    'rows on home_feed',
  ]),
  refused('restrict', [float([])], { surfaces: on('search') }, ['rows-differ', '', 'rows on search']),
  refused('spread', [float([])], { level: 'candidate' }, ['rows-differ', 'no rows', 'rows of a coarser level']),
  refused('spread', [float([2], tableRows('pins'))], { level: 'user' }, [
    'rows-differ',
    'per row of pins',
    'rows of a coarser level',
  ]),
  refused('collect', [float([])], { level: 'user' }, ['rows-differ', 'no rows', 'rows of a finer level']),
  refused('collect', [float([2], tableRows('pins'))], { level: 'user' }, [
    'rows-differ',
    'per row of pins',
    'rows of a finer level',
  ]),
  refused('total', [float([2])], {}, ['rows-differ', 'no rows', 'rows to sum']),
  refused('join', [float([2]), float([3])], { level: 'user', parts: [on('a'), on('b')] }, [
    'shapes-differ',
    '[3]',
    '[2]',
  ]),
  refused('join', [float([]), typed('int32', [])], { level: 'user', parts: [on('a'), on('b')] }, [
    'dtype',
    'int32',
    'float32',
  ]),
  refused(
    'join',
    [float([], at('user', 'a')), float([], at('ad', 'b'))],
    { level: 'user', parts: [on('a'), on('b')] },
    ['rows-differ', 'at ad on b', 'at user on b'],
  ),
  refused('join', [float([]), float([])], { level: 'user', parts: [on('b'), on('a')] }, [
    'rows-differ',
    'b, a',
    'disjoint parts, sorted, one for each input',
  ]),
  refused('join', [float([]), float([])], { level: 'user', parts: [on('a'), on('a', 'b')] }, [
    'rows-differ',
    'a, a+b',
    'disjoint parts, sorted, one for each input',
  ]),
  refused('join', [float([])], { level: 'user', parts: [on('a'), on('b')] }, [
    'rows-differ',
    'a, b',
    'disjoint parts, sorted, one for each input',
  ]),
  refused('number', [typed('string', [])], { sentinel: undefined, default: 0 }, [
    'dtype',
    'string',
    'float32 or int64',
  ]),
  refused('length_fault', [typed('float32', [])], { list: 'pins', kept: 3 }, ['dtype', 'float32', 'int64']),
  refused('length_fault', [typed('int64', [2])], { list: 'pins', kept: 3 }, ['rank', '[2]', '[]']),
  refused('sequence_mask', [typed('float32', [])], { length: 3 }, ['dtype', 'float32', 'int64']),
  refused('sequence_mask', [typed('int64', [2])], { length: 3 }, ['rank', '[2]', '[]']),
  refused('view_index', [typed('int64', [])], { views: ['grid'] }, ['dtype', 'int64', 'string']),
  refused('raw_number', [typed('string', [])], { sentinel: undefined, default: 1 }, [
    'dtype',
    'string',
    'float32 or int64',
  ]),
  refused('bucket', [typed('string', [])], { edges: [1] }, ['dtype', 'string', 'float32 or int64']),
  refused('standardize', [typed('string', [])], { mean: 0, deviation: 1 }, ['dtype', 'string', 'float32 or int64']),
  refused('time_cycle', [float([])], { period: 2, shift: 0, unit: 1 }, ['dtype', 'float32', 'int64']),
  refused('clamp', [typed('int32', [])], { low: 0, high: 1 }, ['dtype', 'int32', 'float32 or int64']),
  refused('seconds_between', [typed('int64', []), float([])], {}, ['dtype', 'float32', 'int64']),
  refused('mix_ids', [typed('int64', []), typed('string', [])], { seed: 1 }, ['dtype', 'string', 'int64']),
  refused('last_element', [typed('int64', []), typed('int64', [])], {}, ['rank', '[]', '[L]']),
  refused('last_element', [typed('int64', [3]), typed('int64', [3])], {}, ['rank', '[3]', '[]']),
  refused('count_equal', [typed('int64', [3]), typed('int64', []), typed('string', [])], {}, [
    'dtype',
    'string',
    'int64',
  ]),
  refused('count_equal', [typed('int64', [3], user), typed('int64', [], search), typed('int64', [])], {}, [
    'rows-differ',
    'at user on search',
    everywhere,
  ]),
  refused('count_equal', [typed('int64', [3], user), typed('int64', [], user), typed('int64', [], search)], {}, [
    'rows-differ',
    'at user on search',
    everywhere,
  ]),
  refused('status', [typed('int64', [])], { reasons: [4] }, ['dtype', 'int64', 'float32']),
  refused('status', [float([]), float([3])], { reasons: [4, 5] }, ['rank', '[3]', '[]']),
  refused('status', [float([], user), float([], search)], { reasons: [4, 5] }, [
    'rows-differ',
    'at user on search',
    everywhere,
  ]),
])('%s names what it found and what it expected (case %#)', (_, given, due) => {
  expect(given()).toEqual(due)
})
