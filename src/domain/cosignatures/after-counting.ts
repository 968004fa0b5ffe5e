// What a new count brings: the early warning, or the threshold. And what counting needs to know of a case beforehand.
import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { assignments } from '../../schema/assignments.ts'
import { proposals } from '../../schema/proposals.ts'
import type { PersonLevel } from '../../schema/values.ts'
import { rulesOf } from '../governments/store.ts'
import { notifyAgency } from '../notifications/store.ts'
import { newEvent } from '../notifications/tell-case.ts'
import { seenFacts } from '../proposals/source-clock.ts'
import type { ProposalRow } from '../proposals/store.ts'
import { meetThreshold } from '../proposals/transition.ts'
import { append } from '../record/store.ts'
import { earlyWarningAt } from './cosignature.ts'
import { holdBeforeThreshold } from './hold-unusual.ts'

export type Place = { id: string; timeZone: string }

/** What counting needs to know of a case beforehand, so that no press asks for it again. */
export type OpenCase = {
  id: string
  number: string | null
  earlyWarningAt: number | null
  elsewhereCounts: boolean
  /** a co-signature of a lower level waits for its signer's verification */
  levelToCount: PersonLevel
  /** likewise whoever is not verified to be so old; 0: no age is asked for */
  ageToCount: number
}

/** The case as `addCosignature` takes it. Asked for outside the unit. */
export async function openCase(db: Db, p: ProposalRow): Promise<OpenCase> {
  const rules = p.ruleVersionId ? await rulesOf(db, p.ruleVersionId) : null
  return {
    id: p.id,
    number: p.number,
    earlyWarningAt: rules && !p.earlyWarnedAt ? earlyWarningAt(p.threshold, rules) : null,
    elsewhereCounts: rules?.elsewhereCounts ?? true,
    levelToCount: rules?.levelToCount ?? 1,
    ageToCount: rules?.ageToCount ?? 0,
  }
}

type Counted = Pick<ProposalRow, 'count' | 'stage' | 'threshold' | 'earlyWarnedAt'>

/** What a new count brings: the early warning, or the threshold. In the unit that counted. */
export async function afterCounting(tx: Db, government: Place, known: OpenCase, now: Counted, at: Date): Promise<void> {
  const { id, earlyWarningAt } = known
  if (now.stage !== 'gathering') return
  const met = now.threshold !== null && now.count >= now.threshold
  const warned = now.earlyWarnedAt !== null || earlyWarningAt === null || now.count < earlyWarningAt
  if (!met && warned) return
  // What was signed a second ago may be unusual, and nobody has looked yet.
  if (met) await holdBeforeThreshold(tx, { id, governmentId: government.id }, at)
  const [row] = await tx.select().from(proposals).where(eq(proposals.id, id))
  if (row!.count >= (row!.threshold ?? Number.POSITIVE_INFINITY)) await meetThreshold(tx, government, row!, at)
  else if (row!.earlyWarnedAt === null && earlyWarningAt !== null && row!.count >= earlyWarningAt)
    await warnEarly(tx, government, row!, at)
}

/** At a share of the threshold the agencies hear of it, once, so that they are not surprised. */
async function warnEarly(tx: Db, government: Place, p: ProposalRow, at: Date): Promise<void> {
  const [warned] = await tx
    .update(proposals)
    .set({ earlyWarnedAt: at })
    .where(and(eq(proposals.id, p.id), isNull(proposals.earlyWarnedAt)))
    .returning({ id: proposals.id })
  if (!warned) return
  await append(tx, {
    governmentId: government.id,
    proposalId: p.id,
    kind: 'early_warning',
    role: 'system',
    occurredAt: at,
    facts: { count: p.count, threshold: p.threshold },
  })
  const open = await tx
    .select()
    .from(assignments)
    .where(and(eq(assignments.proposalId, p.id), isNull(assignments.endedAt)))
  const event = newEvent()
  for (const part of open)
    await notifyAgency(tx, part.agencyId, {
      kind: 'early_warning',
      governmentId: government.id,
      proposalId: p.id,
      facts: { number: p.number, title: p.title, count: p.count, threshold: p.threshold, ...seenFacts(p) },
      once: `early_warning:${part.id}`,
      at,
      event,
    })
}
