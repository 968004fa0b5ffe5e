// fuyi export site: everything public as pages, data and feeds that any web server hands out, or none.
import { ConfigError } from '../config.ts'
import { findGovernment, listGovernments } from '../domain/governments/store.ts'
import { standsStill } from '../domain/log/caught-up.ts'
import { exportSite } from '../open-data/site/export-site.ts'
import { type SiteCopy, siteCopy } from '../open-data/site/site-copy.ts'
import { siteFolder } from '../open-data/site/site-folder.ts'
import { languages } from '../platform/i18n/i18n.ts'
import { drawing } from './drawing.ts'
import { processCount } from './process-count.ts'
import { siteHelpers } from './site-helpers.ts'

type Options = { government?: string; processes: string }

const toldEach = 1000 // cases

export async function exportSiteNow(folder: string, { government: slug, processes }: Options): Promise<void> {
  const count = processCount(processes)
  const at = new Date()
  const begun = performance.now()
  const { db, ask, origin, close } = await drawing(at)
  let beside: ReturnType<typeof siteHelpers> | null = null
  try {
    const all = await listGovernments(db)
    const one = slug === undefined ? null : await findGovernment(db, slug)
    if (slug !== undefined && !one) throw new ConfigError(`There is no government at /${slug}.`)
    const files = siteFolder(folder)
    const governments = one ? [one] : all
    const isWhole = !one
    const slugs = governments.map((government) => government.slug)
    const begin = { folder, isNew: files.isNew, at: at.getTime(), slugs, isWhole }
    beside = count > 1 ? siteHelpers(count - 1, begin, () => copy) : null
    const given = { db, ask, folder: files, governments, languages, origin, at, isWhole }
    const copy: SiteCopy = siteCopy(beside ? { helpers: beside.helpers, ...given } : given)
    let cases = 0
    const isLogWhole = await exportSite(
      copy,
      (done) =>
        console.log(
          `/${done.slug}: ${done.cases} cases, ${done.drawn} drawn anew; ${done.pages} other pages and files`,
        ),
      (n) => {
        const before = cases
        cases += n
        if (Math.floor(before / toldEach) !== Math.floor(cases / toldEach)) console.log(`… ${cases} cases`)
      },
    )
    if (!isLogWhole)
      console.error(
        `${standsStill}: fuyi verify log will find cases of this copy that differ. fuyi serve takes them in.`,
      )
    const counted = [files.counted, ...(beside?.counted() ?? [])]
    const sum = (name: keyof typeof files.counted) => counted.reduce((total, of) => total + of[name], 0)
    const seconds = (performance.now() - begun) / 1000
    const memory = [process.resourceUsage().maxRSS * 1024, ...(beside?.memory() ?? [])]
    console.log(
      `${sum('written')} files written, ${sum('same')} as they were, ${sum('removed')} removed; ${(sum('bytes') / 1e6).toFixed(1)} MB read in ${seconds.toFixed(1)} s, ${memory.map((bytes) => Math.round(bytes / 2 ** 20)).join(' + ')} MB of memory at most.`,
    )
    console.log(`Begin at ${folder}/index.html`)
  } finally {
    beside?.stop()
    await close()
  }
}
