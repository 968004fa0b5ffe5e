// Following in a browser, with scripts and without: a newcomer by an address, and somebody who is signed in and chooses.
import { expect, test } from 'vitest'
import { mailsOf } from '../../src/domain/notifications/load-mail-data.ts'
import { outbox } from '../../src/schema/notifications.ts'
import { openCity, useChromium } from '../support/browser.ts'
import { givenCase } from '../support/cases.ts'
import { testConfig } from '../support/deps.ts'

const chromium = useChromium()
const path = '/haicheng/proposals/2026-0001'

test.each([true, false])(
  'a newcomer follows a case by an address, chooses, and stops (scripts: %s)',
  async (scripts) => {
    const city = await openCity(chromium(), scripts)
    const { db } = city.world
    const closesBefore = new Date(Date.now() + 20 * 86_400_000)
    await givenCase(city.world, { number: '2026-0001', title: 'Light the sea wall path', closesBefore })
    const newcomer = await city.open()
    await newcomer.goto(path)
    await newcomer.getByRole('link', { name: 'Follow without signing' }).click()
    await newcomer.getByRole('textbox').first().fill('lin@example.tw')
    await newcomer.getByRole('main').getByRole('button', { name: 'Follow', exact: true }).click()
    await newcomer.getByText('lin@example.tw').waitFor()

    const rows = await db.reads.select().from(outbox)
    const mail = [...(await mailsOf(db.reads, rows, testConfig, 'http://localhost')).values()][0]!
    await newcomer.goto(new URL(mail.link!.url).pathname)
    await newcomer.getByRole('button', { name: 'Follow', exact: true }).click()
    await newcomer.getByText('You follow this now').waitFor()
    await newcomer.getByLabel('Once a week').check()
    await newcomer.getByLabel('Extension, overdue').uncheck()
    await newcomer.getByRole('button', { name: 'Save' }).click()
    await newcomer.getByText('Your choice is saved').waitFor()

    await newcomer.goto(path)
    await newcomer.getByText('Once a week: progress, answers, commitments, the end').waitFor()
    await newcomer.goto('/me')
    const mine = newcomer.locator('section', { has: newcomer.getByRole('heading', { name: 'What I follow' }) })
    await mine.locator('summary').click()
    await mine.getByLabel('Never').check()
    await mine.getByRole('button', { name: 'Save' }).click()
    await newcomer.getByText('You follow nothing yet').waitFor()
    expect(await newcomer.getByText('You no longer follow this').count()).toBe(1)
  },
)

test('a list is followed by one press, whatever the filters are by then', async () => {
  const city = await openCity(chromium(), true)
  await givenCase(city.world, { number: '2026-0001', title: 'Light the sea wall path', districtCode: 'shibi' })
  const mei = await city.open(await city.world.signedIn('mei@example.tw'))
  await mei.goto('/haicheng/search?district=shibi')
  await mei.getByRole('button', { name: 'Follow these cases' }).click()
  await mei.getByText('District: Shibi').waitFor()
  await mei.getByText('You follow this now').waitFor()
})
