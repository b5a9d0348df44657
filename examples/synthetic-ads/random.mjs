/** Seeded numbers: a Weyl sequence through MurmurHash3's finalizer. The same on every machine. */
export class Random {
  /** @param {number} seed */
  constructor(seed) {
    this.state = seed | 0
  }
  /** @returns {number} in [0, 1) */
  uniform() {
    this.state = (this.state + 0x9e3779b9) | 0
    let h = this.state
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
    return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32
  }
  /** @param {number} below @returns {number} a whole number in 0..below */
  integer(below) {
    return Math.floor(this.uniform() * below)
  }
  /** @returns {number} standard normal (Box and Muller) */
  normal() {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform())
  }
  /** @template T @param {readonly T[]} choices @returns {T} */
  pick(choices) {
    return choices[this.integer(choices.length)]
  }
  /** @template T @param {readonly T[]} items @returns {T[]} in random order */
  shuffled(items) {
    const order = [...items]
    for (let i = order.length - 1; i > 0; i--) {
      const j = this.integer(i + 1)
      ;[order[i], order[j]] = [order[j], order[i]]
    }
    return order
  }
}
