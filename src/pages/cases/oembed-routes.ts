// /oembed?url=: what another site shows where it is given the address of a case.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { z } from 'zod'
import { findGovernment } from '../../domain/governments/store.ts'
import { isThere } from '../../domain/proposals/proposal.ts'
import { findProposal } from '../../domain/proposals/store.ts'
import { noSuchCase } from '../../domain/proposals/taken-back.ts'
import { textIsShown } from '../../domain/proposals/text-shown.ts'
import { localised } from '../../lib/localised.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { originOf } from '../../platform/http/security.ts'
import { translator } from '../../platform/i18n/i18n.ts'
import { wordsOfCase } from './about-case.ts'
import { clockOf } from './case-view.ts'
import { loadCase } from './load-case.ts'
import { oembed } from './oembed.ts'

const pixels = z.coerce.number().int().min(1).max(10_000).optional()
const asked = z.looseObject({
  url: z.string().max(2000),
  format: z.string().optional(),
  maxwidth: pixels,
  maxheight: pixels,
})

export const oembedRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now, config }) => {
  app.get('/oembed', { schema: { querystring: asked } }, async (request, reply) => {
    const { url, format = 'json', maxwidth, maxheight } = request.query
    // what the protocol has for a format that is not offered
    if (format !== 'json') return reply.code(501).send({ error: { status: 501, message: 'format=json' } })
    const origin = originOf(request, config.origin)
    const [, slug = '', number = ''] = pathOf(url, origin)?.match(/^\/([a-z0-9-]+)\/proposals\/(\d+-\d+)\/?$/i) ?? []
    const government = await findGovernment(db.reads, slug)
    const proposal = government && (await findProposal(db.reads, government.id, number))
    if (!government) throw httpError(404)
    if (!proposal || !isThere(proposal)) throw await noSuchCase(db.reads, government.id, number)
    if (proposal.hiddenAt) throw httpError(410)
    const at = now()
    const { row, pauses } = await loadCase(db.reads, proposal.id, government, at, 0)
    const language = government.languages.includes(request.language) ? request.language : government.languages[0]!
    const t = translator(language)
    const clock = clockOf(row, at, government.timeZone, pauses)
    const words = wordsOfCase({ proposal: row, clock, textHidden: !textIsShown(row) }, government, language, t)
    const path = `${origin}/${government.slug}/proposals/${number}`
    return oembed(
      {
        title: words.title,
        words: t('share.card', { title: words.title, count: words.count, status: words.status }),
        ...{ url: path, picture: `${path}/card-${language}.png`, origin },
        provider: localised(government.name, language),
      },
      { width: maxwidth, height: maxheight },
    )
  })
}

/** The path of an address of ours; null for any other. */
function pathOf(url: string, origin: string): string | null {
  if (!URL.canParse(url)) return null
  const given = new URL(url)
  return given.host === new URL(origin).host ? given.pathname : null
}
