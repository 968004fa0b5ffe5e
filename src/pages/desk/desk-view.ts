// What the desk shows beside the words of a case: what is due by whom, what can be decided, what was typed. Pure.
import { isOwedPart } from '../../domain/answers/routing.ts'
import { daysLate } from '../../domain/governments/deadline.ts'
import type { Due } from '../../domain/moderation/case-deadlines.ts'
import type { FormState, Values } from '../../platform/web/forms.ts'

/** A date to keep now; a supporting agency owes a contribution. */
type DueTask = Omit<Due, 'task'> & { task: Due['task'] | 'contribution' }

/** Whoever only supports owes its own part, by a day of its own; the other dates are the lead's. `own`: that part. */
export function duesFor(
  dues: Due[],
  proposal: Parameters<typeof isOwedPart>[1],
  { own, leads }: { own: Parameters<typeof isOwedPart>[0] | null; leads: boolean },
  timeZone: string,
  at: Date,
): DueTask[] {
  if (!own || leads) return dues
  if (own.answeredAt) return []
  const { dueBefore } = own
  const part = (before: Date): DueTask => ({
    ...{ task: 'contribution', before, late: at >= before, days: daysLate(at, before, timeZone), steps: [] },
  })
  if (proposal.stage === 'resolved') return dueBefore && isOwedPart(own, proposal) ? [part(dueBefore)] : []
  return dues
    .filter((due) => due.task === 'answer')
    .map((due) => {
      const together = !dueBefore || dueBefore.getTime() === due.before.getTime()
      return together ? { ...due, task: 'contribution' } : part(dueBefore)
    })
}

/** What was typed in words, of a form that cannot be shown again: neither codes nor dates. */
export const typedWords = (values: Values): string[] =>
  Object.values(values)
    .flat()
    .filter((value) => !/^[\w-]*$/.test(value))

/** What may be decided about a case, each by its name in the decision's form. */
export type May = { check: boolean; hold: boolean; hide: boolean; merge: boolean; undo: boolean }
type Marked = { heldAt: Date | null; hiddenAt: Date | null; publishedAt: Date | null }
export type Choice = { value: string; key: string }

/** The choices of the check; `key` is their message. */
export const checkChoices = (p: Marked): Choice[] => [
  ...['approve', 'return', 'refuse', 'merge'].map(named),
  named(p.heldAt ? 'release' : 'hold'),
]

/** Marks over a stage, and taking a decision back. */
export function otherChoices(p: Marked, may: May): Choice[] {
  return [
    ...(may.hold && !may.check ? [named(p.heldAt ? 'release' : 'hold')] : []),
    ...(may.hide ? [named(p.hiddenAt ? 'show' : 'hide')] : []),
    ...(may.undo ? [{ value: 'undo', key: p.publishedAt ? 'desk.unmerge' : 'desk.undo' }] : []),
    ...(may.merge ? [named('merge')] : []),
  ]
}

function named(value: string): Choice {
  return { value, key: `desk.${value}` }
}

/** Supporting agencies that are ticked: as they were sent, else those that the author suggested after the first. */
export function tickedAgencies({ values }: FormState, suggested: string[]): string[] {
  if (values.supporting) return [values.supporting].flat()
  return values.decision ? [] : suggested.slice(1)
}
