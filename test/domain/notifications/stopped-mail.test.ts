// Mail to a mailbox that is gone stops; who it was for reads why, and ends it; who sent it reads to whom and why.
import { and, eq } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { takeReport } from '../../../src/domain/notifications/bounces.ts'
import { eraseMail } from '../../../src/domain/notifications/erase-mail.ts'
import { countStopped } from '../../../src/domain/notifications/returned-mail.ts'
import { stopsMail } from '../../../src/domain/notifications/stopping.ts'
import { notifyPerson } from '../../../src/domain/notifications/store.ts'
import { deliverDue } from '../../../src/domain/notifications/worker.ts'
import { write } from '../../../src/platform/db/write.ts'
import { readReport } from '../../../src/platform/mail/delivery-report.ts'
import { smtpTransport } from '../../../src/platform/mail/transport.ts'
import { outbox, returnedMail } from '../../../src/schema/notifications.ts'
import { deliveryReport } from '../../support/reports.ts'
import { smtpServer } from '../../support/smtp.ts'
import { testWorld } from '../../support/world.ts'

async function posted() {
  const world = await testWorld({ config: { bounceAddress: 'bounces@back.test' } })
  const server = await smtpServer()
  const transport = smtpTransport({ smtpUrl: server.url, dkim: null })!
  onTestFinished(() => transport.close())
  const { db, deps, government, clock } = world
  /** One more mail to somebody; the address that a report about it is sent to, null where it did not go. */
  async function mail(personId: string): Promise<string | null> {
    const before = server.received.length
    const facts = { number: '2026-0001', title: '步道' }
    const told = { kind: 'due_7' as const, governmentId: government.id, facts, at: clock.now }
    await write(db, (tx) => notifyPerson(tx, personId, told))
    await deliverDue(deps, transport, clock.now)
    return server.received[before]?.from ?? null
  }
  const report = async (to: string, given: object = {}) =>
    takeReport(db, deps.config.secret, (await readReport(deliveryReport({ to, ...given })))!, clock.now)
  const comesBack = async (personId: string, given: object = {}) => report((await mail(personId))!, given)
  return { world, server, mail, report, comesBack, deliver: () => deliverDue(deps, transport, clock.now) }
}

test('two mails that come back from no mailbox stop the third; my page says so, and one press sends again', async () => {
  const { world, mail, report, comesBack } = await posted()
  const mei = await world.signedIn('mei@gone.test')
  const id = mei.personId!
  const first = (await mail(id))!
  expect(await report(first, { action: 'delayed', status: '4.4.1' })).toBe('for_now')
  await report(first)
  await report(first) // told twice, it came back once
  expect((await mei.read('/me')).text).not.toContain('do not arrive')
  await comesBack(id)
  expect(await mail(id)).toBe(null)
  const shown = await mei.read('/me')
  for (const said of [
    'Our emails to you do not arrive',
    'says that there is no such mailbox',
    'We still send sign-in codes',
  ])
    expect(shown.text).toContain(said)
  expect(shown.part('Messages').items.length, 'what was not mailed can be read').toBe(3)

  const again = await mei.post('/me/mail')
  expect([again.statusCode, again.headers.location]).toEqual([303, '/me?done=mail_again'])
  expect((await mei.read('/me?done=mail_again')).notice).toContain('We send you emails again')
  expect((await mei.read('/me')).text).not.toContain('do not arrive')
  expect(await mail(id)).not.toBe(null)
  expect((await world.visitor().post('/me/mail')).statusCode).not.toBe(200)
})

test('who sent it reads to whom nothing went and why; an invitation to that address stops too', async () => {
  const { world, comesBack, mail, deliver } = await posted()
  const administrator = await world.staff('administrator')
  const officer = await world.staff('officer', world.agencies.transport)
  for (let times = 0; times < 2; times++) await comesBack(officer.personId!)
  expect(await mail(officer.personId!)).toBe(null)
  const invitation = { email: officer.email, role: 'moderator', agency: '' }
  await administrator.post('/haicheng/desk/settings/invitations', invitation)
  await deliver()
  const failed = await world.db.reads
    .select({ sentAt: outbox.sentAt, lastError: outbox.lastError })
    .from(outbox)
    .where(and(eq(outbox.kind, 'invitation'), eq(outbox.address, officer.email)))
  expect(failed).toMatchObject([{ sentAt: null, lastError: expect.stringMatching(/^stopped: 5\.1\.1/) }])
  const page = await administrator.read('/haicheng/desk/mail')
  expect(page.text).toContain('1 person is sent nothing any more')
  expect(page.text).toContain('says that there is no such mailbox')
  expect((await administrator.read('/haicheng/desk/settings/people')).text).toContain('The invitation did not arrive')
  expect(await countStopped(world.db.reads)).toBe(1)
})

test('one that was tried in vain, or a full mailbox, stops nothing; and what is erased is forgotten', async () => {
  const { world, comesBack, mail } = await posted()
  const lin = (await world.signedIn('lin@full.test')).personId!
  await comesBack(lin, { status: '4.4.1', words: '451 timed out' })
  await comesBack(lin, { status: '5.2.2', words: '552 5.2.2 Mailbox full' })
  expect(await mail(lin)).not.toBe(null)
  await write(world.db, (tx) => eraseMail(tx, [lin]))
  expect(await world.db.reads.select().from(returnedMail)).toEqual([])
})

test.each([
  [1, '5.1.1 User unknown', false],
  [2, '5.1.1 User unknown', true],
  [2, '5.1.2 Bad destination system address', true],
  [2, '5.2.2 Mailbox full', false],
  [4, '5.7.1 Blocked', false],
  [5, '5.7.1 Blocked', true],
  [2, '4.1.1 tried in vain', false],
  [5, '', true],
])('%i in a row, the last one “%s”', (times, bounce, stops) => {
  expect(stopsMail(times, bounce)).toBe(stops)
})
