import { describe, expect, it } from 'vitest'
import { LevelOrder } from '../../src/graph/levels.ts'

const level = (name: string, ...within: readonly string[]) => ({ name, by: [`${name}_id`], within })

describe('an order of levels', () => {
  // A request is of one user and one session, an impression of one request and one ad.
  const order = new LevelOrder([
    level('impression', 'request', 'ad'),
    level('request', 'session', 'user'),
    level('user'),
    level('session', 'country'),
    level('ad'),
    level('country'),
  ])
  it('names coarser levels before finer ones, equals by name', () => {
    expect(order.names).toEqual(['ad', 'country', 'user', 'session', 'request', 'impression'])
    expect(order.row).toBe('impression')
  })
  it('is transitive, and holds for a level and itself', () => {
    expect(order.isCoarserOrEqual('country', 'impression')).toBe(true)
    expect(order.isCoarserOrEqual('country', 'request')).toBe(true)
    expect(order.isCoarserOrEqual('ad', 'ad')).toBe(true)
    expect(order.isCoarserOrEqual('impression', 'country')).toBe(false)
    expect(order.isCoarserOrEqual('ad', 'request')).toBe(false)
    expect(order.isCoarserOrEqual('country', 'planet')).toBe(false)
  })
  it('lists what is above a level, coarse first', () => {
    expect(order.coarserThan('request')).toEqual(['country', 'user', 'session'])
    expect(order.coarserThan('ad')).toEqual([])
  })
  it('has the coarsest level below two', () => {
    expect(order.meet('user', 'session')).toBe('request')
    expect(order.meet('session', 'user')).toBe('request')
    expect(order.meet('user', 'ad')).toBe('impression')
    expect(order.meet('country', 'session')).toBe('session')
    expect(order.meet('session', 'country')).toBe('session')
    expect(order.meet('ad', 'ad')).toBe('ad')
  })
  it('has none where two levels below both are side by side', () => {
    const diamond = new LevelOrder([level('a'), level('b'), level('c', 'a', 'b'), level('d', 'a', 'b')])
    expect(diamond.meet('a', 'b')).toBeUndefined()
    expect(new LevelOrder([level('a'), level('b')]).meet('a', 'b')).toBeUndefined()
  })
  it('finds a declaration by its name', () => {
    expect(order.declaration('session')).toEqual(level('session', 'country'))
    expect(order.declaration('planet')).toBeUndefined()
  })
})
