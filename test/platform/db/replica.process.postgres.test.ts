// Pages from a replica: everybody may read what was true a moment ago, and whoever did something sees what they did.
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { connect } from '../../../src/platform/db/connect.ts'
import { mostBehind } from '../../../src/platform/db/replica.ts'
import { migrate } from '../../../src/platform/db/tools/migrate.ts'
import { givenCase } from '../../support/cases.ts'
import { manyConnections } from '../../support/database.ts'
import { hasPostgres, startPrimary, startStandby } from '../../support/postgres.ts'
import { testWorld, type Visitor } from '../../support/world.ts'

const path = '/haicheng/proposals/2026-0001'
const api = '/api/v1/haicheng/proposals/2026-0001'
const press = { district: 'gangdong' }
const countSeenBy = async (visitor: Visitor): Promise<number> => {
  const reply = await visitor.get(api)
  expect(reply.statusCode).toBe(200)
  return (reply.json() as { cosignatures: { count: number } }).cosignatures.count
}

async function until(reached: () => Promise<boolean>) {
  for (let i = 0; i < 200; i++) {
    if (await reached()) return
    await sleep(50)
  }
  throw new Error('It did not come to that in 10 s')
}

async function cityWithAReplica() {
  const primary = await startPrimary()
  onTestFinished(primary.gone)
  const standby = await startStandby(primary)
  onTestFinished(standby.gone)
  const db = await connect(primary.url, { busyFor: 5000, replicaUrl: standby.url })
  onTestFinished(db.close)
  await migrate(db)
  const told: (string | null)[] = []
  db.events.on('trouble', ({ words }) => told.push(words))
  const world = await testWorld({ db, config: { replicaUrl: standby.url } })
  await givenCase(world, { number: '2026-0001', title: '夜市停用一次性餐具', threshold: 5000 })
  // What each connection to the replica was last asked: the application's page, or the look at how far behind it is.
  const isRead = () =>
    standby.psql(
      `select count(*) > 0 from pg_stat_activity where pid <> pg_backend_pid() and query like 'select "%'`,
    ) === 't'
  await until(async () => {
    await world.visitor().get(api)
    return isRead() && standby.psql('select count(*) from proposals') === '1'
  })
  return { ...world, primary, standby, told }
}

test.runIf(manyConnections && hasPostgres)(
  'a replica that lags is read by everybody but those who did something; one that lags too far, or is away, by nobody',
  async () => {
    const { signedIn, visitor, standby, told } = await cityWithAReplica()
    const signer = await signedIn('signer@b.test')
    const [passerBy, newcomer] = [visitor(), visitor()]

    standby.psql('select pg_wal_replay_pause()')
    expect((await signer.post(`${path}/cosignatures`, press)).statusCode).toBe(303)
    expect(await countSeenBy(passerBy)).toBe(0) // from the replica
    expect(await countSeenBy(signer)).toBe(1)
    // Signed out, and without an account: both have just done something.
    await signer.post('/sign-out')
    expect(await countSeenBy(signer)).toBe(1)
    await newcomer.post(`${path}/cosignatures`, { email: 'new@b.test', district: 'shibi', consent: '1' })
    expect(await countSeenBy(newcomer)).toBe(1)

    await until(async () => (await countSeenBy(passerBy)) === 1) // too far behind: the primary
    expect(told).toEqual([expect.stringMatching(/^The replica is too far behind/)])
    standby.psql('select pg_wal_replay_resume()')
    await until(async () => told.length === 2)
    expect(told[1]).toBeNull()

    standby.stop()
    for (let i = 0; i < 5; i++) expect(await countSeenBy(passerBy)).toBe(1)
    await until(async () => told.length === 3)
    expect(told[2]).toMatch(/^The replica does not answer/)
    standby.start()
    await until(async () => told.length === 4)
    expect(mostBehind).toBeLessThan(10_000) // how long the browser remembers that somebody did something
  },
)

test.runIf(manyConnections && hasPostgres)(
  'a newcomer is counted and sees it at once, though the replica has not heard of them; the link works before it has',
  async () => {
    const { visitor, standby, db } = await cityWithAReplica()
    standby.psql('select pg_wal_replay_pause()')
    const newcomer = visitor()
    await newcomer.post(`${path}/cosignatures`, { email: 'new@b.test', district: 'shibi', consent: '1' })
    const [mail] = await db.exclusively((exec) => exec(`select facts->>'token' as token from outbox`))
    const link = `${path}/cosignatures/${mail!.token}`
    const phone = visitor() // the mail is read elsewhere
    expect((await phone.get(link)).statusCode).toBe(200)
    expect((await phone.post(link)).statusCode).toBe(303)
    expect(await countSeenBy(phone)).toBe(1)
  },
)

test.runIf(manyConnections && hasPostgres)(
  'while the primary is away, pages that are open to all are still read from the replica',
  async () => {
    const { visitor, primary, signedIn } = await cityWithAReplica()
    const signer = await signedIn('signer@b.test')
    primary.kill()
    expect(await countSeenBy(visitor())).toBe(0)
    expect((await visitor().get(path)).statusCode).toBe(200)
    expect((await signer.post(`${path}/cosignatures`, press)).statusCode).toBe(503)
  },
)
