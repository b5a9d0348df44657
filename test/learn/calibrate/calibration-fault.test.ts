import { describe, expect, test } from 'vitest'
import { bySurface, identity, isSegmentKind, own } from '../../../src/learn/calibrate/calibration.ts'
import { calibrationFault } from '../../../src/learn/calibrate/calibration-fault.ts'

const place = (surface: string, view: string) => ({ task: 'click', surface, view, method: 'platt' }) as const
const places = [place('home', 'default'), place('search', 'results')]

const calibration = (...views: readonly (readonly [surface: string, view: string])[]) => ({
  split: 'calibration',
  step: 1,
  checkpoint: '',
  tasks: { click: bySurface(views.map(([surface, view]) => ({ surface, view, calibrator: identity('platt') }))) },
})

describe('a calibration from a file', () => {
  test('is whole where it has each place and no other', () => {
    expect(calibrationFault(calibration(['home', 'default'], ['search', 'results']), places)).toBeUndefined()
    expect(calibrationFault({ ...calibration(), tasks: {} }, [])).toBeUndefined()
  })
  test('lacks a place', () => {
    expect(calibrationFault(calibration(['home', 'default']), places)).toBe(
      'it lacks the calibrator of click on search.results',
    )
    expect(calibrationFault({ ...calibration(), tasks: {} }, places)).toBe(
      'it lacks the calibrator of click on home.default',
    )
  })
  test('has another method', () => {
    const of = calibration(['home', 'default'], ['search', 'results'])
    const other = [places[0]!, { ...places[1]!, method: 'temperature' }] as const
    expect(calibrationFault(of, other)).toBe(
      'the calibrator of click on search.results is platt, in the spec temperature',
    )
  })
  test('holds one that nothing asks for', () => {
    const of = calibration(['home', 'default'], ['search', 'results'], ['search', 'grid'])
    expect(calibrationFault(of, places)).toBe(
      'it holds a calibrator of click on search.grid, which the spec does not calibrate',
    )
  })
})

test('calibrators of views lie by surface, sorted, whatever the order and the names', () => {
  const [a, b, c] = [1, 2, 3].map((positives) => ({ ...identity('platt'), positives }))
  const found = bySurface([
    { surface: 'search', view: 'results', calibrator: a! },
    { surface: 'home', view: 'default', calibrator: b! },
    { surface: 'search', view: 'grid', calibrator: c! },
  ])
  expect(Object.keys(found)).toEqual(['home', 'search'])
  expect(found).toEqual({ home: { default: b }, search: { results: a, grid: c } })
})

test('a name that every object inherits is no entry', () => {
  expect(own({ constructor2: 1 }, 'constructor')).toBeUndefined()
  expect(own({ a: 1 }, 'a')).toBe(1)
  expect(own(undefined, 'a')).toBeUndefined()
})

test('segments are views, surfaces, all rows and none', () => {
  expect(['view', 'surface', 'all', 'identity', 'moon', ''].map(isSegmentKind)).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
  ])
})
