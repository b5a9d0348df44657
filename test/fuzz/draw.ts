import { RandomStream } from '../../src/graph/random.ts'

/** Choices of one case: equal seeds and cases give equal choices. */
export class Draw {
  private readonly stream: RandomStream
  private drawn = 0
  constructor(seed: number, name: string) {
    this.stream = RandomStream.of(seed, name)
  }

  /** A whole number from 0 to before `end`. */
  below(end: number): number {
    return Math.min(end - 1, Math.floor(this.stream.uniform(this.drawn++) * end))
  }

  of<Each>(choices: readonly Each[]): Each {
    const chosen = choices[this.below(choices.length)]
    if (chosen === undefined) throw new Error('there is nothing to choose from')
    return chosen
  }

  chance(probability: number): boolean {
    return this.stream.uniform(this.drawn++) < probability
  }
}
