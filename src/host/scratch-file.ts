/**
 * A temporary file that is written from its start to its end and read anywhere. A process that is interrupted takes it along; behind
 * one that was killed, the next process that makes a temporary file does. Errors of all: HostError, `no_space` where the disk is full.
 */
export interface ScratchFile {
  /** Writes bytes behind those that are there. */
  append(bytes: Uint8Array): void
  /** Fills `into` with the bytes from `position` on, all of which must have been written. */
  read(position: number, into: Uint8Array): void
  /** Takes the file away. */
  close(): void
}
