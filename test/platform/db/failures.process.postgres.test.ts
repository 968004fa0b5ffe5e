// A PostgreSQL server that restarts, closes connections or hands over to another: what people see, and that it passes.
import { expect, onTestFinished, test } from 'vitest'
import { connect } from '../../../src/platform/db/connect.ts'
import type { Trouble } from '../../../src/platform/db/events.ts'
import { addressesOf } from '../../../src/platform/db/servers.ts'
import { migrate } from '../../../src/platform/db/tools/migrate.ts'
import { givenCase } from '../../support/cases.ts'
import { manyConnections } from '../../support/database.ts'
import { page } from '../../support/page.ts'
import { hasPostgres, type PostgresServer, startPrimary, startStandby } from '../../support/postgres.ts'
import { testWorld } from '../../support/world.ts'

const path = '/haicheng/proposals/2026-0001'
const press = { district: 'gangdong' }

async function town(server: PostgresServer, url = server.url) {
  const db = await connect(url, { busyFor: 1000 })
  onTestFinished(db.close)
  await migrate(db)
  const told: Trouble[] = []
  db.events.on('trouble', (trouble) => told.push(trouble))
  const world = await testWorld({ db })
  await givenCase(world, { number: '2026-0001', title: '夜市停用一次性餐具' })
  return { ...world, signer: await world.signedIn('signer@b.test'), told }
}

test('several servers in one address are told apart, as libpq writes them', () => {
  expect(addressesOf('postgres://u:p%40@a:1,b:2/fuyi?target_session_attrs=read-write&sslmode=disable')).toEqual({
    servers: ['postgres://u:p%40@a:1/fuyi?sslmode=disable', 'postgres://u:p%40@b:2/fuyi?sslmode=disable'],
    readWrite: true,
  })
  expect(addressesOf('postgres://a/fuyi')).toEqual({ servers: ['postgres://a/fuyi'], readWrite: false })
})

test.runIf(manyConnections && hasPostgres)(
  'connections that the server closed are nobody’s concern; a server that is down says when to come again',
  async () => {
    const server = await startPrimary()
    onTestFinished(server.gone)
    const { signer, visitor, told } = await town(server)
    expect((await signer.get(path)).statusCode).toBe(200)

    const others = `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = 'fuyi'`
    server.psql(others)
    expect((await signer.post(`${path}/cosignatures`, press)).statusCode).toBe(303)
    server.psql(others)
    expect((await visitor().get(path)).statusCode).toBe(200)
    expect(told).toEqual([])

    server.stop()
    for (const reply of [await signer.post(`${path}/withdrawals`), await visitor().get('/haicheng/')]) {
      expect(reply.statusCode).toBe(503)
      expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0)
      expect(page(reply).heading).toBe('Busy just now')
      expect(reply.body).not.toContain('ECONNREFUSED')
    }
    server.start()
    expect((await signer.post(`${path}/withdrawals`)).statusCode).toBe(303)
    expect((await visitor().get('/haicheng/')).statusCode).toBe(200)
    expect(told.map(({ words }) => words)).toEqual([
      expect.stringMatching(/^No server takes writes: 127\.0\.0\.1:\d+ ECONNREFUSED/),
      null,
    ])
  },
)

test.runIf(manyConnections && hasPostgres)(
  'when the primary is gone and the standby promoted, the same address leads there',
  async () => {
    const primary = await startPrimary()
    onTestFinished(primary.gone)
    const standby = await startStandby(primary)
    onTestFinished(standby.gone)
    // The standby first: it is passed over while it is one.
    const url = `postgres://fuyi@127.0.0.1:${standby.port},127.0.0.1:${primary.port}/fuyi?target_session_attrs=read-write`
    const { signer, visitor, told } = await town(primary, url)
    expect((await signer.post(`${path}/cosignatures`, press)).statusCode).toBe(303)

    primary.kill()
    expect((await signer.post(`${path}/withdrawals`)).statusCode).toBe(503)
    standby.promote()
    expect((await signer.post(`${path}/withdrawals`)).statusCode).toBe(303)
    expect((await visitor().get(path)).statusCode).toBe(200)
    expect(told[0]?.words).toMatch(/is a standby/)
    expect(told.at(-1)?.words).toBeNull()
  },
)
