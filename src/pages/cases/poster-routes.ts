// A poster of a case, to print and hang up: its title, its asks, until when, and a QR code that leads to its page.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { isThere } from '../../domain/proposals/proposal.ts'
import { hasSourceClock } from '../../domain/proposals/source-clock.ts'
import { findProposal } from '../../domain/proposals/store.ts'
import { textIsShown } from '../../domain/proposals/text-shown.ts'
import { type Qr, qrOf } from '../../lib/qr.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { originOf } from '../../platform/http/security.ts'
import { type InPlace, render } from '../../platform/web/view.ts'
import { asksOf } from '../shared/answers.ts'
import { numberParams } from '../shared/params.ts'
import { wordsOfCase } from './about-case.ts'
import type { CardWords } from './card.ts'
import { clockOf } from './case-view.ts'
import { showHidden } from './hidden-page.ts'
import { loadCase } from './load-case.ts'

/** More would not be read from across a street. */
const mostAsks = 5

export type PosterPage = InPlace & {
  words: CardWords
  asks: { number: number; text: string }[]
  moreAsks: number
  /** when co-signing ends, while it is open */
  closes: Date | null
  /** when its count was so: now, or the local day on which its source was last seen */
  asOf: Date | string
  self: string
  /** without its scheme */
  address: string
  qr: Qr
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'cases/poster': PosterPage
  }
}

export const posterRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now, config } = deps
  app.get('/proposals/:number/poster', { schema: { params: numberParams } }, async (request, reply) => {
    const { government, language, t } = request
    const proposal = await findProposal(db.reads, government.id, request.params.number)
    if (!proposal || !isThere(proposal)) return reply.callNotFound()
    if (proposal.hiddenAt) return showHidden(deps, request, reply, proposal)
    const at = now()
    const { row, has, pauses } = await loadCase(db.reads, proposal.id, government, at, 0)
    const shown = textIsShown(row)
    const clock = clockOf(row, at, government.timeZone, pauses)
    const self = proposalPath(government, row.number)
    const url = originOf(request, config.origin) + self
    const asks = shown ? asksOf(has.asks, has.answers) : []
    return render(request, reply, 'cases/poster', {
      title: t('share.poster_title', { number: row.number }),
      nav: null,
      about: { path: self },
      words: wordsOfCase({ proposal: row, clock, textHidden: !shown }, government, language, t),
      asks: asks.slice(0, mostAsks),
      moreAsks: Math.max(0, asks.length - mostAsks),
      closes: clock.kind === 'open' || clock.kind === 'paused' ? clock.before : null,
      asOf: (hasSourceClock(row) && row.seenOn) || at,
      self,
      address: url.replace(/^https?:\/\//, ''),
      qr: qrOf(url),
    })
  })
}
