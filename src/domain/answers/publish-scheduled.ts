// Answers that were set for an hour: published then by the same unit as any other, or stopped when their case has changed since.
import { and, asc, eq, isNull } from 'drizzle-orm'
import { localDate } from '../../lib/calendar.ts'
import { attempt } from '../../platform/db/attempt.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { answerReleases } from '../../schema/answer-releases.ts'
import { answers } from '../../schema/answers.ts'
import { assignments } from '../../schema/assignments.ts'
import { governments } from '../../schema/governments.ts'
import { proposals } from '../../schema/proposals.ts'
import type { ProposalRow } from '../proposals/store.ts'
import { isHandedOver } from '../proposals/transition.ts'
import { stoppedBy } from './release.ts'
import { openDraft, type ReleaseRow, takeBackRelease } from './release-store.ts'
import { publish } from './store.ts'
import { takeBackFrom } from './take-back.ts'
import { tellWriters } from './tell-release.ts'

/**
 * How many were published or stopped. A change of the case stops one at once, not only at its hour. One that fails holds up no other:
 * its error is thrown when all had their turn.
 */
export async function publishScheduled({ db }: Pick<Deps, 'db'>, now: Date, signal?: AbortSignal): Promise<number> {
  let done = 0
  const failed: unknown[] = []
  for (const set of await scheduled(db)) {
    if (signal?.aborted) break
    try {
      done += await publishOrStop(db, set, now)
    } catch (error) {
      failed.push(error)
    }
  }
  if (failed.length)
    throw failed.length === 1 ? failed[0] : new AggregateError(failed, 'Some answers were not published.')
  return done
}

const scheduled = (db: Deps['db']) =>
  db.reads
    .select({
      release: answerReleases,
      proposal: proposals,
      agencyId: answers.agencyId,
      timeZone: governments.timeZone,
    })
    .from(answerReleases)
    .innerJoin(answers, eq(answers.id, answerReleases.answerId))
    .innerJoin(proposals, eq(proposals.id, answers.proposalId))
    .innerJoin(governments, eq(governments.id, proposals.governmentId))
    .where(eq(answerReleases.state, 'scheduled'))
    .orderBy(asc(answerReleases.publishAt), asc(answerReleases.answerId))

type Scheduled = Awaited<ReturnType<typeof scheduled>>[number]

/** How many: 0 where its hour has not come, and where it was called off or changed in this very moment. */
async function publishOrStop(db: Deps['db'], set: Scheduled, now: Date): Promise<number> {
  const { release, proposal, agencyId, timeZone } = set
  const open = await openDraft(db.reads, proposal.id)
  const [lead] = await db.reads
    .select({ agencyId: assignments.agencyId })
    .from(assignments)
    .where(and(eq(assignments.proposalId, proposal.id), eq(assignments.role, 'lead'), isNull(assignments.endedAt)))
  const stopped = stoppedBy(
    { ...release, agencyId },
    {
      revision: open?.draft.revision ?? 0,
      textRevision: proposal.revision,
      stage: proposal.stage,
      leadId: lead?.agencyId ?? null,
      hidden: proposal.hiddenAt !== null,
      elsewhere: proposal.stage !== 'resolved' && (await isHandedOver(db.reads, proposal.id)),
      commitments: open?.draft.commitments ?? [],
      today: localDate(release.publishAt! > now ? release.publishAt! : now, timeZone),
    },
  )
  if (stopped) return stop(db, release, proposal, stopped, now)
  if (release.publishAt! > now) return 0
  const actor = { personId: release.personId!, agencyId, role: release.role, at: now }
  const tellFrom = await takeBackFrom(db.reads, proposal, now)
  const out = await attempt(db, async (tx) => {
    await takeBackRelease(tx, release.answerId, 'scheduled')
    await publish(tx, proposal, open!.draft, actor, tellFrom)
  })
  return out.ok ? 1 : 0 // the next run sees what there is
}

/** How many: 0 where it was changed or called off in this very moment. */
const stop = (db: Deps['db'], release: ReleaseRow, proposal: ProposalRow, why: string, at: Date): Promise<number> =>
  write(db, async (tx) => {
    const { answerId, publishAt, revision, personId } = release
    const stopped = await tx
      .update(answerReleases)
      .set({ state: 'stopped', publishAt: null, words: why, changedAt: at })
      .where(and(eq(answerReleases.answerId, answerId), eq(answerReleases.publishAt, publishAt!)))
      .returning({ id: answerReleases.answerId })
    if (stopped.length)
      await tellWriters(tx, proposal, { id: answerId, revision, personId }, { act: 'stopped', why }, at)
    return stopped.length
  })
