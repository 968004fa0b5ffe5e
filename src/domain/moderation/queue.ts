// What the desk draws and offers: groups by due date, and which marks and acts a case can take. Pure.

import type { Localised } from '../../lib/localised.ts'
import type { Stage } from '../../schema/values.ts'
import { daysLeft } from '../governments/deadline.ts'
import { isThere } from '../proposals/proposal.ts'
import { canTake } from '../proposals/workflow.ts'
import type { Owed } from './queue-line.ts'
import { type DueGroup, dueGroups } from './queue-view.ts'

type Case = { stage: Stage; publishedAt: Date | null; reconsideredAt: Date | null; hiddenAt: Date | null }

/** What is said after something was carried out, by the address's `done`. */
export const notices = {
  recorded: 'desk.done.recorded',
  answered: 'desk.done.answered',
  draft: 'desk.done.draft',
  sent: 'desk.done.sent',
  unsent: 'desk.done.unsent',
  noted: 'desk.done.noted',
  given: 'desk.done.given',
  asked_over: 'desk.done.asked_over',
  taken_back: 'desk.done.taken_back',
  correction_waits: 'desk.done.correction_waits',
  asked: 'desk.done.asked',
  scheduled: 'desk.done.scheduled',
  sent_back: 'desk.done.sent_back',
  view_saved: 'desk.done.view_saved',
} as const

type GroupKey = 'replied' | DueGroup
type Dated = { dueBefore: Date | null }
export type OwedTogether = Omit<Owed, 'agency'> & { agencies: Localised[] }
export type Counted<T> = T & { days: number | null }
export type Group<Item> = { key: GroupKey; items: Counted<Item>[] }

/** The same task by the same day is told of once, with all who owe it. In the order of the first of each. */
export function together(also: Owed[]): OwedTogether[] {
  const found = new Map<string, OwedTogether>()
  for (const { task, dueBefore, agency } of also) {
    const key = `${task} ${dueBefore?.getTime()}`
    const one = found.get(key) ?? { task, dueBefore, agencies: [] }
    found.set(key, one)
    if (agency) one.agencies.push(agency)
  }
  return [...found.values()]
}

/** Where the proposer waits for a reply; then overdue, today, within a week, later, without a date: each by due date. */
export function grouped<Item extends Dated & { also: Owed[]; replied: boolean }>(
  queue: Item[],
  at: Date,
  timeZone: string,
) {
  const groups = (['replied', ...dueGroups] as const).map(
    (key): Group<Omit<Item, 'also'> & { also: Counted<OwedTogether>[] }> => ({ key, items: [] }),
  )
  const counted = <T extends Dated>(one: T): Counted<T> => ({
    ...one,
    days: one.dueBefore ? daysLeft(at, one.dueBefore, timeZone) : null,
  })
  for (const item of queue) {
    const { days } = counted(item)
    const dated = days === null ? 'undated' : days < 0 ? 'overdue' : days === 0 ? 'today' : days <= 7 ? 'week' : 'later'
    const key = item.replied ? 'replied' : dated
    groups.find((group) => group.key === key)!.items.push({ ...counted(item), also: together(item.also).map(counted) })
  }
  return groups.filter((group) => group.items.length > 0)
}

/** On hold is a mark for staff on a case that still moves; the clock goes on. */
export const holdableStages: readonly Stage[] = ['checking', 'gathering', 'review']
/** Whether staff may put it on hold. */
export const canHold = (p: Case): boolean => holdableStages.includes(p.stage)
/** Whether its text may be hidden, or shown again. */
export const canHide = (p: Case): boolean => p.hiddenAt !== null || isThere(p)

const undoWithin = 86_400_000

/** A return, refusal or merge can be taken back by an administrator for a day. `decidedAt`: of that decision. */
export const canUndo = (p: Case, decidedAt: Date | null, at: Date): boolean =>
  canTake('undo', p.stage) && decidedAt !== null && at.getTime() - decidedAt.getTime() <= undoWithin
