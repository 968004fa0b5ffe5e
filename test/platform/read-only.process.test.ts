// `fuyi serve --read-only`, by one process and by several.
import { expect, test } from 'vitest'
import { deploymentStatus, leases } from '../../src/platform/db/deployment-tables.ts'
import { makeCity } from '../support/city.ts'
import { serving, servingOn } from '../support/command.ts'
import { connectForTest, manyConnections, testUrl } from '../support/database.ts'

test.runIf(manyConnections)('pages are served, nothing is taken, and no job runs', async () => {
  const url = await testUrl()
  const db = await connectForTest(url)
  await makeCity(db, new Date())
  const rows = async () => [await db.reads.select().from(leases), await db.reads.select().from(deploymentStatus)]
  const before = await rows()
  for (const processes of ['1', '2']) {
    const server = await serving(servingOn(url), ['--read-only', '--processes', processes])
    const ask = async (path: string, form?: string) => {
      const headers = { 'sec-fetch-site': 'same-origin', 'accept-language': 'en' }
      const body = form === undefined ? null : new URLSearchParams(form)
      const answer = await fetch(server.address + path, { method: body ? 'POST' : 'GET', headers, body })
      return { status: answer.status, body: await answer.text() }
    }
    for (let i = 0; i < 4; i++) {
      expect(await ask('/haicheng')).toMatchObject({
        status: 200,
        body: expect.stringContaining('We are working on the platform'),
      })
      expect(await ask('/readyz')).toEqual({ status: 200, body: 'ready, read-only\n' })
    }
    expect((await ask('/healthz')).body).toContain('"read_only":true')
    const sent = await ask('/haicheng/proposals/drafts', 'words=typed')
    expect(sent).toMatchObject({
      status: 503,
      body: expect.stringMatching(/You can only read at the moment[\s\S]*目前只能瀏覽/),
    })
    expect(server.lines().filter(({ level }) => Number(level) >= 50)).toEqual([])
    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
  }
  expect(await rows(), 'neither a lease nor a heartbeat').toEqual(before)
})
