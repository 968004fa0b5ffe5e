// An administrator's own pages in a browser, with scripts on and off, with axe looking.
import { expect, test } from 'vitest'
import { addDays } from '../../src/lib/calendar.ts'
import { openCity, useChromium } from '../support/browser.ts'

const browser = useChromium()
const today = new Date().toISOString().slice(0, 10)

test.each([true, false])('an administrator sets up a government from the page (scripts: %s)', async (scripts) => {
  const city = await openCity(browser(), scripts)
  const page = await city.open(await city.world.staff('administrator'))
  const look = () => city.look(page)
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const open = async (name: string) => {
    await page.goto('/haicheng/desk/settings')
    await page.getByRole('main').getByRole('link', { name, exact: true }).click()
    await page.getByRole('heading', { level: 1, name }).waitFor()
    await look()
  }

  await page.goto('/haicheng/desk')
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
  await look()

  await open('Rules')
  await page.getByLabel('Co-signatures needed').fill('0')
  await press('See what it changes')
  await page.getByText('There is 1 thing to fix').waitFor()
  await look()
  await page.getByLabel('Co-signatures needed').fill('1,800')
  await page.getByLabel('Takes effect on (optional)').fill(addDays(today, 30))
  await press('See what it changes')
  await page.getByText('These rules are not saved yet.').waitFor()
  await look()
  await press('Plan version 2')
  await page.getByRole('heading', { name: /^Version 2 takes effect on/ }).waitFor()
  await page.getByRole('button', { name: 'Call off version 2' }).waitFor()
  await look()

  await open('Pauses')
  await page.getByLabel('First day').fill(addDays(today, 40))
  await page.getByLabel('Last day').fill(addDays(today, 49))
  await page.getByLabel('Reason (中文)').fill('選舉')
  await press('See what it changes')
  await page.getByText('This pause is not saved yet.').waitFor()
  await look()
  await press('Add this pause')
  await page.getByRole('button', { name: /^Remove/ }).waitFor()
  await look()

  await open('Office days')
  await page
    .getByRole('link', { name: /^Change \d/ })
    .first()
    .click()
  await page.getByLabel('open (a make-up working day)').check()
  await look()
  await press('See what it changes')
  await page.getByText('This day is not saved yet.').waitFor()
  await look()
  await press('Save this day')
  await page.getByText('Saved.').waitFor()

  await open('Agencies')
  await page.getByRole('link', { name: 'Change Environment Bureau' }).click()
  await page.getByLabel('Last day').fill(addDays(today, 30))
  await look()
  await page.getByLabel('Successor').selectOption({ label: 'Transport Bureau' })
  await press('Save')
  await page.getByText(/until \d/).waitFor()

  await open('Topics')
  await press('Retire Environment')
  await page.getByRole('button', { name: 'Offer again Environment' }).waitFor()
  await look()
  await open('Districts')
  await open('Reasons for not accepting')

  await open('People')
  await page.getByLabel('Email address').fill('new@haicheng.test')
  await page.getByLabel(/^Moderator/).check()
  await press('Send the invitation')
  await page.getByRole('button', { name: 'Revoke new@haicheng.test' }).waitFor()
  await look()

  await open('Names and looks')
  await page.getByLabel('On light pages').fill('#7a1f5c')
  await page.getByLabel('On dark pages').fill('#e9a3d0')
  await press('Save')
  await page.getByText('Saved.').waitFor()
  await look()
  await expect.poll(() => page.locator('link[href*="/theme-"]').count()).toBe(1)

  await page.goto('/haicheng/help/changes')
  await page.getByText('1,800').waitFor()
  await look()
})
