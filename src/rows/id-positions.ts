import { lanesOf } from '../features/raw.ts'
import { mixId } from '../graph/mix.ts'

/** Where each of a list of ids stands in it: a map from 64-bit ids, as two words, to positions. */
export class IdPositions {
  private readonly slots: Int32Array
  private readonly lanes: Uint32Array
  private readonly mask: number
  /** Of equal ids the first counts. */
  constructor(ids: BigInt64Array) {
    this.lanes = lanesOf(ids)
    this.slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * ids.length + 2))).fill(-1)
    this.mask = this.slots.length - 1
    for (let i = 0; i < ids.length; i++) {
      const slot = this.slotOf(this.lanes[2 * i]!, this.lanes[2 * i + 1]!)
      if (this.slots[slot]! < 0) this.slots[slot] = i
    }
  }
  /** -1 where it is none of them. */
  of(low: number, high: number): number {
    return this.slots[this.slotOf(low, high)]!
  }
  /** Where the id is, or where it would go. */
  private slotOf(low: number, high: number): number {
    const { slots, lanes, mask } = this
    let slot = mixId(low, high, 0) & mask
    for (let i = slots[slot]!; i >= 0 && (lanes[2 * i] !== low || lanes[2 * i + 1] !== high); i = slots[slot]!)
      slot = (slot + 1) & mask
    return slot
  }
}
