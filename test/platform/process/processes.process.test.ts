// Several processes, replaced and stopped while people use the platform.

import { once } from 'node:events'
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { serving, servingOn, until } from '../../support/command.ts'
import { manyConnections, testUrl } from '../../support/database.ts'

/** Asks again and again until told to stop: some browsers keep their connection, others open one each time. */
function visitors(address: string, path = '/') {
  const failures: string[] = []
  const agents = [new Agent({ keepAlive: true }), new Agent({ keepAlive: true }), new Agent({ keepAlive: false })]
  let going = true
  let answered = 0
  const one = async (agent: Agent) => {
    while (going) {
      const failure = await ask(agent, address + path).then(
        ({ statusCode }) => (statusCode === 200 ? null : `status ${statusCode}`),
        (error: Error) => String(error),
      )
      if (failure) failures.push(failure)
      else answered++
      await setTimeout(20)
    }
  }
  const all = Promise.all(agents.map(one))
  const stop = async () => {
    going = false
    await all
    for (const agent of agents) agent.destroy()
  }
  onTestFinished(stop)
  return { failures, answered: () => answered, stop }
}

async function ask(agent: Agent, url: string): Promise<IncomingMessage> {
  const asked = httpRequest(url, { agent }).end()
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  response.resume()
  await once(response, 'end')
  return response
}

const measured = async (address: string, line: RegExp): Promise<number> => {
  const text = await (await fetch(`${address}/metrics`)).text()
  return text
    .split('\n')
    .filter((l) => line.test(l))
    .reduce((sum, l) => sum + Number(l.split(' ').at(-1)), 0)
}

test.runIf(manyConnections)(
  'workers are replaced one by one, or when they die, and nobody is refused; the numbers stay whole',
  async () => {
    const server = await serving(servingOn(await testUrl()), ['--processes', '2'])
    await until(() => server.told('a worker serves').length === 2)
    const crowd = visitors(server.address)
    await until(() => crowd.answered() > 20)

    server.child.kill('SIGHUP')
    await until(() => server.told('every worker was exchanged').length === 1, 'the exchange')
    const after = crowd.answered()
    await until(() => crowd.answered() > after + 20)
    await crowd.stop()
    expect(crowd.failures).toEqual([])
    expect(server.told('a worker serves')).toHaveLength(4)
    expect(server.told('a worker died and is replaced')).toEqual([])

    // Those that left are still in the sum, and it is one sum, whichever process is asked
    const answers = /^fuyi_http_request_duration_seconds_count\{.*route="\/".*status="200"/
    expect(await measured(server.address, answers)).toBe(crowd.answered())
    expect(await measured(server.address, /^fuyi_processes /)).toBe(2)

    const [victim] = workersOf(server.lines())
    process.kill(victim!, 'SIGKILL')
    await until(() => server.told('a worker serves').length === 5, 'a worker in place of the dead one')
    expect(server.told('a worker died and is replaced')).toMatchObject([{ how: 'SIGKILL' }])
    expect((await fetch(`${server.address}/healthz`)).status).toBe(200)
    expect(await measured(server.address, /^fuyi_processes /)).toBe(2)

    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
    await expect(fetch(`${server.address}/healthz`)).rejects.toThrow()
  },
)

/** The pids of the last two workers that came up. */
const workersOf = (lines: { msg: string; workerPid?: unknown }[]) =>
  lines
    .filter(({ msg }) => msg === 'a worker serves')
    .slice(-2)
    .map(({ workerPid }) => workerPid as number)

test.runIf(manyConnections)('a stop reaches a worker that is still starting', async () => {
  const server = await serving(servingOn(await testUrl()), ['--processes', '2'])
  await until(() => server.told('a worker serves').length === 2)
  server.child.kill('SIGHUP')
  await setTimeout(100) // the first new worker is on its way, and hears nothing yet
  server.child.kill('SIGTERM')
  expect(await server.ended).toBe(0)
  expect(server.told('a worker serves')).toHaveLength(3)
  expect(server.told('a worker did not stop in time and was killed')).toEqual([])
})

test.runIf(manyConnections)('a stop finishes what was taken, and closes connections that wait', async () => {
  const server = await serving(servingOn(await testUrl()))
  const body = 'email=wang%40example.tw'
  const agent = new Agent({ keepAlive: true })
  const idle = await ask(agent, `${server.address}/healthz`)
  expect(idle.headers.connection).toBe('keep-alive')

  const half = httpRequest(`${server.address}/sign-in`, {
    method: 'POST',
    headers: {
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': body.length,
    },
  })
  half.write(body.slice(0, 10))
  await setTimeout(200)
  server.child.kill('SIGTERM')
  await until(async () => (await fetch(`${server.address}/healthz`).catch(() => null)) === null, 'the door to close')
  half.end(body.slice(10))
  const [response] = (await once(half, 'response')) as [IncomingMessage]
  expect([response.statusCode, response.headers.connection]).toEqual([303, 'close'])
  response.resume()
  expect(await server.ended).toBe(0)
})

test.runIf(manyConnections)('a socket that systemd holds: the program is exchanged and nobody is refused', async () => {
  const holder = fileURLToPath(new URL('../../support/socket-holder.py', import.meta.url))
  const settings = servingOn(await testUrl())
  const server = await serving(settings, [], ['python3', holder])
  const crowd = visitors(server.address)
  await until(() => crowd.answered() > 20)
  server.child.kill('SIGHUP') // the holder stops the program and starts it again
  await until(() => server.said.out.split('Fuyi 附議: ').length === 3, 'the second program')
  const after = crowd.answered()
  await until(() => crowd.answered() > after + 20)
  await crowd.stop()
  expect(crowd.failures).toEqual([])
  server.child.kill('SIGTERM')
  await server.ended
})
