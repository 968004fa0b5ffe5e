// Holds what the law finds unusual (domain/integrity/unusual.ts), also what was counted before its group was recognised: in the unit
// that would meet the threshold, and by a job every two seconds.
import { and, eq } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import type { Job } from '../../platform/process/scheduler.ts'
import { proposals } from '../../schema/proposals.ts'
import type { UnusualReason, UnusualRules } from '../../schema/values.ts'
import { currentRules } from '../governments/store.ts'
import { countedIn, dropOldSigns, groupsOf, markGroups, markSigns, signedSince, sumsOf } from '../integrity/store.ts'
import { type Group, isMember, nameOf, unusualIn } from '../integrity/unusual.ts'
import { changeState } from './change-state.ts'

/** What a look at a case finds: groups that are new, and all whose members are held. */
type Look = { fresh: Group[]; unusual: Group[] }

/** Looks at all that is known of a case by these rules. Groups that somebody left alone are none. */
export async function lookAt(db: Db, proposalId: string, rules: UnusualRules): Promise<Look> {
  if (!rules.holdsUnusual) return { fresh: [], unusual: [] }
  const known = await groupsOf(db, proposalId)
  const names = new Set(known.map(nameOf))
  const fresh = unusualIn(await sumsOf(db, proposalId, rules), rules).filter((group) => !names.has(nameOf(group)))
  return { fresh, unusual: [...known.filter(({ state }) => state === 'unusual'), ...fresh] }
}

const atOnce = 2000

/**
 * How many of the counted are held now. `fresh` groups are known from here on, so that whoever signs as one is held at once.
 * `some`: two thousand at most.
 */
async function holdUnusual(
  tx: Db,
  { id, governmentId }: { id: string; governmentId: string },
  { fresh, unusual }: Look,
  at: Date,
  some = false,
): Promise<number> {
  if (fresh.length) await markGroups(tx, id, fresh, 'unusual', at)
  const isBelow = and(eq(proposals.id, id), eq(proposals.stage, 'gathering'))
  if (!unusual.length || !(await tx.select({ id: proposals.id }).from(proposals).where(isBelow)).length) return 0
  let held = 0
  for (let more = true; more; ) {
    const rows = await countedIn(tx, id, unusual, atOnce)
    const byReason = new Map<UnusualReason, string[]>()
    for (const { personId, signs } of rows) {
      const reason = unusual.find((group) => isMember(signs, group))?.reason
      if (reason) byReason.set(reason, [...(byReason.get(reason) ?? []), personId])
    }
    let now = 0
    for (const [reason, personIds] of byReason) {
      const { moved } = await changeState(tx, governmentId, id, personIds, {
        ...{ from: ['counted'], to: 'held', role: 'system', reason, at },
      })
      await markSigns(tx, id, personIds, { reason })
      now += moved.length
    }
    held += now
    more = now > 0 && rows.length === atOnce && !some
  }
  return held
}

/** The same by the rules of this moment: before a threshold is met. How many were held. */
export async function holdBeforeThreshold(tx: Db, proposal: { id: string; governmentId: string }, at: Date) {
  const { rules } = await currentRules(tx, proposal.governmentId, at)
  return holdUnusual(tx, proposal, await lookAt(tx, proposal.id, rules), at)
}

/** A unit may be committed so much later than its moment says, in ms. */
const late = 30_000
/** The first look after a start goes back so far. */
const firstLook = 3_600_000
/** A case with many is looked at less often: a look takes a fiftieth of the time at most. */
const rests = 50

/** What the job remembers: a case that was just looked at, and that took long, waits. */
export function holdingJobs(): Job[] {
  let since: Date | null = null
  const waiting = new Set<string>()
  const restsUntil = new Map<string, number>()
  async function hold({ db }: Deps, now: Date, signal?: AbortSignal): Promise<number> {
    const from = since ?? new Date(now.getTime() - firstLook)
    since = new Date(now.getTime() - late)
    for (const { proposalId } of await signedSince(db.reads, from)) waiting.add(proposalId)
    let held = 0
    for (const id of [...waiting]) {
      if (signal?.aborted) break
      if ((restsUntil.get(id) ?? 0) > performance.now()) continue
      waiting.delete(id)
      const begun = performance.now()
      held += await holdInCase({ db }, id, now)
      restsUntil.set(id, performance.now() + rests * (performance.now() - begun))
    }
    for (const [id, until] of restsUntil) if (until < performance.now()) restsUntil.delete(id)
    return held
  }
  return [
    { name: 'hold-unusual', every: 2000, run: hold },
    { name: 'drop-signs', every: 6 * 3_600_000, run: dropOld },
  ]
}

/** Looks at one case and holds what is unusual, in units of two thousand: others go on signing. How many. */
export async function holdInCase({ db }: Pick<Deps, 'db'>, id: string, now: Date): Promise<number> {
  const [proposal] = await db.reads
    .select({ id: proposals.id, governmentId: proposals.governmentId })
    .from(proposals)
    .where(eq(proposals.id, id))
  if (!proposal) return 0
  const { rules } = await currentRules(db.reads, proposal.governmentId, now)
  const look = await lookAt(db.reads, id, rules)
  if (!look.unusual.length) return 0
  let held = 0
  for (let n = 1; n > 0; held += n) n = await write(db, (tx) => holdUnusual(tx, proposal, look, now, true))
  return held
}

const batch = 500

/** Deletes how co-signatures came once it is as old as it may be. How many. */
export async function dropOld({ db }: Pick<Deps, 'db'>, now: Date, signal?: AbortSignal): Promise<number> {
  let gone = 0
  for (let some = batch; some === batch && !signal?.aborted; gone += some)
    some = await write(db, (tx) => dropOldSigns(tx, now, batch), { invalidate: 'later' })
  return gone
}
