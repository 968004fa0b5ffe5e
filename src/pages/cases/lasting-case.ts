// The version of what the page of a case shows, once nothing of it changes by itself: under it the page is filed
// (platform/cache/filed-pages.ts, docs/decisions/265). Asked before anything is read for the page.
import { and, eq, max } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import { announcementsOf, shownAt } from '../../domain/governments/announcements.ts'
import { pausedUntil } from '../../domain/governments/deadline.ts'
import type { Government } from '../../domain/governments/government.ts'
import { keptMonths } from '../../domain/governments/rule-versions.ts'
import { blackoutsOf, findGovernment } from '../../domain/governments/store.ts'
import { isAtRest } from '../../domain/proposals/at-rest.ts'
import { localDate } from '../../lib/calendar.ts'
import type { VersionOf } from '../../platform/cache/filed-pages.ts'
import type { Lasting } from '../../platform/cache/page.ts'
import type { Db } from '../../platform/db/database.ts'
import { placeholder, prepared } from '../../platform/db/prepared.ts'
import { cachedFor } from '../../platform/db/read-cache.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { caseChanges, changeSteps } from '../../schema/case-changes.ts'
import { proposals } from '../../schema/proposals.ts'
import { settingChanges } from '../../schema/settings.ts'
import { shownVersions } from '../../schema/shown-versions.ts'
import type { LoadedCase } from './load-case.ts'

const ofCase = /^\/([^/?#]+)\/proposals\/(\d+-\d+)$/

type Known = Lasting & { count: number; since: number }
export type ToDraw = Known & { early: boolean }
type Around = { word: string; since: number }

/** One for each application: it remembers since when the surroundings of a government's cases are as they are. */
export function lastingCases({ db, now }: Pick<Deps, 'db' | 'now'>) {
  const known = new Map<string, Around>()

  /** What pages of cases show that is not of the case, as a word. Times are of `performance.now()`. */
  async function aroundNow(government: Government): Promise<Around> {
    const { id, timeZone } = government
    const at = now()
    const [[versions], [settings], notices, blackouts, months] = await Promise.all([
      prepared(db.reads, versionForAll).execute(),
      prepared(db.reads, lastSetting).execute(),
      announcementsOf(db.reads, id),
      blackoutsOf(db.reads, id),
      keptMonths(db.reads, id, at),
    ])
    const { shown } = shownAt(notices, at, timeZone)
    const paused = pausedUntil(at, blackouts, timeZone)?.getTime() ?? ''
    const year = localDate(at, timeZone).slice(0, 4) // dates of other years say theirs
    const word = [versions?.version ?? 0, settings?.id ?? '', shown.map((one) => one.id), paused, year, months].join(
      ' ',
    )
    const before = known.get(id)
    const seen = performance.now()
    const around = { word, since: before?.word === word ? before.since : seen }
    known.set(id, around)
    return around
  }

  const versionAt: VersionOf = async (address) => {
    const [, slug, number] = ofCase.exec(address) ?? []
    const government = slug && number ? await findGovernment(db.reads, slug) : null
    return government ? versionIn(government, number!) : null
  }

  /** Null for a case that changed a moment ago: caches of reads may still know what was before. */
  async function versionIn(government: Government, number: string): Promise<Known | null> {
    const [row] = await prepared(db.reads, stepOf).execute({ governmentId: government.id, number })
    if (!row || row.hiddenAt || !row.listed) return null
    const { word, since } = await aroundNow(government)
    return { version: `${row.step} ${row.tag} ${row.count} ${word}`, about: row.id, count: row.count, since }
  }

  /** `early`: what is drawn now may show something older than this version, since caches of reads remember a second. */
  async function toDraw(government: Government, number: string): Promise<ToDraw | null> {
    const begun = performance.now()
    const known = await versionIn(government, number)
    return known && { ...known, early: known.since > begun - cachedFor * 2 }
  }

  return {
    versionAt,
    /** For a page that is to be drawn: asked before its case is read. */
    before: (request: FastifyRequest, number: string | null) =>
      request.making && number ? toDraw(request.government, number) : Promise.resolve(null),
    /** What of it holds for the page of this case. Null where something else than itself may change what it shows. */
    of(known: ToDraw | null, { row, has }: LoadedCase, at: Date, zone: string): Lasting | 'early' | null {
      if (!known || known.count !== row.count || known.about !== row.id || row.hiddenAt) return null
      const isAlone =
        row.mergedIntoId === null && !has.handOvers.length && has.references.every(({ url }) => url !== null)
      if (!isAlone || !isAtRest(row, has, at, zone)) return null
      return known.early ? 'early' : { version: known.version, about: known.about }
    },
  }
}

const stepOf = (db: Db) =>
  db
    .select({
      ...{ id: proposals.id, count: proposals.count, hiddenAt: proposals.hiddenAt, listed: proposals.listed },
      ...{ step: caseChanges.step, tag: changeSteps.tag },
    })
    .from(proposals)
    .innerJoin(caseChanges, eq(caseChanges.proposalId, proposals.id))
    .innerJoin(changeSteps, eq(changeSteps.number, caseChanges.step))
    .where(and(eq(proposals.governmentId, placeholder('governmentId')), eq(proposals.number, placeholder('number'))))
const versionForAll = (db: Db) =>
  db.select({ version: shownVersions.version }).from(shownVersions).where(eq(shownVersions.key, ''))
const lastSetting = (db: Db) => db.select({ id: max(settingChanges.id) }).from(settingChanges)
