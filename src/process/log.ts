// What the log says: one line per answered request with its id, and no personal data. Addresses, query strings, cookies
// and bodies stay out; so do the secrets in paths, and the values that databases repeat in their errors.
import { type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { newId } from '../lib/id.ts'

/** Asked again and again by machines: told at debug only. */
const quiet = /^\/(healthz|readyz|metrics|static\/)/

/** One line when a request is answered, instead of Fastify's two. */
class AnswersOnly extends LogController {
  override incomingRequest() {}
  override routeNotFound() {}
  override requestCompleted(error: Error | null | undefined, request: FastifyRequest, reply: FastifyReply) {
    const level = quiet.test(request.url) ? 'debug' : 'info'
    if (!error && !(request.log as Logger).isLevelEnabled(level)) return
    const facts = { ...requestFacts(request), status: reply.statusCode, ms: Math.round(reply.elapsedTime * 10) / 10 }
    if (error) return request.log.warn({ ...facts, err: error }, 'answer broken off')
    request.log[level](facts, 'answered')
  }
}

/** Fastify's options for logging. */
export function logging(config: Pick<Config, 'logLevel' | 'trustProxy'>) {
  return {
    logger: { level: config.logLevel, serializers: { req: requestFacts, err: errorFacts } },
    logController: new AnswersOnly({ requestIdLogLabel: 'request' }),
    // The id of a proxy we trust, so that its log and ours can be read together; a visitor's own would be theirs to forge.
    genReqId: (request: { headers: { [name: string]: unknown } }) => {
      const given = config.trustProxy ? request.headers['x-request-id'] : null
      return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : `${thisProcess}-${++asked}`
    },
  }
}

// Unlike any other process's, and in order: a UUID for each request took longer than looking up its page.
const thisProcess = newId().slice(-12)
let asked = 0

export const requestFacts = (request: Pick<FastifyRequest, 'method' | 'url'>) => ({
  method: request.method,
  path: withoutSecrets(request.url),
})

/** Tokens in paths are 43 characters; nothing else there is that long and unbroken. */
const withoutSecrets = (url: string) =>
  url
    .split('?')[0]!
    .replace(/[\w-]{32,}/g, '…')
    .replace(/[^/@\s]+(@|%40)[^/@\s]+/gi, '…')

type ErrorFacts = { type: string; message: string; code?: string; stack: string; cause?: ErrorFacts }

/** Type, words, code and place. Not what the driver hangs on it: PostgreSQL's `detail` names the value that was refused. */
export function errorFacts(error: unknown): ErrorFacts {
  if (!(error instanceof Error)) return { type: typeof error, message: withoutValues(String(error)), stack: '' }
  const { code } = error as { code?: unknown }
  return {
    type: error.name,
    message: withoutValues(error.message),
    ...(typeof code === 'string' ? { code } : {}),
    stack: String(error.stack)
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
    ...(error.cause ? { cause: errorFacts(error.cause) } : {}),
  }
}

/** Drizzle's message ends with the parameters of the query; others may quote an address. */
const withoutValues = (message: string) =>
  message
    .split('\nparams:')[0]!
    .replace(/[^\s<>@"'(]+@[^\s<>@"')]+/g, '…')
    .slice(0, 1000)
