// Whether commitments stand as the record tells it.
import { and, eq, ne } from 'drizzle-orm'
import type { Db } from '../platform/db/database.ts'
import { commitments } from '../schema/commitments.ts'
import type { EntryKind } from '../schema/values.ts'
import type { RecordedEntry, ToldCase } from './told-case.ts'

/** Commitments as they stand, and those that the record promised. */
export async function promiseDifferences(
  db: Db,
  id: string,
  entries: RecordedEntry[],
  told: ToldCase,
): Promise<string[]> {
  const rows = await db
    .select()
    .from(commitments)
    .where(and(eq(commitments.proposalId, id), ne(commitments.state, 'draft')))
  const found: string[] = []
  const stands = (at: Date) => [...told.versions.values()].includes(at.getTime())
  const promised = entries.filter(({ kind, at }) => kind === 'promised' && stands(at))
  for (const c of rows) {
    const of = entries.filter(({ kind, facts }) => /^promise/.test(kind) && facts.commitment === c.number)
    const [given] = promised.filter(({ facts }) => facts.commitment === c.number).slice(-1)
    if (!given) {
      found.push(`commitment ${c.number} is there, and the record has no such promise.`)
      continue
    }
    const since = of.slice(of.indexOf(given))
    const last = (...kinds: EntryKind[]) => since.findLast(({ kind }) => kinds.includes(kind))
    const dueOn = since.findLast(({ facts }) => facts.due_on !== undefined)!.facts.due_on
    const handed = last('promise_handed_over')
    const verdict = last('promise_checked')?.facts.verdict ?? null
    const isDropped = last('promise_dropped') !== undefined
    const pairs = [
      ['due_on', c.dueOn, dueOn],
      ['verdict', c.verdict, verdict],
      ['checked_at', c.checkedAt?.toISOString() ?? null, last('promise_checked')?.at.toISOString() ?? null],
      ['handed_over_at', c.handedOverAt?.toISOString() ?? null, handed?.at.toISOString() ?? null],
      [
        'reported_at',
        c.reportedAt?.toISOString() ?? null,
        last('promised', 'promise_updated', 'promise_done', 'promise_changed', 'promise_dropped')!.at.toISOString(),
      ],
      ['state', c.state === 'dropped' ? 'dropped' : 'another', isDropped ? 'dropped' : 'another'],
    ] as const
    for (const [name, is, said] of pairs)
      if (is !== said)
        found.push(`commitment ${c.number}: ${name} is ${is ?? 'nothing'}; the record comes to ${said ?? 'nothing'}.`)
    for (const [name, is] of [
      ['closed_at', c.closedAt],
      ['done_at', c.doneAt],
    ] as const)
      if (is && !since.some(({ at }) => at.getTime() === is.getTime()))
        found.push(`commitment ${c.number}: ${name} is ${is.toISOString()}; the record has nothing of then.`)
  }
  for (const { facts } of promised)
    if (!rows.some(({ number }) => number === facts.commitment))
      found.push(`commitment ${facts.commitment} is in the record, and is not there.`)
  return found
}
