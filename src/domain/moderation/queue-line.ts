// A line of the desk's queue, and what narrows it.
import type { SQL } from 'drizzle-orm'
import type { Localised } from '../../lib/localised.ts'
import type { DeskTask } from '../../schema/values.ts'
import type { DueGroup, QueueTask } from './queue-view.ts'

export type Owed = Pick<QueueItem, 'task' | 'dueBefore' | 'agency'>
export type QueueItem = {
  proposalId: string
  number: string
  title: string
  task: DeskTask | 'promise'
  dueBefore: Date | null
  held: boolean
  agency: Localised | null
  agencyId: string | null
  /** the colleague who has it */
  officerId: string | null
  /** the proposer wrote last: somebody waits for a reply */
  replied: boolean
  /** what else is owed on the same case, by other agencies or later */
  also: Owed[]
  /** it is with another government now; `dueOn`: the local day by which a reply was asked for */
  elsewhere: { dueOn: string | null } | null
  /** where it is done, when that is not the case itself */
  commitmentId: string | null
}

/** What narrows the queue. `officer`: a person, or nobody. `found`: a query of the ids of cases that a search found. */
export type QueueFilter = {
  task: QueueTask | null
  agencyId: string | null
  topic: string | null
  due: DueGroup | null
  officer: { personId: string | null } | null
  found: SQL | null
}
export const unfiltered: QueueFilter = {
  ...{ task: null, agencyId: null, topic: null, due: null, officer: null, found: null },
}
