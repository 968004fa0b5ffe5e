// How co-signatures are looked at, for everybody: what is held and why, the numbers of the rules that say so, and each version of them.
import type { FastifyPluginAsync } from 'fastify'
import { ruleVersionsOf } from '../../domain/governments/rule-versions.ts'
import { currentRules } from '../../domain/governments/store.ts'
import { unusualNumbers } from '../../domain/integrity/public-rules.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { render } from '../../platform/web/view.ts'
import type { UnusualRules } from '../../schema/values.ts'
import { type HelpPage, teller } from './help-pages.ts'

type Version = { version: number; validFrom: Date; inForce: boolean; rules: UnusualRules }
export type IntegrityHelp = HelpPage & {
  rules: UnusualRules
  version: number
  /** a number or a share from 0 to 1, in the order of the settings */
  numbers: { name: string; value: number; isShare: boolean }[]
  /** the newest first; also one that takes effect on a later day */
  versions: (Version & { changed: { name: string; was: number; is: number; isShare: boolean }[] })[]
  lists: { name: 'moreDisposable' | 'trustedDomains'; domains: string[] }[]
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'help/help-integrity': IntegrityHelp
  }
}

/** `/:gov/help/integrity`. */
export const integrityHelpRoutes: FastifyPluginAsync<Deps> = async (app, { db, now }) => {
  app.get('/help/integrity', async (request, reply) => {
    const { government, t } = request
    const { rules, version } = await currentRules(db.reads, government.id, now())
    const all = (await ruleVersionsOf(db.reads, government.id)).flatMap(({ validFrom, ...one }) =>
      validFrom ? [{ ...one, validFrom }] : [],
    )
    return render(request, reply, 'help/help-integrity', {
      title: t('help.integrity.title'),
      nav: 'help',
      ...{ rules, version },
      told: teller(t, 'integrity', { name: government.name[request.language] ?? government.slug }),
      numbers: unusualNumbers.map(({ name, isShare }) => ({ name, isShare, value: rules[name] })),
      versions: all
        .map((one, i) => ({
          ...one,
          inForce: one.version === version,
          changed: changesIn(all[i - 1]?.rules, one.rules),
        }))
        .filter(({ changed }, i) => i === 0 || changed.length > 0)
        .reverse(),
      lists: (['moreDisposable', 'trustedDomains'] as const).map((name) => ({
        ...{ name, domains: rules[name].split(' ').filter(Boolean) },
      })),
    })
  })
}

function changesIn(
  before: UnusualRules | undefined,
  after: UnusualRules,
): IntegrityHelp['versions'][number]['changed'] {
  if (!before) return []
  return unusualNumbers
    .filter(({ name }) => before[name] !== after[name])
    .map(({ name, isShare }) => ({ name, isShare, was: before[name], is: after[name] }))
}
