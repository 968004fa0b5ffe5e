// Signing in and my page belong to no government. Whoever comes there from a government's page stays in it all the same: its name,
// colours, help, notice on personal data and contact. The address says which, or the page they came from, or a cookie; else there is
// but one, or they have done something in one alone.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ownGovernment } from '../../domain/following/own-government.ts'
import { findGovernment } from '../../domain/governments/store.ts'
import { isThere } from '../../domain/proposals/proposal.ts'
import { findProposal } from '../../domain/proposals/store.ts'
import { secretCookie } from '../../platform/http/cookies.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { wordIn } from '../../platform/http/query.ts'
import { enterGovernment } from './government-scope.ts'

const lasts = 86_400 // s

/** The government that a path of ours begins with, if it can be one. */
const slugIn = (path: string): string | null => /^\/([a-z0-9-]{1,40})(?:[/?#]|$)/.exec(path)?.[1] ?? null

/** The path of the page of ours that a visitor came from; '' where none is known. The query is left out. */
function cameFrom({ headers }: FastifyRequest): string {
  const { referer, host } = headers
  if (!referer || !URL.canParse(referer)) return ''
  const page = new URL(referer)
  return page.host === host ? page.pathname : ''
}

/** A hook for pages that belong to no government: puts the one that was visited on the request. */
export function visitedGovernment({ db, now, config }: Deps) {
  const cookie = secretCookie(config, 'visited', lasts)
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const next = wordIn(request.query, 'next') ?? wordIn(request.body, 'next') ?? ''
    const known = cookie.read(request) ?? null
    for (const slug of [slugIn(next), slugIn(cameFrom(request)), known]) {
      const government = slug === null ? null : await findGovernment(db.reads, slug)
      if (!government) continue
      if (slug !== known) cookie.set(reply, government.slug)
      return enterGovernment(request, government, { db, now })
    }
    const own = await ownGovernment(db.reads, request.person?.id ?? null)
    if (own) return enterGovernment(request, own, { db, now })
  }
}

/** Pages of a government that only their person or its staff can read, or that change what was typed. */
const ofOnePerson = /^\/[^/]+\/(?:desk|proposals\/(?:drafts|new|[^/]+\/))/

/** Where somebody who has signed out goes on: the open page they were on, else its government, else the list of them all. */
export async function pageAfterSigningOut(request: FastifyRequest, { db }: Pick<Deps, 'db'>): Promise<string> {
  const government = request.government as FastifyRequest['government'] | undefined
  if (!government) return '/'
  const home = `/${government.slug}`
  const page = cameFrom(request)
  if (slugIn(page) !== government.slug || ofOnePerson.test(page) || !request.server.isPage(page)) return home
  const number = /^\/[^/]+\/proposals\/([^/]+)$/.exec(page)?.[1]
  if (!number) return page
  const proposal = await findProposal(db.reads, government.id, number)
  return proposal && isThere(proposal) ? page : home
}
