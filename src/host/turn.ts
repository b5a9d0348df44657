/**
 * Lets everything else that waits happen: long computations pause here, so that Ctrl-C and SIGTERM are heard in the middle of them.
 * Costs some microseconds.
 */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
