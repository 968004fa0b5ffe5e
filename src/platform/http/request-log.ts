// What the log says: one line per answered request with its id, and no personal data. Addresses, query strings, cookies
// and bodies stay out; so do the secrets in paths, and the values that databases repeat in their errors.
import { type FastifyBaseLogger, type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import type { Logger } from 'pino'
import type { Config } from '../../config.ts'
import { newId } from '../../lib/id.ts'

const idLabel = 'request' // what a line calls the id of its request

/** Asked again and again by machines: told at debug only. */
const quiet = /^\/(healthz|readyz|metrics|static\/)/

/** One line when a request is answered, instead of Fastify's two. */
class AnswersOnly extends LogController {
  override incomingRequest() {}
  override routeNotFound() {}
  override requestCompleted(error: Error | null | undefined, request: FastifyRequest, reply: FastifyReply) {
    const facts = requestFacts(request)
    if (!error) return logAnswer(request.log, facts, reply.statusCode, reply.elapsedTime)
    request.log.warn({ ...answerFacts(facts, reply.statusCode, reply.elapsedTime), err: error }, 'answer broken off')
  }
}

/** The line of an answered request. `id` where the log does not know it. */
export function logAnswer(log: FastifyBaseLogger, facts: Facts, status: number, ms: number, id?: string): void {
  const level = quiet.test(facts.path) ? 'debug' : 'info'
  if ((log as Logger).isLevelEnabled(level)) log[level](answerFacts(facts, status, ms, id), 'answered')
}

/** What may be told of a request. */
type Facts = { method: string; path: string }

// Written out: spreading one object into another made a new shape for each line, which took longer than writing it.
const answerFacts = ({ method, path }: Facts, status: number, ms: number, id?: string) => ({
  [idLabel]: id,
  method,
  path,
  status,
  ms: Math.round(ms * 10) / 10,
})

/** Fastify's options for logging. */
export function logging(config: Pick<Config, 'logLevel' | 'trustProxy'>) {
  return {
    logger: { level: config.logLevel, serializers: { req: requestFacts, err: errorFacts } },
    logController: new AnswersOnly({ requestIdLogLabel: idLabel }),
    genReqId: requestId(config),
  }
}

/** The id of a proxy we trust, so that its log and ours can be read together; a visitor's own would be theirs to forge. */
export const requestId =
  ({ trustProxy }: Pick<Config, 'trustProxy'>) =>
  (request: { headers: { [name: string]: unknown } }): string => {
    const given = trustProxy ? request.headers['x-request-id'] : null
    return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : `${thisProcess}-${++asked}`
  }

// Unlike any other process's, and in order: a UUID for each request took longer than looking up its page.
const thisProcess = newId().slice(-12)
let asked = 0

export const requestFacts = ({ method, url }: Pick<FastifyRequest, 'method' | 'url'>): Facts => ({
  method,
  path: withoutSecrets(url),
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
