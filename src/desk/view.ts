// What the desk draws and offers: groups by due date, and which marks and acts a case can take. Pure.
import { daysLeft } from '../governments/deadline.ts'
import { isPublic, type Stage } from '../proposals/proposal.ts'
import type { QueueItem } from './store.ts'

type Case = { stage: Stage; publishedAt: Date | null; hiddenAt: Date | null }

/** What is said after something was carried out, by the address's `done`. */
export const notices = {
  recorded: 'proposals.desk.done.recorded',
  draft: 'proposals.desk.done.draft',
  sent: 'proposals.desk.done.sent',
  noted: 'proposals.desk.done.noted',
} as const

export type GroupKey = 'overdue' | 'today' | 'week' | 'later' | 'undated'
type Counted<T> = T & { days: number | null }
export type Group = {
  key: GroupKey
  items: Counted<Omit<QueueItem, 'also'> & { also: Counted<QueueItem['also'][number]>[] }>[]
}

/** Overdue, today, within a week, later, without a date: each by due date. */
export function grouped(queue: QueueItem[], at: Date, timeZone: string): Group[] {
  const groups: Group[] = (['overdue', 'today', 'week', 'later', 'undated'] as const).map((key) => ({ key, items: [] }))
  const counted = <T extends { dueBefore: Date | null }>(one: T): Counted<T> => ({
    ...one,
    days: one.dueBefore ? daysLeft(at, one.dueBefore, timeZone) : null,
  })
  for (const item of queue) {
    const { days } = counted(item)
    const key = days === null ? 'undated' : days < 0 ? 'overdue' : days === 0 ? 'today' : days <= 7 ? 'week' : 'later'
    groups.find((group) => group.key === key)!.items.push({ ...counted(item), also: item.also.map(counted) })
  }
  return groups.filter((group) => group.items.length > 0)
}

/** On hold is a mark for staff on a case that still moves; the clock goes on. */
export const holdableStages: readonly Stage[] = ['checking', 'gathering', 'review']
export const canHold = (p: Case): boolean => holdableStages.includes(p.stage)
export const canHide = (p: Case): boolean => p.hiddenAt !== null || isPublic(p)
export const canMerge = (p: Case): boolean => p.stage === 'checking' || p.stage === 'gathering'

const undoWithin = 86_400_000

/** A return, refusal or merge can be taken back by an administrator for a day. `decidedAt`: of that decision. */
export const canUndo = (p: Case, decidedAt: Date | null, at: Date): boolean =>
  ['returned', 'refused', 'merged'].includes(p.stage) &&
  decidedAt !== null &&
  at.getTime() - decidedAt.getTime() <= undoWithin
