// Cases alike to what somebody is writing, in every stage, so that nobody begins what is open or was answered lately.
import { and, ne } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { sharedWithinSecond } from '../../platform/db/read-cache.ts'
import { currentRules } from '../governments/store.ts'
import { cosignableStages } from '../proposals/proposal.ts'
import { proposalText } from '../proposals/store.ts'
import { type Close, closest } from './closest.ts'
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
/** From this share on a case is plainly alike: of 200 real cases each has two, where `alikeEnough` always finds five. */
const plainlyAlike = 0.3
/** And of all that the title says, also what no case says: where there are few cases, 「設置」 may be all that they know of a title. */
const plainlyAlikeOfAll = 0.15
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
  const found = await alike(db, governmentId, { title, text, except }, least)
  return { ids: found.slice(0, shown).map(({ id }) => id) }
}

const alike = (db: Db, governmentId: string, { title, text, except }: Writing, least: number): Promise<Close[]> =>
  closest(db, governmentId, {
    texts: [title, text.slice(0, mostOfText)],
    where: and(isFindable(governmentId), ne(documentId, except)),
    mainly: true,
    least,
    most: mostAlike,
  })

/** The twenty most alike: what a page asks of one text in several places is looked for once, since it takes as long as a search. */
export const alikeShared = (db: Db, governmentId: string, writing: Writing, now: Date): Promise<Close[]> =>
  sharedWithinSecond(db, `alike ${governmentId} ${JSON.stringify(writing)}`, now, 0, () =>
    alike(db, governmentId, writing, alikeEnough),
  )

export type Similar = Awaited<ReturnType<typeof similarViews>>[number]

/** Whether it may well be the same matter. */
export const isPlain = ({ share, heard }: Close): boolean => share >= plainlyAlike && share * heard >= plainlyAlikeOfAll

/** Those worth reading, as rows: `plain` where it may well be the same matter; `openAgainOn` while the matter is not accepted again, `joinable` where one press joins it. */
export async function similarViews(db: Db, government: { id: string; timeZone: string }, writing: Writing, now: Date) {
  if ([...writing.title.trim()].length < fewestCharacters) return []
  const found = (await alikeShared(db, government.id, writing, now)).slice(0, shown)
  if (!found.length) return []
  const plain = new Map(found.map((one) => [one.id, isPlain(one)]))
  const { rules } = await currentRules(db, government.id, now)
  const rows = await rowViews(db, government.id, await listRowsOf(db, [...plain.keys()]), now)
  return rows.map((row) => ({
    ...row,
    plain: plain.get(row.id)!,
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
): Promise<Similar[]> {
  const { asks, problem } = await proposalText(db, id)
  const text = [...asks.map((ask) => ask.text), problem].join('\n')
  return similarViews(db, government, { title, text, except: id }, now)
}
