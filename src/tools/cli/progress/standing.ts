import type { PhaseName, TrainingFigures } from '../../../host/progress.ts'
import { phaseWords } from './phases.ts'

/** What is under way: the innermost phase. */
export interface Reading {
  readonly name: PhaseName
  /** How many phases it is within. */
  readonly depth: number
  /** Of this phase alone: another of the same name has another. */
  readonly serial: number
  readonly done: number
  readonly total: number | undefined
  readonly training: TrainingFigures | undefined
  /** Milliseconds by the clock of who began it. */
  readonly began: number
}

const names = Object.keys(phaseWords).filter((name): name is PhaseName => name in phaseWords)

/** More within each other than any command has. */
const deepest = 16
const cellsOfPhase = 8
const headerBytes = 64
const [versionAt, depthAt, widthAt, lockAt, drawnAt] = [0, 1, 2, 3, 4]
const [open, taken, shut] = [0, 1, 2]

/**
 * Where a command stands, in memory that two threads share: the command's writes it, and the one that draws reads it, which goes on while the
 * first is at work for long. No message passes between them. A reading is whole or none: the version is odd while something is written.
 */
export class Standing {
  private readonly header: Int32Array
  private readonly cells: Float64Array
  private serials = 0

  constructor(readonly buffer = new SharedArrayBuffer(headerBytes + 8 * deepest * cellsOfPhase)) {
    this.header = new Int32Array(buffer, 0, headerBytes / 4)
    this.cells = new Float64Array(buffer, headerBytes)
  }

  /** Columns of the terminal. */
  get width(): number {
    return Atomics.load(this.header, widthAt)
  }
  set width(columns: number) {
    Atomics.store(this.header, widthAt, columns)
  }

  /** Gives how many phases there were before it. */
  push(name: PhaseName, done: number, total: number | undefined, began: number): number {
    const depth = Atomics.load(this.header, depthAt)
    if (depth < deepest)
      this.write(depth, [names.indexOf(name), done, total ?? Number.NaN, began, ++this.serials, 0, 0, 0])
    this.atomically(() => Atomics.store(this.header, depthAt, depth + 1))
    return depth
  }

  advance(depth: number, count: number, training: TrainingFigures | undefined): void {
    if (depth >= deepest) return
    const at = depth * cellsOfPhase
    this.atomically(() => {
      this.cells[at + 1]! += count
      if (training !== undefined) this.cells.set([training.loss, training.step, training.steps], at + 5)
    })
  }

  /** Ends the phase at a depth and those within it. Gives how many are left. */
  pop(depth: number): number {
    const left = Math.min(depth, Atomics.load(this.header, depthAt))
    this.atomically(() => Atomics.store(this.header, depthAt, left))
    return left
  }

  /** Undefined where nothing is under way, or where it changes at this moment. */
  read(): Reading | undefined {
    const version = Atomics.load(this.header, versionAt)
    const depth = Math.min(deepest, Atomics.load(this.header, depthAt)) - 1
    if (version % 2 === 1 || depth < 0) return undefined
    const at = depth * cellsOfPhase
    const [name = 0, done = 0, total = 0, began = 0, serial = 0, loss = 0, step = 0, steps = 0] = this.cells.slice(
      at,
      at + cellsOfPhase,
    )
    if (Atomics.load(this.header, versionAt) !== version) return undefined
    const training = steps === 0 ? undefined : { loss, step, steps }
    return { name: names[name]!, depth, serial, done, total: Number.isNaN(total) ? undefined : total, training, began }
  }

  /**
   * Writes unless the other thread writes to the terminal, or is done. `stays`: a line that is drawn over, and must be cleared in the
   * end. Gives whether it was written.
   */
  draw(stays: boolean, write: () => void): boolean {
    if (Atomics.compareExchange(this.header, lockAt, open, taken) !== open) return false
    try {
      // It may have ended since it was read, and what it had drawn been cleared.
      if (Atomics.load(this.header, depthAt) === 0) return false
      write()
      if (stays) Atomics.store(this.header, drawnAt, 1)
      return true
    } finally {
      this.leave(open)
    }
  }

  /** Writes while nothing is drawn; `isDrawn`: whether a line is there that must be cleared before. */
  exclusively(write: (isDrawn: boolean) => void): void {
    const before = this.enter()
    try {
      write(Atomics.exchange(this.header, drawnAt, 0) === 1)
    } finally {
      this.leave(before)
    }
  }

  /** Nothing is drawn any more. */
  shut(): void {
    this.enter()
    this.leave(shut)
  }

  private write(depth: number, values: readonly number[]): void {
    this.atomically(() => this.cells.set(values, depth * cellsOfPhase))
  }

  private atomically(change: () => void): void {
    Atomics.add(this.header, versionAt, 1)
    change()
    Atomics.add(this.header, versionAt, 1)
  }

  /** Waits for a line that is being drawn, not for a terminal that takes nothing. Gives the state that it was in. */
  private enter(): number {
    const before = Atomics.compareExchange(this.header, lockAt, open, taken)
    if (before !== taken) return before
    Atomics.wait(this.header, lockAt, taken, patience)
    Atomics.store(this.header, lockAt, taken)
    return open
  }

  private leave(state: number): void {
    Atomics.store(this.header, lockAt, state)
    Atomics.notify(this.header, lockAt)
  }
}

/** Milliseconds. */
const patience = 500
