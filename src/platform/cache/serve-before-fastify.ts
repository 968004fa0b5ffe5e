// What happens in front of Fastify, and past its own sending: a page that is kept costs little more than its bytes.
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import type { Sent } from './page-store.ts'

/** Whoever is not answered by `answers` goes on to Fastify. */
export function inFront(
  server: Server,
  answers: (request: IncomingMessage, response: ServerResponse) => boolean,
): void {
  const fastify = server.listeners('request').at(-1) as RequestListener
  server.off('request', fastify)
  server.on('request', (request, response) => {
    if (!answers(request, response)) fastify.call(server, request, response)
  })
}

/** The page, or that the visitor has it already. */
export function send(request: IncomingMessage, response: ServerResponse, tag: string, { body, head }: Sent): void {
  if (has(request, tag)) response.writeHead(304, withoutBody(head)).end()
  else response.writeHead(200, head).end(body)
}

function withoutBody(head: string[]): string[] {
  const kept: string[] = []
  for (let i = 0; i < head.length; i += 2)
    if (head[i] !== 'content-length' && head[i] !== 'content-encoding') kept.push(head[i]!, head[i + 1]!)
  return kept
}

/** Whether the visitor has this page already, in whatever encoding. */
export function has(request: Pick<IncomingMessage, 'headers'>, tag: string): boolean {
  const known = request.headers['if-none-match']
  return known?.includes(tag) ?? false
}

export const acceptedBy = (request: Pick<IncomingMessage, 'headers'>) =>
  request.headers['accept-encoding'] as string | undefined
