// What a database tells: each has events of its own, so that of two applications in one process neither hears the other's.
import { EventEmitter } from 'node:events'

/** A transaction that was committed: how many units it carried, and ms from its first statement to the end of its commit. */
export type Committed = { units: number; ms: number }

/** `words` null: it works again. `part` names what is in trouble: each has its own beginning and end. */
export type Trouble = { part: 'writing' | 'replica'; words: string | null }

export type DatabaseEvents = EventEmitter<{ committed: [Committed]; trouble: [Trouble] }>

/** One for each database. */
export const databaseEvents = (): DatabaseEvents => new EventEmitter()
