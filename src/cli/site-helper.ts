// A process of `fuyi export site --processes N`: draws what it is given, until its parent stops it or is gone.
import { pausedUntil } from '../domain/governments/deadline.ts'
import { blackoutsOf, findGovernment } from '../domain/governments/store.ts'
import { loadCases } from '../domain/proposals/public-proposal.ts'
import { namesOf } from '../open-data/asked.ts'
import type { Taking } from '../open-data/datasets/case-tables.ts'
import type { Target } from '../open-data/site/addresses.ts'
import { copyCases } from '../open-data/site/case-copy.ts'
import { copyTargets } from '../open-data/site/page-copy.ts'
import { siteCopy } from '../open-data/site/site-copy.ts'
import { siteFolder } from '../open-data/site/site-folder.ts'
import { languages } from '../platform/i18n/i18n.ts'
import { drawing } from './drawing.ts'
import type { Answered, Asked, Begin, Drawn } from './site-helpers.ts'

process.on('disconnect', () => process.exit())
process.once('message', (begin: Begin) => {
  const drawer = helping(begin)
  drawer.catch(() => {}) // said to whoever asks first
  let before: Promise<unknown> = Promise.resolve()
  process.on('message', (asked: Asked) => {
    before = before.then(async () => {
      const answer = await drawer
        .then((draw) => draw(asked))
        .catch((error: Error): Answered => ({ failed: error.message }))
      process.send!(answer)
    })
  })
})

async function helping({ folder, isNew, helper, at: began, slugs, isWhole }: Begin) {
  const at = new Date(began)
  const { db, ask, origin } = await drawing(at)
  const found = await Promise.all(slugs.map((slug) => findGovernment(db, slug)))
  const governments = found.filter((one) => one !== null)
  const files = siteFolder(folder, { isNew, helper })
  let assets: Target[] = []
  const copy = siteCopy({
    ...{ db, ask, folder: files, governments, languages, origin, at, isWhole },
    toldAsset: (target) => void assets.push(target),
  })
  const around = new Map<string, ReturnType<typeof aroundOf>>()

  async function aroundOf(slug: string) {
    const government = governments.find((one) => one.slug === slug)
    if (!government) throw new Error(`There is no government at /${slug} any more.`)
    const { id, timeZone } = government
    const paused = pausedUntil(at, await blackoutsOf(db, id), timeZone)
    const taking: Taking = { db, government, names: await namesOf(db, id), origin, at }
    return { government, taking, paused }
  }

  async function drawn(asked: Asked): Promise<Drawn> {
    const { slug } = asked
    if (!around.has(slug)) around.set(slug, aroundOf(slug))
    const { government, taking, paused } = await around.get(slug)!
    if ('targets' in asked) return { extras: [], found: await copyTargets(copy, government, asked.targets) }
    const cases = await loadCases(db, asked.ids, { at, timeZone: government.timeZone })
    const listed = cases.filter(({ row }) => row.listed)
    return { extras: [...(await copyCases(copy, taking, listed, paused))], found: [] }
  }

  return async (asked: Asked): Promise<Answered> => {
    const { extras, found } = await drawn(asked)
    await files.settled()
    const told = assets
    assets = []
    const memory = process.resourceUsage().maxRSS * 1024
    return { extras, found, assets: told, counted: files.counted, memory }
  }
}
