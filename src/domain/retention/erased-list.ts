// Who was erased, and what authors took back, as a list of ids that lies beside copies of the database: a copy that is put back
// knows them still, so the list is gone through once more. It names nobody: ids are random to whoever has no copy.
//
// Every other act that a copy knows nothing of has a line of ended-list.ts.
//
//   person ID · name CASE (the name is gone) · text CASE (the text is gone) · reason CASE PERSON (the reason was withdrawn)
import { and, asc, eq, gt, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Database, Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import { consents } from '../../schema/own-data.ts'
import { people } from '../../schema/people.ts'
import { proposals } from '../../schema/proposals.ts'
import { withdrawReason } from '../cosignatures/reason-store.ts'
import { lastNobody } from '../people/nobody.ts'
import { caseById } from '../proposals/case-names.ts'
import { deleteDraft } from '../proposals/draft-store.ts'
import { casesOf, removeName } from '../proposals/remove-text.ts'
import { endedLine } from './ended-list.ts'
import { eraseEverything, takeText } from './erase-account.ts'

const batch = 500
const line = /^(?:(?:person|name|text) [0-9a-f-]{36}|reason [0-9a-f-]{36} [0-9a-f-]{36})$/

/** Every line of such a list, or of ended-list.ts, that can be read. */
export const linesIn = (text: string): string[] =>
  text.split(/\r?\n/).filter((one) => line.test(one) || endedLine.test(one))

/** As the database has it now. */
export async function erasedList(db: Db): Promise<string[]> {
  const lines: string[] = []
  let after = lastNobody // a nobody was nobody in any copy
  for (;;) {
    const some = await db
      .select({ id: people.id })
      .from(people)
      .where(and(isNull(people.email), gt(people.id, after)))
      .orderBy(asc(people.id))
      .limit(batch)
    lines.push(...some.map(({ id }) => `person ${id}`))
    after = some.at(-1)?.id ?? after
    if (some.length < batch) break
  }
  const ofAuthors = and(isNotNull(proposals.authorId), isNull(proposals.authorName), sql`stage <> 'draft'`)
  const cases = await db
    .select({ id: proposals.id, textRemovedAt: proposals.textRemovedAt })
    .from(proposals)
    .where(ofAuthors)
    .orderBy(asc(proposals.id))
  lines.push(...cases.map(({ id, textRemovedAt }) => `${textRemovedAt ? 'text' : 'name'} ${id}`))
  const reasons = await db
    .select({ personId: consents.personId, subject: consents.subject })
    .from(consents)
    .where(and(eq(consents.purpose, 'reason'), isNotNull(consents.withdrawnAt)))
    .orderBy(asc(consents.id))
  lines.push(...reasons.map(({ personId, subject }) => `reason ${subject} ${personId}`))
  return lines
}

/** Does to this database what the list says was done to a later one. How many lines had something to do. */
export async function eraseAgain(db: Database, lines: string[], at: Date): Promise<number> {
  let done = 0
  const ids = lines.filter((one) => one.startsWith('person ')).map((one) => one.slice(7))
  for (let i = 0; i < ids.length; i += batch) {
    const some = ids.slice(i, i + batch)
    done += await write(db, async (tx) => {
      const there = await tx
        .select({ id: people.id })
        .from(people)
        .where(and(inArray(people.id, some), isNotNull(people.email)))
      const back = there.map(({ id }) => id)
      for (const { id, stage, authorId } of back.length ? await casesOf(tx, back) : [])
        if (stage === 'draft') await deleteDraft(tx, id, authorId!, at)
      if (back.length) await eraseEverything(tx, back)
      return back.length
    })
  }
  for (const one of lines) {
    const [what, id = '', personId = ''] = one.split(' ')
    if (what === 'person' || !line.test(one)) continue
    done += await write(db, async (tx) => {
      if (what === 'name') return (await removeName(tx, id)) ? 1 : 0
      if (what === 'reason') return withdrawReason(tx, id, personId, at)
      const proposal = await caseById(tx, id)
      return proposal && (await takeText(tx, proposal, at)) ? 1 : 0
    })
  }
  return done
}
