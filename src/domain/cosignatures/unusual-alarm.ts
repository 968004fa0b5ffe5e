// The alarm about co-signatures: a line in the log and a mail to moderators, once for each case and reason, and again while a case that
// has closed waits for a decision.
import { dayMs } from '../../lib/durations.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import type { Log } from '../../platform/process/scheduler.ts'
import { listGovernments } from '../governments/store.ts'
import { isAlarm, type LookReason } from '../integrity/unusual-case.ts'
import { tellStaff } from '../notifications/store.ts'
import { decideMs } from '../proposals/held-until.ts'
import { type UnusualCase, unusualCases } from './unusual-cases.ts'

/** Days after which moderators are told again of a case that waits for them. */
const againDays = 3

/** What it returns remembers which alarms were logged: by one process, since its start. A mail goes once by its name. */
export function unusualWatch() {
  const logged = new Set<string>()
  return async ({ db }: Pick<Deps, 'db'>, now: Date, signal: AbortSignal, log: Log): Promise<number> => {
    let told = 0
    for (const { id, slug } of await listGovernments(db.reads))
      for (const found of await unusualCases(db.reads, id, now))
        for (const why of found.why.filter(isAlarm)) {
          if (signal.aborted) return told
          const name = nameOf(found, why, now)
          if (logged.has(name)) continue
          logged.add(name)
          const { number, held, counted } = found
          log.warn({ event: 'unusual_cosignatures', government: slug, case: number, why, held, counted }, inWords[why])
          await write(db, (tx) => tellStaff(tx, id, null, tellingOf(found, why, slug, name, now)))
          told++
        }
    return told
  }
}

const inWords: { [why in LookReason]: string } = {
  closed: 'A case has closed, and held co-signatures decide about its threshold.',
  met: 'A case met its threshold with co-signatures that were found unusual since.',
  many: 'Many co-signatures of a case were held within an hour.',
  forgotten: 'How held co-signatures came is deleted in three days.',
  held: 'Co-signatures of a case are held.',
}

/** What is told once. A case that waits is told of every three days; many in an hour, and what is soon forgotten, once a day. */
function nameOf({ id, decidedBefore }: UnusualCase, why: LookReason, now: Date): string {
  const since = why === 'closed' && decidedBefore ? decidedBefore.getTime() - decideMs : 0
  const days = Math.floor((now.getTime() - since) / dayMs)
  const round = why === 'met' ? 0 : why === 'closed' ? Math.floor(days / againDays) : days
  return `unusual:${why}:${id}:${round}`
}

const tellingOf = (found: UnusualCase, why: LookReason, slug: string, once: string, at: Date) =>
  ({
    kind: 'stage_changed',
    governmentId: found.governmentId,
    proposalId: found.id,
    facts: {
      ...{
        act: 'unusual',
        look: why,
        number: found.number,
        title: found.title,
        path: `/${slug}/desk/${found.number}/integrity`,
      },
      ...{ held: found.held, counted: found.counted, due_before: found.decidedBefore?.toISOString() ?? null },
    },
    once,
    at,
  }) as const
