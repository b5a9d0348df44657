/**
 * What each kind of operation carries beside its inputs; its keys are the kinds. Each op's file (ops/<kind>.ts) declares its own member.
 * Axes count per-row dimensions from 0; the row axis is never among them.
 */
// biome-ignore lint/suspicious/noEmptyInterface: the members are declared by the ops' files.
export interface OpAttributes {}

/** Of an op that carries nothing. */
export type Nothing = Readonly<Record<never, never>>
