// Stopping one use of somebody's data, at once: news, their district in the figures, their name on what they wrote.
import { inArray } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { residences } from '../../schema/people.ts'
import { endAllNews } from '../notifications/end-news.ts'
import { forgetName, forgetResidence } from '../people/store.ts'
import { casesOf, removeName } from '../proposals/remove-text.ts'

export const objections = ['news', 'district', 'name'] as const
type Objection = (typeof objections)[number]

/** How much of each was stopped. */
export type Stopped = { news: number; districts: number; names: number; forgotName: number }

/** For all accounts of a mailbox. */
export async function objectTo(tx: Db, accounts: string[], stop: readonly Objection[], at: Date): Promise<Stopped> {
  const done: Stopped = { news: 0, districts: 0, names: 0, forgotName: 0 }
  if (stop.includes('news')) done.news = await endAllNews(tx, accounts, at)
  if (stop.includes('district')) {
    const rows = await tx.select().from(residences).where(inArray(residences.personId, accounts))
    for (const { personId, governmentId } of rows) await forgetResidence(tx, personId, governmentId, at)
    done.districts = rows.length
  }
  if (stop.includes('name')) {
    done.forgotName = Number(await forgetName(tx, accounts))
    for (const { id, stage } of await casesOf(tx, accounts))
      if ((await removeName(tx, id)) && stage !== 'draft') done.names++
  }
  return done
}
