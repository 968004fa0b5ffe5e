// Leaving without hanging up on anybody. HTTP/1.1 has no way to say "send nothing more" on an idle connection: closing it
// may cross with a request on its way. So for a while every answer says `Connection: close`, and only then idle ones go.

import type { ServerResponse } from 'node:http'
import { Server } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import plugin from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyInstance {
    drain: (times: { idle: number; inFlight: number }) => Promise<boolean>
  }
}

const step = 25 // ms

export const draining = plugin(async (app: FastifyInstance) => {
  let leaving = false
  let connections = 0
  const answers = new Set<ServerResponse>()
  app.server.on('connection', (socket) => {
    connections++
    socket.once('close', () => connections--)
  })
  function forget(this: ServerResponse) {
    answers.delete(this)
  }
  // Before all others: a page that is kept is sent within the next
  app.server.prependListener('request', (_request, answer) => {
    if (leaving) answer.shouldKeepAlive = false
    answers.add(answer)
    answer.on('close', forget)
  })

  /**
   * Takes no new connection, and answers what comes on old ones. Waits until they are gone, at most `idle` ms for those
   * that say nothing and `inFlight` ms for answers under way. False when an answer was still missing then.
   */
  app.decorate('drain', async ({ idle, inFlight: patience }) => {
    leaving = true
    for (const answer of answers) answer.shouldKeepAlive = false
    Server.prototype.close.call(app.server) // http's own close would end idle connections at once
    await until(() => connections === 0, idle)
    app.server.closeIdleConnections()
    const finished = await until(() => answers.size === 0, patience)
    app.server.closeAllConnections()
    return finished
  })
})

async function until(reached: () => boolean, within: number): Promise<boolean> {
  const end = performance.now() + within
  while (!reached() && performance.now() < end) await sleep(step)
  return reached()
}
