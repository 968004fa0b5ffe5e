// Mail that was taken by the mail server and came back: who is told, in words, and what is kept of it.
import { generateKeyPairSync, verify } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { expect, inject, onTestFinished, test } from 'vitest'
import type { Config } from '../../../src/config.ts'
import { takeReport } from '../../../src/domain/notifications/bounces.ts'
import { forgetMail } from '../../../src/domain/notifications/erase-mail.ts'
import { enqueueMail, notifyPerson } from '../../../src/domain/notifications/store.ts'
import { type WhyReturned, whyReturned } from '../../../src/domain/notifications/why-returned.ts'
import { deliverDue } from '../../../src/domain/notifications/worker.ts'
import { write } from '../../../src/platform/db/write.ts'
import { readReport } from '../../../src/platform/mail/delivery-report.ts'
import { smtpTransport } from '../../../src/platform/mail/transport.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { deliveryReport } from '../../support/reports.ts'
import { smtpServer } from '../../support/smtp.ts'
import { testWorld, type World } from '../../support/world.ts'

async function posted(more: Partial<Config> = { bounceAddress: 'bounces@back.test' }) {
  const world = await testWorld({ config: more })
  const server = await smtpServer()
  const transport = smtpTransport({ smtpUrl: server.url, dkim: more.dkim ?? null })!
  onTestFinished(() => transport.close())
  const deliver = () => deliverDue(world.deps, transport, world.clock.now)
  const returned = async (given: Parameters<typeof deliveryReport>[0]) =>
    takeReport(world.db, world.deps.config.secret, (await readReport(deliveryReport(given)))!, world.clock.now)
  return { world, server, deliver, returned }
}

const invited = ({ db, government, clock }: World, address: string) =>
  write(db, (tx) =>
    enqueueMail(tx, {
      kind: 'invitation',
      address,
      language: 'en',
      governmentId: government.id,
      facts: { token: 'T', role: 'officer' },
      at: clock.now,
    }),
  )

test('each mail has a return address of its own, and one that comes back to it is marked', async () => {
  const { world, server, deliver, returned } = await posted()
  for (const name of ['gone', 'here']) await invited(world, `${name}@b.test`)
  await deliver()
  const [gone, here] = ['gone', 'here'].map((name) => server.received.find(({ to }) => to.startsWith(name))!)
  expect(gone!.from).toMatch(/^bounces\+[0-9a-f]{48}@back\.test$/)
  expect(gone!.from).not.toBe(here!.from)
  expect(await returned({ to: gone!.from, action: 'delayed', status: '4.4.1' })).toBe('for_now')
  expect(await returned({ to: gone!.from })).toBe('marked')
  expect(await returned({ to: gone!.from }), 'told twice').toBe('marked')
  const rows = await world.db.reads.select().from(outbox)
  expect(rows.find(({ address }) => address === 'gone@b.test')).toMatchObject({
    sentAt: world.clock.now,
    bouncedAt: world.clock.now,
    bounce: expect.stringMatching(/^5\.1\.1 550 5\.1\.1 <…>: Recipient address rejected: User unknown/),
  })
  expect(rows.find(({ address }) => address === 'here@b.test')).toMatchObject({ bouncedAt: null })
})

test('where no address for returns is set, the Message-ID in the report says which mail it was', async () => {
  const { world, server, deliver, returned } = await posted({})
  await invited(world, 'gone@b.test')
  await deliver()
  expect(server.received[0]!.from).toBe('fuyi@example.test')
  expect(await returned({ messageId: server.received[0]!.messageId.slice(1, -1) })).toBe('marked')
})

test('a report of a mail that was never ours marks nothing', async () => {
  const { world, returned } = await posted()
  await invited(world, 'waits@b.test')
  const [row] = await world.db.reads.select().from(outbox)
  for (const given of [
    {},
    { to: `bounces+${'0'.repeat(48)}@back.test` },
    { messageId: `${row!.id}@localhost` }, // of one that was not sent
  ])
    expect(await returned(given)).toBe('unknown')
  expect(await world.db.reads.select().from(outbox)).toEqual([row])
})

test('an administrator reads to whom it did not go, why, and what to do; citizens stay unnamed', async () => {
  const { world, server, deliver, returned } = await posted()
  const administrator = await world.staff('administrator')
  const officer = await world.staff('officer', world.agencies.transport)
  const author = await world.signedIn('author@citizen.test')
  const proposalId = await givenCase(world, { number: '2026-0007', authorId: author.personId })
  await administrator.post('/haicheng/desk/settings/invitations', {
    email: 'misspelt@b.test',
    role: 'moderator',
    agency: '',
  })
  const at = world.clock.now
  const told = { governmentId: world.government.id, proposalId, facts: { number: '2026-0007', title: 'x' }, at }
  await write(world.db, async (tx) => {
    await notifyPerson(tx, officer.personId, { ...told, kind: 'due_7' })
    await notifyPerson(tx, author.personId, { ...told, kind: 'reach_proposer' })
    await notifyPerson(tx, author.personId, { ...told, kind: 'closing_moved' })
  })
  await deliver()
  for (const { from } of server.received) await returned({ to: from, status: '5.2.2', words: '552 5.2.2 Mailbox full' })

  const shown = page(await administrator.get('/haicheng/desk/mail'))
  expect(shown.text).toContain('misspelt@b.test')
  expect(shown.text).toContain('The proposer of 2026-0007')
  expect(shown.text).toContain('Their mailbox is full. Check the address.')
  expect(shown.text).toContain('Tell this colleague in person or by phone')
  expect(shown.text).not.toContain('author@citizen.test')
  expect(shown.hrefs).toContain('/haicheng/desk/2026-0007')
  expect((await administrator.read('/haicheng/desk/settings/people')).text).toContain(
    'The invitation did not arrive. Their mailbox is full.',
  )
})

test('what came back is counted for thirty days, without its address', async () => {
  const { world, server, deliver, returned } = await posted()
  await invited(world, 'gone@b.test')
  await deliver()
  await returned({ to: server.received[0]!.from })
  const after = (days: number) => new Date(world.clock.now.getTime() + days * 86_400_000)
  await forgetMail(world.deps, after(15))
  expect(await world.db.reads.select().from(outbox)).toMatchObject([{ address: '', facts: {}, kind: 'invitation' }])
  await forgetMail(world.deps, after(31))
  expect(await world.db.reads.select().from(outbox).where(eq(outbox.kind, 'invitation'))).toEqual([])
})

test.each<[string, WhyReturned]>([
  ['5.1.1 550 5.1.1 <…>: User unknown', 'no_mailbox'],
  ['EENVELOPE 550 550 No such user here', 'no_mailbox'],
  ['5.1.2 Bad destination system address', 'no_domain'],
  ['5.4.4 Host not found', 'no_domain'],
  ['4.2.2 552 over quota', 'full'],
  ['5.7.26 This mail has been blocked because the sender is unauthenticated', 'refused'],
  ['EENVELOPE 554 rejected as spam', 'refused'],
  ['5.0.0 permanent failure', 'other'],
  ['', 'other'],
])('"%s" comes to %s', (words, why) => {
  expect(whyReturned(words)).toBe(why)
})

test('mail is signed with the key of the operator, so that others can tell it is ours', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const keyFile = join(mkdtempSync(join(inject('folder'), 'dkim-')), 'dkim.pem')
  writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const { world, server, deliver } = await posted({ dkim: { domain: 'example.test', selector: 'fuyi', keyFile } })
  await invited(world, 'new@b.test')
  await deliver()
  const [heads] = server.received[0]!.raw.split('\r\n\r\n') as [string]
  const fields = heads.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  const signature = fields.find((field) => field.startsWith('DKIM-Signature:'))!
  expect(signature).toMatch(/d=example\.test;.* s=fuyi;/)
  // RFC 6376, 3.7: the named fields, relaxed, then the signature's own field without its value
  const relaxed = (field: string) =>
    field.replace(
      /^([^:]+):\s*(.*)$/s,
      (_, name: string, value: string) => `${name.toLowerCase()}:${value.replace(/\s+/g, ' ').trim()}`,
    )
  const names = /\bh=([^;]+);/
    .exec(signature)![1]!
    .split(':')
    .map((name) => name.trim().toLowerCase())
  const named = names.flatMap((name) => fields.filter((field) => field.toLowerCase().startsWith(`${name}:`)))
  const signed = [...named.map(relaxed), relaxed(signature.replace(/\bb=[^;]*/, 'b='))].join('\r\n')
  const value = Buffer.from(/\bb=([^;]*)/.exec(signature)![1]!.replace(/\s/g, ''), 'base64')
  expect(verify('sha256', Buffer.from(signed), publicKey, value)).toBe(true)
})
