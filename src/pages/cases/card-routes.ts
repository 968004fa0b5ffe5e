// The card of a case as a picture: what is shown where its address is passed on.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { z } from 'zod'
import { isThere } from '../../domain/proposals/proposal.ts'
import { findProposal } from '../../domain/proposals/store.ts'
import { textIsShown } from '../../domain/proposals/text-shown.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { translator } from '../../platform/i18n/i18n.ts'
import { pictureMaker } from '../../platform/web/pictures.ts'
import { wordsOfCase } from './about-case.ts'
import { alwaysDrawn, cardSvg } from './card.ts'
import { clockOf } from './case-view.ts'
import { loadCase } from './load-case.ts'

const cardParams = z.looseObject({ number: z.string(), language: z.string() })
/** The product's own colour, for who has none: as in views/styles/_tokens.scss. */
const teal = '#0a5559'

export const cardRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  const draw = pictureMaker()

  app.get('/proposals/:number/card-:language.png', { schema: { params: cardParams } }, async (request, reply) => {
    const { government, params } = request
    const { language } = params
    const proposal = await findProposal(db.reads, government.id, params.number)
    if (!government.languages.includes(language) || !proposal || !isThere(proposal)) return reply.callNotFound()
    if (proposal.hiddenAt) throw httpError(410)
    const at = now()
    const { row, pauses } = await loadCase(db.reads, proposal.id, government, at, 0)
    const textHidden = !textIsShown(row)
    const clock = clockOf(row, at, government.timeZone, pauses)
    const words = wordsOfCase({ proposal: row, clock, textHidden }, government, language, translator(language))
    const accent = government.accent?.light ?? teal
    const text = Object.values(words).join('') + alwaysDrawn
    const png = await draw({
      key: `${proposal.id} ${language} ${textHidden}`,
      looks: JSON.stringify([words, accent]),
      text,
      svg: (letters) => cardSvg(words, letters, accent),
    })
    return reply.type('image/png').send(png)
  })
}
