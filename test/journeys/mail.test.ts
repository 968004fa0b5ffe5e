// Somebody tries the demonstration and reads a mail there as it would leave; an administrator sees what did not arrive.
import { expect, test } from 'vitest'
import { enqueueMail } from '../../src/domain/notifications/store.ts'
import { write } from '../../src/platform/db/write.ts'
import { mailDomainDays, outbox } from '../../src/schema/notifications.ts'
import { openCity, useChromium } from '../support/browser.ts'
import { givenCase } from '../support/cases.ts'

const browser = useChromium()

test.each([true, false])('reads a mail as it leaves, and follows its button (scripts: %s)', async (scripts) => {
  const city = await openCity(browser(), scripts, { config: { demonstration: true } })
  const { world } = city
  const proposalId = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  await write(world.db, (tx) =>
    enqueueMail(tx, {
      kind: 'answer_published',
      address: 'follower@example.tw',
      language: 'en',
      governmentId: world.government.id,
      proposalId,
      facts: {},
      at: world.clock.now,
    }),
  )
  const page = await city.open()
  await page.setViewportSize({ width: 320, height: 700 })
  await page.goto('/demo/mail')
  await page.getByRole('link', { name: /The agency has answered/ }).click()
  await page.getByRole('heading', { name: 'Plain text version' }).waitFor()
  await page.getByText('From Haicheng City (fuyi@example.test)').waitFor()
  expect(await page.locator('pre').first().innerText()).toMatch(
    /^Haicheng City Fuyi\n\nA proposal you follow has an answer/,
  )
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  const mail = page.frameLocator('iframe')
  await mail.getByRole('heading', { name: 'A proposal you follow has an answer' }).waitFor()
  await mail.getByRole('link', { name: 'Read the answer' }).click()
  await page.getByRole('heading', { name: '海堤步道夜間照明', level: 1 }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/haicheng/proposals/2026-0001')
})

test('an administrator sees that mail to a provider may not arrive, and to whom one did not', async () => {
  const city = await openCity(browser(), true)
  const { world } = city
  const administrator = await world.staff('administrator')
  const day = world.clock.now.toISOString().slice(0, 10)
  await write(world.db, async (tx) => {
    await tx.insert(mailDomainDays).values([
      { day, domain: 'gmail.com', asked: 400, pressed: 310 },
      { day, domain: 'big-provider.com.tw', asked: 200, pressed: 9 },
    ])
    const told = { language: 'en', governmentId: world.government.id, facts: {}, at: world.clock.now }
    await enqueueMail(tx, { ...told, kind: 'invitation', address: 'a.very.long.name.of.a.colleague@agency.example' })
    await tx
      .update(outbox)
      .set({ sentAt: world.clock.now, nextTryAt: null, bouncedAt: world.clock.now, bounce: '5.1.1 User unknown' })
  })
  const page = await city.open(administrator)
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    await page.goto('/haicheng/desk/mail')
    await page.getByText('Emails to big-provider.com.tw may not arrive.').waitFor()
    await page.getByText('Their mail server says that there is no such mailbox.').waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  }
})
