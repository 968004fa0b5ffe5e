// Errors as pages in words, or as JSON under /api. Never a stack, never a raw message.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import plugin from 'fastify-plugin'
import { usualLanguage } from '../../config.ts'
import { databaseCode, refusalIn } from '../db/errors.ts'
import type { Trouble } from '../db/events.ts'
import { fileTrouble } from '../db/health.ts'
import { wantsData } from '../http/cors.ts'
import type { Deps } from '../http/deps.ts'
import { foreignOrigin, type HttpError, readOnlyWords } from '../http/http-error.ts'
import { otherMethod } from '../http/methods.ts'
import { sendProblem } from '../http/problem.ts'
import { logSecurityEvent } from '../http/security-events.ts'
import { malformed } from '../http/server-limits.ts'
import { languages, translator } from '../i18n/i18n.ts'
import { typedValues } from './forms.ts'
import { pageAbove, render } from './view.ts'

const worded = new Set([400, 403, 404, 405, 408, 410, 413, 414, 415, 422, 429, 431, 500, 503])

type Failure = HttpError & { code?: string; validation?: { keyword: string }[]; validationContext?: string }

/** An address of data was asked for something that it does not take (http/query-schemas.ts). */
const isUnknownParameter = ({ validation, validationContext }: Failure): boolean =>
  validationContext === 'querystring' && !!validation?.some(({ keyword }) => keyword === 'unrecognized_keys')

export const errorPages = plugin(async (app: FastifyInstance, { db }: Pick<Deps, 'db'>) => {
  app.setNotFoundHandler(notFound)
  app.setErrorHandler(async (error: Failure, request, reply) => {
    if (error.location) return reply.redirect(error.location, 303)
    const status = error.validation ? 400 : statusOf(error)
    if (status === 503)
      request.log.warn({ reason: refusalIn(error)?.message ?? fileTrouble(databaseCode(error)) }, 'not now')
    else if (status >= 500) request.log.error({ err: error }, 'request failed')
    if (status === 403) logSecurityEvent(request, error.messageKey === foreignOrigin ? 'cross_site_refused' : 'refused')
    if (status >= 500) reply.header('x-request-id', request.id) // so that whoever reports it can name the line in the log
    if (status === 503 || status === 429)
      reply.header('retry-after', String(refusalIn(error)?.retryAfter ?? error.retryAfter ?? 2))
    return errorPage(request, reply, status, isUnknownParameter(error) ? 'errors.unknown_parameter' : error.messageKey)
  })

  const tell = ({ part, words }: Trouble) => {
    if (words) app.log.error({ database: part }, words)
    else app.log.warn({ database: part }, 'The database works again.')
  }
  db.events.on('trouble', tell)
  app.addHook('onClose', async () => void db.events.off('trouble', tell))
})

export type ErrorPage = {
  status: number
  message: string
  /** where to go on from a list that was asked for something it does not have */
  wayOn: { words: string; href: string } | null
  /** what was typed and could not be taken */
  again: ReturnType<typeof toSendAgain>
  /** the same in the other languages */
  otherWords: { code: string; title: string; message: string }[]
}

declare module './view.ts' {
  interface Pages {
    'shared/error': ErrorPage
  }
}

/** What an address that no route takes answers. */
export async function notFound(request: FastifyRequest, reply: FastifyReply) {
  if (request.url === malformed) return errorPage(request, reply, 400)
  return (await otherMethod(request, reply)) === 'answered' ? reply : errorPage(request, reply, 404)
}

function statusOf(error: HttpError & { code?: string }): number {
  if (refusalIn(error) || fileTrouble(databaseCode(error))) return 503
  return error.statusCode && worded.has(error.statusCode)
    ? error.statusCode
    : error.statusCode && error.statusCode < 500
      ? 400
      : 500
}

async function errorPage(request: FastifyRequest, reply: FastifyReply, status: number, messageKey?: string) {
  request.language ??= usualLanguage
  request.t ??= translator(request.language)
  const t = request.t
  const message = t(messageKey ?? `errors.${status}.message`)
  reply.code(status).header('cache-control', 'no-store')
  if (wantsData(request))
    return sendProblem(request, reply, { status, detail: message, parameter: parameterOf(messageKey) })
  const wholeWords = messageKey?.endsWith('.message')
    ? messageKey.replace(/message$/, 'title')
    : `errors.${status}.title`
  const inBoth = messageKey === readOnlyWords
  const page = await render(request, reply, 'shared/error', {
    title: t(wholeWords),
    status,
    message,
    wayOn: wayOn(request, status),
    again: toSendAgain(request, status),
    // there is no address that another language of this page could have
    otherWords: inBoth ? inOtherLanguages(request.language, messageKey) : [],
    ...(inBoth && { otherLanguages: [] }),
  })
  return reply.send(page)
}

/** The parameter that could not be meant, where the words are about one. */
const parameterOf = (messageKey = ''): string | undefined =>
  /\.wrong\.(\w+)$/.exec(messageKey.replace(/\.unknown$/, ''))?.[1]

const inOtherLanguages = (language: string, key: string) =>
  languages
    .filter((code) => code !== language)
    .map((code) => ({
      code,
      title: translator(code)(key.replace(/message$/, 'title')),
      message: translator(code)(key),
    }))

/** What was typed and could not be taken stands on the page itself, to be read and sent again: nothing else may hold it just now. */
function toSendAgain({ method, formAddress, url, body }: FastifyRequest, status: number) {
  if (method !== 'POST' || !formAddress || status < 500) return null
  const fields = Object.entries(typedValues(body)).flatMap(([name, given]) =>
    [given].flat().map((value) => ({ name, value })),
  )
  return { action: url.split('?')[0]!, fields, texts: fields.filter(({ value }) => /\s|.{20}/u.test(value)) }
}

/** A sent form that is opened again as an address leads to the page it stood on. */
const wayOn = (request: FastifyRequest, status: number) =>
  status === 405
    ? { words: 'errors.to_above', href: pageAbove(request.server, request.originalUrl) }
    : listBehind(request, status)

/** Where a list was asked for something that it does not have: its first page with the same filters, or all of it. */
function listBehind({ method, is404, originalUrl }: FastifyRequest, status: number) {
  const [path = '/', query] = originalUrl.split('?')
  if (method !== 'GET' || is404 || query === undefined) return null
  const left = new URLSearchParams(query)
  if (status === 400) return { words: 'errors.to_whole_list', href: path }
  if (status !== 404 || !left.has('page')) return null
  left.delete('page')
  return { words: 'errors.to_first_page', href: left.size ? `${path}?${left}` : path }
}
