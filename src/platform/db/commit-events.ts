// What the database does, told to whoever watches: nothing is made or sent while nobody listens.
import { channel } from 'node:diagnostics_channel'

/** A transaction that was committed: how many units it carried, and ms from its first statement to the end of its commit. */
export type Committed = { units: number; ms: number }

export const committed = channel('fuyi:committed')
