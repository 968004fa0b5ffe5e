// Whatever is wrong with one message, the others go out, and codes before all.
import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { engine } from '../../../src/config.ts'
import { follow } from '../../../src/domain/notifications/follow-store.ts'
import { expandMailings } from '../../../src/domain/notifications/mailings.ts'
import { enqueueMail } from '../../../src/domain/notifications/store.ts'
import { startMailing } from '../../../src/domain/notifications/tell-case.ts'
import { deliverDue } from '../../../src/domain/notifications/worker.ts'
import { newId } from '../../../src/lib/id.ts'
import { execute } from '../../../src/platform/db/columns.ts'
import type { Database } from '../../../src/platform/db/database.ts'
import { write } from '../../../src/platform/db/write.ts'
import { smtpTransport } from '../../../src/platform/mail/transport.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { people } from '../../../src/schema/people.ts'
import type { MessageKind } from '../../../src/schema/values.ts'
import { testDatabase } from '../../support/database.ts'
import { depsOf } from '../../support/deps.ts'
import { smtpServer } from '../../support/smtp.ts'

const start = new Date('2026-06-18T09:00:00+08:00')
const later = (minutes: number) => new Date(start.getTime() + minutes * 60_000)

/** Rows as a newer version or a damaged file may leave them: the database's own rules keep them out no more. */
async function withoutRules(db: Database): Promise<void> {
  const rules =
    engine === 'sqlite'
      ? ['pragma ignore_check_constraints = on', 'pragma foreign_keys = off']
      : ['outbox', 'mailings', 'follows'].flatMap((table) => [
          `do $$ declare rule text; begin
             for rule in select conname from pg_constraint where conrelid = '${table}'::regclass and contype in ('c', 'f')
             loop execute format('alter table ${table} drop constraint %I', rule); end loop; end $$`,
        ])
  await db.exclusively(async (exec) => {
    for (const rule of rules) await exec(rule)
  })
}

async function office() {
  const db = await testDatabase()
  await withoutRules(db)
  const server = await smtpServer()
  const transport = smtpTransport({ smtpUrl: server.url })!
  onTestFinished(() => transport.close())
  const put = (address: string, more: Partial<Parameters<typeof enqueueMail>[1]> = {}) =>
    write(db, (tx) =>
      enqueueMail(tx, { kind: 'invitation', address, language: 'zh-Hant', facts: { token: 'T' }, at: start, ...more }),
    )
  const code = (address: string, at = start) => put(address, { kind: 'sign_in_code', facts: { code: '123456' }, at })
  const send = (minutes = 0) => deliverDue(depsOf(db, later(minutes)), transport, later(minutes))
  const ruin = (statement: ReturnType<typeof sql>) => write(db, (tx) => execute(tx, statement))
  const state = async (address: string) =>
    (
      await db.reads
        .select({ attempts: outbox.attempts, due: outbox.nextTryAt, sent: outbox.sentAt, why: outbox.lastError })
        .from(outbox)
        .where(sql`${outbox.address} = ${address}`)
    )[0]!
  return { db, server, put, code, send, ruin, state }
}

type Office = Awaited<ReturnType<typeof office>>

/** What may be wrong with a row, and how it comes to be so. */
const wrongs: { [what: string]: (office: Office) => Promise<unknown> } = {
  'a kind that this version does not know': ({ put }) =>
    put('bad@b.test', { kind: 'from_the_future' as MessageKind, facts: {} }),
  'a language that is none': ({ put }) => put('bad@b.test', { language: '!!' }),
  'facts that are no text to read': async ({ put, ruin }) => {
    await put('bad@b.test')
    await ruin(
      engine === 'sqlite'
        ? sql`update outbox set facts = '{"token": "bad@b' where address = 'bad@b.test'`
        : sql`update outbox set facts = 'null' where address = 'bad@b.test'`,
    )
  },
  'facts that are no object': async ({ put, ruin }) => {
    await put('bad@b.test')
    await ruin(sql`update outbox set facts = 'null' where address = 'bad@b.test'`)
  },
  'a date that is none': ({ put }) =>
    put('bad@b.test', { kind: 'closing_moved', facts: { closes_before: 'the day after' } }),
}

for (const [what, make] of Object.entries(wrongs))
  test(`${what} delays its own message alone, and again and again later each time`, async () => {
    const here = await office()
    await make(here)
    await here.put('before@b.test', { kind: 'assigned', facts: {} })
    await here.code('code@b.test')
    await here.put('signer@b.test', { kind: 'answer_published', facts: {} })
    expect(await here.send()).toBe(3)
    expect(here.server.received[0]!.to).toBe('code@b.test')
    expect(here.server.tried).not.toContain('bad@b.test')
    const first = await here.state('bad@b.test')
    expect(first).toMatchObject({ attempts: 1, sent: null, why: expect.stringMatching(/^cannot be /) })
    expect(first.why).not.toContain('bad@')
    await here.send(5)
    const second = await here.state('bad@b.test')
    expect(second.attempts).toBe(2)
    expect(second.due!.getTime()).toBeGreaterThan(first.due!.getTime())
  })

test('a row that cannot be read is given up in the end, and keeps nothing of what it held', async () => {
  const { send, put, state, db } = await office()
  await put('bad@b.test', { kind: 'from_the_future' as MessageKind, facts: { code: '99999' } })
  for (let day = 0; day < 12; day++) for (let hour = 0; hour < 24; hour += 7) await send((day * 24 + hour) * 60)
  expect(await state('bad@b.test')).toMatchObject({ attempts: 30, due: null, sent: null })
  expect((await db.reads.select().from(outbox))[0]!.facts).toEqual({})
})

test('somebody who does not exist, and an address that the server refuses, hold up nobody', async () => {
  const { server, put, code, send, state } = await office()
  server.state.manner = (to) => (to.startsWith('refused') ? 550 : 'take')
  for (let i = 0; i < 60; i++) await put(`refused${i}@b.test`, { kind: 'assigned', facts: {} })
  await put('gone@b.test', { personId: newId(), kind: 'assigned', facts: {} })
  await put('no address', { kind: 'assigned', facts: {} })
  await code('code@b.test')
  await put('good@b.test', { kind: 'assigned', facts: {} })
  await send()
  expect(server.received.map(({ to }) => to)).toEqual(expect.arrayContaining(['code@b.test', 'good@b.test']))
  expect(server.received[0]!.to).toBe('code@b.test')
  expect((await state('no address')).why).toBe('not an address')
})

test('a code goes while messages on which the server hangs up make it look as if it were down', async () => {
  const { server, put, code, send } = await office()
  server.state.manner = (to) => (to.startsWith('poison') ? 'drop' : 'take')
  for (let i = 0; i < 20; i++) await put(`poison${i}@b${i}.test`, { kind: 'assigned', facts: {} })
  await send()
  const triedSoFar = server.tried.length
  expect(triedSoFar).toBeLessThan(20)
  await code('code@b.test')
  expect(await send()).toBe(1)
  expect(server.received.map(({ to }) => to)).toEqual(['code@b.test'])
})

test.runIf(engine === 'sqlite')('a mailing that cannot be read holds up no other', async () => {
  const { db, send, server, ruin } = await office()
  const personId = newId()
  const mailing = (proposalId: string) =>
    write(db, (tx) =>
      startMailing(tx, { kind: 'answer_published', governmentId: newId(), proposalId, facts: {}, at: start }),
    )
  await mailing('bad')
  await ruin(sql`update mailings set facts = '{'`)
  await mailing('good')
  await write(db, async (tx) => {
    await tx.insert(people).values({ id: personId, email: 'signer@b.test', language: 'en', createdAt: start })
    await follow(tx, 'good', personId, start)
  })
  await expect(expandMailings(depsOf(db, start), start)).rejects.toThrow()
  await send()
  expect(server.received.map(({ to }) => to)).toEqual(['signer@b.test'])
})
