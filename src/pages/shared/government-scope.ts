// Everything under /:gov knows its government and what the visitor may do in it.

import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import plugin from 'fastify-plugin'
import { z } from 'zod'
import { readReference } from '../../domain/answers/commitment.ts'
import { type Announcement, announcementsOf, shownAt } from '../../domain/governments/announcements.ts'
import type { Government, Seat } from '../../domain/governments/government.ts'
import { seatsOf } from '../../domain/governments/seats.ts'
import { findGovernment } from '../../domain/governments/store.ts'
import { wasPromised, whyNoCase } from '../../domain/proposals/taken-back.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { preferredLanguage } from '../../platform/http/language.ts'
import { wordIn } from '../../platform/http/query.ts'
import { malformed } from '../../platform/http/server-limits.ts'
import { languages as known, translator } from '../../platform/i18n/i18n.ts'
import { notFound } from '../../platform/web/error-pages.ts'
import { themeOf, themePath } from '../../platform/web/theme.ts'

const printParams = z.looseObject({ print: z.string() })

export type NamedSeat = Seat & { name: string }

declare module 'fastify' {
  interface FastifyRequest {
    government: Government
    /** what the government tells everybody today */
    announcements: Announcement[]
    seats: NamedSeat[]
    /** seats that this session does not open: their government asks for a passkey, or a co-signature's link opened it */
    lockedSeats: NamedSeat[]
  }
}

/** Puts a government on a request: what it tells everybody, and the visitor's seats there. */
export async function enterGovernment(
  request: FastifyRequest,
  government: Government,
  { db, now }: Pick<Deps, 'db' | 'now'>,
): Promise<void> {
  request.government = government
  speak(request, government)
  const { shown, until } = shownAt(await announcementsOf(db.reads, government.id), now(), government.timeZone)
  request.announcements = shown
  if (until) request.trueFor = until.getTime() - now().getTime()
  if (!request.person?.holdsSeat) return
  const seats = await seatsOf(db.reads, request.person.id, government.id)
  const { byPasskey, byLink } = request.person
  const locked = byLink || (government.staffPasskeys && !byPasskey)
  request.seats = locked ? [] : seats
  request.lockedSeats = locked ? seats : []
}

/** Its pages are in its languages: whoever asked for another gets the one they like best of these, else its first. */
function speak(request: FastifyRequest, { languages }: Government): void {
  if (languages.includes(request.language)) return
  const spoken = languages.filter((code) => known.includes(code))
  request.language =
    preferredLanguage(request.headers['accept-language'] ?? '', spoken) ?? spoken[0] ?? request.language
  request.t = translator(request.language)
}

/** The words for an address at which something stood that was taken back. */
async function whyNotFound({ government, params, query }: FastifyRequest, db: Db): Promise<string | undefined> {
  if (!government) return undefined
  const number = wordIn(params, 'number') ?? /^case:(\d+-\d+)$/.exec(wordIn(query, 'subject') ?? '')?.[1]
  if (number) return whyNoCase(db, government.id, number)
  const commitment = readReference(wordIn(params, 'id') ?? '')
  const was = commitment && (await wasPromised(db, government.id, commitment.caseNumber, commitment.number))
  return was ? 'errors.commitment_taken_back.message' : undefined
}

/** Loads request.government and request.seats for the routes beside it. 404 for an unknown slug. */
export const governmentScope = plugin(
  async (instance: FastifyInstance, { db, now }: Deps) => {
    const app = instance.withTypeProvider<ZodTypeProvider>()
    const load = async (request: FastifyRequest) => {
      const gov = wordIn(request.params, 'gov') ?? ''
      const government = await findGovernment(db.reads, gov)
      // The first word of an address that takes other methods (/api, /sign-in) is no government, and needs none;
      // nor does an address that cannot be read.
      const elsewhere = () => request.url === malformed || request.server.methodsOf(request.url).length > 0
      if (!government && request.is404 && elsewhere()) return
      if (!government) throw httpError(404, 'errors.no_government')
      await enterGovernment(request, government, { db, now })
    }
    app.addHook('preHandler', load)
    // a wrong address in a government leads on within it
    app.setNotFoundHandler({ preHandler: load }, async (request, reply) => {
      const words = await whyNotFound(request, db.reads)
      if (words) throw httpError(404, words)
      return notFound(request, reply)
    })
    // Kept for ever, since the address is the content's own. A page made before the colours changed is sent on to the new ones.
    app.get('/theme-:print.css', { schema: { params: printParams } }, async (request, reply) => {
      const { accent, slug } = request.government
      if (!accent) return reply.callNotFound()
      const { css, print } = themeOf(accent)
      if (request.params.print !== print)
        return reply.header('cache-control', 'no-store').redirect(themePath(slug, accent)!, 302)
      reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=31536000, immutable')
      return css
    })
  },
  { name: 'government-scope' },
)
