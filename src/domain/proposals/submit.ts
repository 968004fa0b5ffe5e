// Sending a draft to be checked: its number and the rules it goes by are given the first time, for ever.

import { localDate } from '../../lib/calendar.ts'
import { done, type Result, refused, tooOftenFor } from '../../lib/result.ts'
import { attempt, Refused } from '../../platform/db/attempt.ts'
import type { Database } from '../../platform/db/database.ts'
import { deadline, submittingPauses } from '../governments/deadline.ts'
import { type Government, limitsOf } from '../governments/government.ts'
import { blackoutsOf, currentRules, rulesOf, workCalendar } from '../governments/store.ts'
import { endConsent, giveConsent } from '../people/consents.ts'
import { day, type triesCounter } from '../people/sign-in-limits.ts'
import { rememberName } from '../people/store.ts'
import { isOfAge, verificationOf } from '../verification/verifications.ts'
import { indexCase } from './searchable.ts'
import { type CaseText, nextNumber, type ProposalRow } from './store.ts'
import { keepTextVersion } from './text-versions.ts'
import { applyTransition } from './transition.ts'

/** The case as it was sent; refused where its author sent too many or has to be
 * verified first (`young`: to be so old as the rules ask), where it was changed meanwhile, or while sending is paused. */
export async function submit(
  db: Database,
  government: Government,
  draft: ProposalRow,
  text: CaseText,
  at: Date,
  countTries: ReturnType<typeof triesCounter>,
): Promise<Result<ProposalRow, 'too_often' | 'changed' | 'paused' | 'unverified' | 'young'>> {
  if (submittingPauses(at, await blackoutsOf(db.reads, government.id), government.timeZone).running)
    return refused('paused')
  const authorId = draft.authorId!
  const current = draft.ruleVersionId ? null : await currentRules(db.reads, government.id, at)
  const rules = current?.rules ?? (await rulesOf(db.reads, draft.ruleVersionId!))
  if (rules.levelToPropose > 1 && !(await verificationOf(db.reads, authorId, government.id, at)))
    return refused('unverified')
  const whose = { personId: authorId, governmentId: government.id }
  if (rules.ageToPropose > 0 && !(await isOfAge(db.reads, whose, rules.ageToPropose, at))) return refused('young')
  const calendar = await workCalendar(db.reads, government)
  const checkDueBefore = deadline(at, { workingDays: rules.checkingWorkingDays }, calendar).before
  const sent = await attempt(db, async (tx) => {
    const limit = { what: 'proposal', who: `${government.id} ${authorId}`, within: day }
    const tries = await countTries(tx, [{ ...limit, most: limitsOf(government).proposalsPerPerson }], at)
    if (tries.retryAfter) return tooOftenFor(tries.retryAfter)
    const year = Number(localDate(at, government.timeZone).slice(0, 4))
    const first = draft.number
      ? {}
      : {
          number: await nextNumber(tx, government.id, year),
          year,
          submittedAt: at,
          ruleVersionId: current!.id,
          threshold: rules.threshold,
        }
    await rememberName(tx, authorId, draft.authorName!)
    await endConsent(tx, authorId, 'draft', draft.id, at, 'done')
    await giveConsent(tx, { personId: authorId, purpose: 'propose', subject: draft.id, at })
    const moved = await applyTransition(tx, draft, draft.stage === 'draft' ? 'submit' : 'resubmit', {
      role: 'author',
      at,
      revision: draft.revision,
      set: { ...first, checkDueBefore },
      facts: { check_due_before: checkDueBefore.toISOString() },
      text: { text: submittedText(draft.title, text), salt: text.salt },
    })
    if (!moved) throw new Refused('changed') // takes the number back too
    await indexCase(tx, moved.id)
    await keepTextVersion(tx, moved, at)
    return done(moved)
  })
  return sent.ok ? sent.value : refused('changed')
}

/** The text that the record's digest vouches for. */
export const submittedText = (title: string, text: Pick<CaseText, 'problem' | 'benefit' | 'asks'>): string =>
  [title, text.problem, ...text.asks.map((ask) => ask.text), text.benefit].join('\n\n')
