// Everything public as static files that need no server of ours: cases first, then the lists and pages that lead to them, then whole
// tables. A second copy draws again what changed. docs/decisions/220 says what is in it, and what keeps it true.
import { announcementsOf, shownAt } from '../../domain/governments/announcements.ts'
import { pausedUntil } from '../../domain/governments/deadline.ts'
import type { Government } from '../../domain/governments/government.ts'
import { blackoutsOf } from '../../domain/governments/store.ts'
import { caughtUp } from '../../domain/log/caught-up.ts'
import { checkpointOf } from '../../domain/log/cosigned.ts'
import { type LoadedCase, loadCases } from '../../domain/proposals/public-proposal.ts'
import { withdrawalMark } from '../../domain/record/withdrawn.ts'
import { idBatches } from '../../domain/search/list-batches.ts'
import { everything } from '../../domain/search/list-query.ts'
import { localDate } from '../../lib/calendar.ts'
import { sha256 } from '../../lib/id.ts'
import { digestOfProgram } from '../../platform/web/program.ts'
import { namesOf } from '../asked.ts'
import type { Taking } from '../datasets/case-tables.ts'
import { governmentWhole } from '../dumps/government-whole.ts'
import { filesOfCase } from './addresses.ts'
import { copyCases, keyOf } from './case-copy.ts'
import { copyPages } from './page-copy.ts'
import { rootPage } from './root-page.ts'
import type { SiteCopy } from './site-copy.ts'
import { earlierState, newState } from './site-state.ts'

export type Copied = { slug: string; cases: number; drawn: number; pages: number }

/** So many cases are read at a time. */
const atOnce = 20
/** So many times as many are under way, where others help: their files are waited for in the order of the numbers. */
const mostUnderWay = 20
/** What stops being public while it is copied is looked for again so often. */
const mostRounds = 5

/**
 * Safe to repeat. `told` hears of each government that is done, and `progress` of cases. False where a log does not hold all that is in
 * the copy.
 */
export async function exportSite(
  copy: SiteCopy,
  told: (done: Copied) => void = () => {},
  progress: (cases: number) => void = () => {},
): Promise<boolean> {
  let isLogWhole = true
  const code = await digestOfProgram()
  for (const government of copy.governments) {
    for (let round = 1; ; round++) {
      const mark = await withdrawalMark(copy.db, government.id)
      const begun = await checkpointOf(copy.db, government.id)
      const cases = await copyGovernmentCases(copy, government, code, progress)
      isLogWhole &&= await caughtUp(copy.db)
      const pages = await copyPages(copy, government, begun)
      const isStill = (await withdrawalMark(copy.db, government.id)) === mark
      if (isStill) told({ slug: government.slug, ...cases, pages })
      if (isStill) break
      if (round === mostRounds) throw new Error(`/${government.slug} changed while it was copied: run it again.`)
    }
  }
  await copy.folder.write('index.html', rootPage(copy))
  await copy.folder.settled()
  return isLogWhole
}

async function copyGovernmentCases(
  copy: SiteCopy,
  government: Government,
  code: string,
  progress: (n: number) => void,
) {
  const { db, at, origin, folder, languages } = copy
  const { id, slug, timeZone } = government
  const taking: Taking = { db, government, names: await namesOf(db, id), origin, at }
  const paused = pausedUntil(at, await blackoutsOf(db, id), timeZone)
  const around = await aroundCases(copy, government, code, paused)
  const statePath = folder.pathOf(`state/${slug}.ndjson`)
  const before = earlierState(statePath)
  const after = await newState(statePath)
  let [cases, drawn] = [0, 0]
  const forget = async (gone: { number: string; extras: string[] }[]) => {
    for (const { number, extras } of gone)
      for (const file of [...filesOfCase(slug, number, languages), ...extras]) await folder.remove(file)
  }

  const drawing: Changed[] = []
  /** Those that were met first, once their files are written. */
  const settle = async () => {
    const { known, changed, extras } = drawing.shift()!
    const drawnOf = await extras
    for (const { one, key, was } of changed) {
      const now = drawnOf.get(one.row.id) ?? []
      for (const file of was) if (!now.includes(file)) await folder.remove(file)
      known.set(one.row.number!, { key, extras: now })
    }
    for (const [number, kept] of known) await after.keep({ number, ...kept })
    cases += known.size
    drawn += changed.length
    progress(known.size)
  }

  for await (const ids of idBatches(db, id, everything, at))
    for (let from = 0; from < ids.length; from += atOnce) {
      const some = (await loadCases(db, ids.slice(from, from + atOnce), { at, timeZone })).filter(
        ({ row }) => row.listed,
      )
      const changed: Changed['changed'] = []
      const known: Changed['known'] = new Map() // in the order of the numbers
      for (const one of some) {
        const number = one.row.number!
        const { found, gone } = await before.upTo(number)
        await forget(gone)
        const key = await keyOf(db, one, around, at, timeZone)
        const isSame = key !== null && found?.key === key
        known.set(number, isSame ? found : { key: key ?? '', extras: [] })
        if (!isSame) changed.push({ one, key: key ?? '', was: found?.extras ?? [] })
      }
      const toDraw = changed.map(({ one }) => one)
      drawing.push({ known, changed, ...(await drawnBySomebody(copy, taking, toDraw, paused)) })
      if (drawing.length > mostUnderWay) await settle()
    }
  while (drawing.length) await settle()
  await forget((await before.upTo(null)).gone)
  await folder.settled()
  await after.done()
  return { cases, drawn }
}

/** Cases met together: what is known of all of them, those that are drawn, and the files beside the usual ones, by ids. */
type Changed = {
  known: Map<string, { key: string; extras: string[] }>
  changed: { one: LoadedCase; key: string; was: string[] }[]
  extras: Promise<Map<string, string[]>> | Map<string, string[]>
}

/** Drawn here, and waited for, or given to a helper that has room. */
async function drawnBySomebody(
  copy: SiteCopy,
  taking: Taking,
  cases: LoadedCase[],
  paused: Date | null,
): Promise<Pick<Changed, 'extras'>> {
  const extras = copy.helpers?.draw(
    taking.government.slug,
    cases.map(({ row }) => row.id),
  )
  extras?.catch(() => {}) // whoever settles it hears of it
  return { extras: extras ?? (await copyCases(copy, taking, cases, paused)) }
}

/** Of what the page of a case shows that is not of the case: names, rules, pauses, notices, the program itself. */
async function aroundCases(
  { db, at, origin, languages }: SiteCopy,
  government: Government,
  code: string,
  paused: Date | null,
) {
  const { shown } = shownAt(await announcementsOf(db, government.id), at, government.timeZone)
  const whole = await governmentWhole(db, government)
  const year = localDate(at, government.timeZone).slice(0, 4) // dates of other years say theirs
  return sha256(JSON.stringify([code, origin, languages, government, whole, shown, paused, year]))
}
