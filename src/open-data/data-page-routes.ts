// The page that tells people what can be taken, and how it may be used.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { localDate } from '../lib/calendar.ts'
import type { Deps } from '../platform/http/deps.ts'
import { render } from '../platform/web/view.ts'
import { listed } from './contract-page.ts'
import { dumpShown, tablesShown } from './data-page.ts'
import { attributionOf, inBoth } from './datasets/file.ts'
import { newestDump } from './dumps/dump-index.ts'

/** `/:gov/data`. */
export const dataPageRoutes: FastifyPluginAsyncZod<Deps> = async (app, { now, config }) => {
  app.get('/data', async (request, reply) => {
    const { government, language, t } = request
    const year = localDate(now(), government.timeZone).slice(0, 4)
    const attribution = attributionOf(government, inBoth('data.tables.proposals.title'), year)
    const newest = config.dumps && newestDump(config.dumps.folder, government.slug)
    return render(request, reply, 'data/data', {
      title: t('data.page.title'),
      about: { path: `/${government.slug}/data` },
      tables: tablesShown(government, t),
      dumps: dumpShown(config.dumps, newest),
      rules: listed(t('data.page.rules')),
      attribution: language === 'en' ? attribution.en : attribution['zh-Hant'],
    })
  })
}
