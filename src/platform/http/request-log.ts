// What the log says: one line per answered request with its id, and no personal data. Addresses, query strings, cookies
// and bodies stay out; so do the secrets in paths, and the values that databases repeat in their errors.
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import type { Logger } from 'pino'
import type { Config } from '../../config.ts'
import { cut } from '../../lib/graphemes.ts'
import { newId } from '../../lib/id.ts'
import type { Deps } from './deps.ts'
import './request-metrics.ts'

const idLabel = 'request' // what a line calls the id of its request

/** Asked again and again by machines: told at debug only. */
const quiet = /^\/(healthz|readyz|metrics|static\/)/

/** One line when a request is answered, instead of Fastify's two. */
class AnswersOnly extends LogController {
  override incomingRequest() {}
  override routeNotFound() {}
  override requestCompleted(error: Error | null | undefined, request: FastifyRequest, reply: FastifyReply) {
    const { method, path } = requestFacts(request)
    const answer = { method, path, route: request.routeOptions.url, status: reply.statusCode, ms: reply.elapsedTime }
    if (!error) return recordAnswer(request.server, request.log, answer)
    request.log.warn({ ...answerFacts(answer), err: error }, 'answer broken off')
  }
}

/** What may be told of a request. */
type Facts = { method: string; path: string }
/** `route`: the pattern of the address, where there is one. `ms`: from its head read to its end. */
type Answer = Facts & { route: string | undefined; status: number; ms: number }

/** An answer is out, whoever sent it: it is counted, and gets its line. `id` where the log does not know it. */
export function recordAnswer(app: FastifyInstance, log: FastifyBaseLogger, answer: Answer, id?: string): void {
  app.countAnswer(answer.method, answer.status, answer.route, answer.ms)
  const level = quiet.test(answer.path) ? 'debug' : 'info'
  if ((log as Logger).isLevelEnabled(level)) log[level](answerFacts(answer, id), 'answered')
}

// Written out: spreading one object into another made a new shape for each line, which took longer than writing it.
const answerFacts = ({ method, path, status, ms }: Answer, id?: string) => ({
  [idLabel]: id,
  method,
  path,
  status,
  ms: Math.round(ms * 10) / 10,
})

/** Fastify's options for logging. */
export function logging({ config, logTo }: { config: Pick<Config, 'logLevel' | 'trustProxy'> } & Pick<Deps, 'logTo'>) {
  const told = { level: config.logLevel, serializers: { req: requestFacts, err: errorFacts } }
  return {
    logger: logTo ? { ...told, stream: logTo } : told,
    logController: new AnswersOnly({ requestIdLogLabel: idLabel }),
    genReqId: requestId(config),
  }
}

/** The id of a proxy we trust, so that its log and ours can be read together; a visitor's own would be theirs to forge. */
export function requestId({ trustProxy }: Pick<Config, 'trustProxy'>) {
  // Unlike any other's, and in order: a UUID for each request took longer than looking up its page.
  const series = newId().slice(-12)
  let asked = 0
  return (request: { headers: { [name: string]: unknown } }): string => {
    const given = trustProxy ? request.headers['x-request-id'] : null
    return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : `${series}-${++asked}`
  }
}

/** What the log says of a request: no secret that its address holds. */
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
function errorFacts(error: unknown): ErrorFacts {
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
  cut(message.split('\nparams:')[0]!.replace(/[^\s<>@"'(]+@[^\s<>@"')]+/g, '…'), 1000)
