// An administrator sees what could not be delivered, and why; and whom they can reach otherwise.
import { expect, onTestFinished, test } from 'vitest'
import { enqueueMail } from '../../../src/domain/notifications/store.ts'
import { deliverDue } from '../../../src/domain/notifications/worker.ts'
import { write } from '../../../src/platform/db/write.ts'
import { smtpTransport } from '../../../src/platform/mail/transport.ts'
import { page } from '../../support/page.ts'
import { smtpServer } from '../../support/smtp.ts'
import { testWorld } from '../../support/world.ts'

test('mail that was given up is shown to administrators: which kind, how often, the server’s words, no citizen’s address', async () => {
  const { db, deps, clock, government, staff, visitor } = await testWorld()
  const server = await smtpServer()
  const transport = smtpTransport({ smtpUrl: server.url })!
  onTestFinished(() => transport.close())
  server.state.manner = (to) => (to.startsWith('gone') ? 550 : 450)
  await write(db, async (tx) => {
    const told = { language: 'en', governmentId: government.id, facts: {}, at: clock.now }
    for (const name of ['gone1', 'gone2'])
      await enqueueMail(tx, { ...told, kind: 'invitation', address: `${name}@b.test` })
    await enqueueMail(tx, { ...told, kind: 'assigned', address: 'grey@c.test' })
  })
  for (let hour = 0; hour < 4; hour++)
    await deliverDue(deps, transport, new Date(clock.now.getTime() + hour * 3_600_000))

  const administrator = await staff('administrator')
  expect((await administrator.read('/haicheng/desk')).hrefs).toContain('/haicheng/desk/mail')
  const shown = await administrator.get('/haicheng/desk/mail')
  const { heading } = page(shown)
  expect(page(shown).table(heading).sort()).toEqual([
    ['Assignment', '0', '0', '1', expect.stringContaining('450')],
    ['Invitation to staff', '2', '0', '0', expect.stringContaining('550')],
  ])
  expect(shown.body).not.toMatch(/grey@/)
  expect(page(shown).text, 'whom they invited themselves they see').toContain('gone1@b.test')

  expect((await (await staff('moderator')).get('/haicheng/desk/mail')).statusCode).toBe(403)
  expect((await visitor().get('/haicheng/desk/mail')).statusCode).toBe(303)
})

test('where everything was delivered, the page says so', async () => {
  const { staff } = await testWorld()
  expect((await (await staff('administrator')).read('/haicheng/desk/mail')).text).toContain('Everything was delivered')
})
