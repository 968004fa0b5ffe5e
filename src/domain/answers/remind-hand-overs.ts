// A case that was handed over outside comes back to mind on the day by which the receiver is to reply, and each week after it: to
// whoever has the case, later to its agency and the administrators. They ask there, write down what came, or call it back.
import { and, asc, eq, isNotNull, isNull, lte, or } from 'drizzle-orm'
import { addDays, daysBetween, localDate, startOfDay } from '../../lib/calendar.ts'
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { assignments } from '../../schema/assignments.ts'
import { caseOfficers } from '../../schema/desk.ts'
import { governments } from '../../schema/governments.ts'
import { handOvers } from '../../schema/hand-overs.ts'
import { proposals } from '../../schema/proposals.ts'
import { remindUpTo } from '../notifications/climb.ts'
import { wasTold } from '../notifications/was-told.ts'

/** How many were told of. After a while switched off only this week's goes. */
export async function remindHandOvers({ db }: Pick<Deps, 'db'>, now: Date, signal?: AbortSignal): Promise<number> {
  let reminded = 0
  for (const one of await repliesDue(db.reads, now)) {
    const { timeZone, number, title } = one
    const late = daysBetween(one.dueOn!, localDate(now, timeZone))
    const once = `reply:${one.id}:${one.dueOn}:week${Math.floor(late / 7)}`
    if (signal?.aborted || late < 0 || (await wasTold(db.reads, once))) continue
    const told = await write(db, async (tx) => {
      const [still] = await tx
        .select({ id: handOvers.id })
        .from(handOvers)
        .where(and(eq(handOvers.id, one.id), isNull(handOvers.endedAt)))
      if (!still) return false
      const reminder = {
        kind: 'routed',
        governmentId: one.governmentId,
        proposalId: one.proposalId,
        once,
        at: now,
      } as const
      await remindUpTo(tx, late < 7 ? 'officer' : 'administrator', [one], reminder, () => ({
        ...{ number, title, act: 'reply_due', 'agency_zh-Hant': one.receiver, agency_en: one.receiver },
        due_before: startOfDay(addDays(one.dueOn!, 1), timeZone).toISOString(),
      }))
      return true
    })
    if (told) reminded++
  }
  return reminded
}

/** Those under way whose day has come anywhere on earth, the first first. */
const repliesDue = (db: Db, now: Date) =>
  db
    .select({
      id: handOvers.id,
      governmentId: handOvers.governmentId,
      proposalId: handOvers.proposalId,
      receiver: handOvers.receiver,
      dueOn: handOvers.dueOn,
      number: proposals.number,
      title: proposals.title,
      timeZone: governments.timeZone,
      agencyId: assignments.agencyId,
      officerId: caseOfficers.personId,
    })
    .from(handOvers)
    .innerJoin(proposals, eq(proposals.id, handOvers.proposalId))
    .innerJoin(governments, eq(governments.id, handOvers.governmentId))
    .innerJoin(
      assignments,
      and(eq(assignments.proposalId, handOvers.proposalId), eq(assignments.role, 'lead'), isNull(assignments.endedAt)),
    )
    .leftJoin(
      caseOfficers,
      and(eq(caseOfficers.proposalId, handOvers.proposalId), eq(caseOfficers.agencyId, assignments.agencyId)),
    )
    .where(
      and(
        or(eq(handOvers.state, 'open'), eq(handOvers.state, 'offered')), // as the index of those under way says
        isNull(handOvers.endedAt),
        isNotNull(handOvers.dueOn),
        lte(handOvers.dueOn, addDays(now.toISOString().slice(0, 10), 1)),
      ),
    )
    .orderBy(asc(handOvers.dueOn), asc(handOvers.id))
