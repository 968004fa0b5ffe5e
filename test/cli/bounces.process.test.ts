// Delivery reports reach the platform by a pipe of the mail server, or out of a Maildir.

import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { enqueueMail } from '../../src/domain/notifications/store.ts'
import { returnAddress } from '../../src/lib/verp.ts'
import { write } from '../../src/platform/db/write.ts'
import { outbox } from '../../src/schema/notifications.ts'
import { run, servingOn, start } from '../support/command.ts'
import { connectForTest, manyConnections, testUrl } from '../support/database.ts'
import { deliveryReport, holidayNote } from '../support/reports.ts'

test.runIf(manyConnections)('reports are taken from the standard input and from a Maildir', async () => {
  const url = await testUrl()
  const settings = servingOn(url)
  await run(['migrate'], settings)
  const db = await connectForTest(url, { busyFor: 20_000 })
  const at = new Date()
  for (const address of ['a@b.test', 'c@b.test'])
    await write(db, (tx) => enqueueMail(tx, { kind: 'invitation', address, language: 'en', facts: { token: 'T' }, at }))
  await write(db, (tx) => tx.update(outbox).set({ sentAt: at, nextTryAt: null }).returning({ id: outbox.id }))
  const rows = await db.reads.select().from(outbox)
  const [first, second] = rows.map(({ id }) => returnAddress(settings.SECRET!, 'bounces@fuyi.test', id))

  const piped = start(['bounce', '--to', first!], settings)
  piped.child.stdin.end(deliveryReport({ to: 'somebody@else.test' }))
  expect(await piped.ended).toBe(0)
  expect(piped.said.out).toContain('marked as returned')

  const maildir = mkdtempSync(join(inject('folder'), 'maildir-'))
  mkdirSync(join(maildir, 'new'))
  writeFileSync(join(maildir, 'new', '1'), deliveryReport({ to: second! }))
  writeFileSync(join(maildir, 'new', '2'), holidayNote(second!))
  const taken = await run(['bounce', maildir], settings)
  expect(taken).toMatchObject({ code: 0, out: expect.stringMatching(/1 marked as returned\n1 no delivery report/) })
  expect(readdirSync(join(maildir, 'new'))).toEqual([])
  expect((await run(['bounce', maildir], settings)).out).toContain('nothing new')

  const marked = await db.reads.select().from(outbox)
  expect(marked.map(({ bouncedAt }) => bouncedAt !== null)).toEqual([true, true])
  expect((await run(['bounce', maildir], { ...settings, SECRET: undefined })).code, 'without its secret').toBe(2)
  expect((await run(['bounce', '/nowhere'], settings)).code).toBe(2)
})
