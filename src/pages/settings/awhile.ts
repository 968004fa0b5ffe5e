/** How long a page waits for dates to be computed again, in ms; what is left goes on by itself. */
export const patience = 2_000

/** Aborted when somebody cannot be kept waiting any longer. */
export const awhile = (): AbortSignal => AbortSignal.timeout(patience)
