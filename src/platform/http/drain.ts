// Leaving without hanging up on anybody. HTTP/1.1 has no way to say "send nothing more" on an idle connection: closing it
// may cross with a request on its way. So for a while every answer says `Connection: close`, and only then idle ones go.
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import plugin from 'fastify-plugin'
import { AppServer } from './server.ts'

declare module 'fastify' {
  interface FastifyInstance {
    drain: (times: { idle: number; inFlight: number }) => Promise<boolean>
  }
}

const step = 25 // ms

export const draining = plugin(async (app: FastifyInstance) => {
  const { server } = app
  if (!(server instanceof AppServer)) throw new Error('Leaving in order needs the server that http/server.ts makes.')
  let leaving = false
  const connections = new Map<Socket, Set<ServerResponse>>() // with the answers under way on each
  server.on('connection', (socket) => {
    connections.set(socket, new Set())
    // and with it what waits behind another answer: Node tells no end of those
    socket.once('close', () => connections.delete(socket))
  })
  // Before all others: the next listener may send a whole page
  server.prependListener('request', ({ socket }, answer) => {
    if (leaving) answer.shouldKeepAlive = false
    connections.get(socket)?.add(answer)
    answer.on('close', ended)
  })
  function ended(this: ServerResponse) {
    connections.get(this.req.socket)?.delete(this)
  }
  const underWay = () => [...connections.values()].flatMap((answers) => [...answers])

  /**
   * Takes no new connection, and answers what comes on old ones. Waits until they are gone, at most `idle` ms for those
   * that say nothing and `inFlight` ms for answers under way. False when an answer was still missing then.
   */
  app.decorate('drain', async ({ idle, inFlight: patience }) => {
    leaving = true
    for (const answer of underWay()) answer.shouldKeepAlive = false
    server.keepsIdle = true
    server.close()
    await until(() => connections.size === 0, idle)
    server.keepsIdle = false
    server.closeIdleConnections()
    const finished = await until(() => underWay().length === 0, patience)
    server.closeAllConnections()
    return finished
  })
})

async function until(reached: () => boolean, within: number): Promise<boolean> {
  const end = performance.now() + within
  while (!reached() && performance.now() < end) await sleep(step)
  return reached()
}
