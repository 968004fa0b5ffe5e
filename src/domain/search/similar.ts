// Cases alike to what somebody is writing, in every stage, so that nobody begins what is open or was answered lately.
import { and, ne } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { sharedWithinSecond } from '../../platform/db/read-cache.ts'
import { currentRules } from '../governments/store.ts'
import { cosignableStages } from '../proposals/proposal.ts'
import { proposalText } from '../proposals/store.ts'
import { closest } from './closest.ts'
import { openAgainOn } from './cool-down.ts'
import { documentId, isFindable } from './found-store.ts'
import { listRowsOf, rowViews } from './list-rows.ts'

export type Writing = {
  title: string
  /** asks and whatever else is written by now */
  text: string
  /** the case that is being written */
  except: string
}

const shown = 5
const mostAlike = 20
/** Of the weight of a title, which share a case must hold to be shown: a lower one finds more, and shows more that is not alike. */
const alikeEnough = 0.02
/**
 * The share for who only reads, and is told that words are similar: of 200 real cases each then has two, where `alikeEnough` always
 * gives five. Whoever writes looks through five and knows what they mean.
 */
export const plainlyAlike = 0.3
/** Below this a title says too little. */
const fewestCharacters = 2
const mostOfText = 400

/** Ids of the most alike, at most five, the most alike first. */
export async function similarCases(
  db: Db,
  governmentId: string,
  { title, text, except }: Writing,
  least = alikeEnough,
): Promise<{ ids: string[] }> {
  if ([...title.trim()].length < fewestCharacters) return { ids: [] }
  const ids = await alike(db, governmentId, { title, text, except }, least)
  return { ids: ids.slice(0, shown) }
}

const alike = (db: Db, governmentId: string, { title, text, except }: Writing, least: number): Promise<string[]> =>
  closest(db, governmentId, {
    texts: [title, text.slice(0, mostOfText)],
    where: and(isFindable(governmentId), ne(documentId, except)),
    mainly: true,
    least,
    most: mostAlike,
  })

/** Ids of the twenty most alike: what a page asks of one text in several places is looked for once, since it takes as long as a search. */
export const alikeShared = (
  db: Db,
  governmentId: string,
  writing: Writing,
  now: Date,
  least = alikeEnough,
): Promise<string[]> =>
  sharedWithinSecond(db, `alike ${governmentId} ${least} ${JSON.stringify(writing)}`, now, 0, () =>
    alike(db, governmentId, writing, least),
  )

export type Similar = Awaited<ReturnType<typeof similarViews>>[number]

/** Those worth reading, as rows: `openAgainOn` while the matter is not accepted again, `joinable` where one press joins it. */
export async function similarViews(
  db: Db,
  government: { id: string; timeZone: string },
  writing: Writing,
  now: Date,
  least = alikeEnough,
) {
  if ([...writing.title.trim()].length < fewestCharacters) return []
  const ids = (await alikeShared(db, government.id, writing, now, least)).slice(0, shown)
  if (!ids.length) return []
  const { rules } = await currentRules(db, government.id, now)
  const rows = await rowViews(db, government.id, await listRowsOf(db, ids), now)
  return rows.map((row) => ({
    ...row,
    openAgainOn: openAgainOn(row, rules.cooldownMonths, now, government.timeZone),
    joinable: cosignableStages.includes(row.stage) && row.closesBefore !== null && row.closesBefore > now,
  }))
}

/** The same for a case as it was saved: its title, asks and text. */
export async function similarToCase(
  db: Db,
  government: { id: string; timeZone: string },
  { id, title }: { id: string; title: string },
  now: Date,
  least = alikeEnough,
): Promise<Similar[]> {
  const { asks, problem } = await proposalText(db, id)
  const text = [...asks.map((ask) => ask.text), problem].join('\n')
  return similarViews(db, government, { title, text, except: id }, now, least)
}
