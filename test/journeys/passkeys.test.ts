// A moderator's first passkey and the desk that asks for it, in Chromium with a virtual authenticator; and the pages without scripts.
import type { CDPSession, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { changeStaffPasskeys } from '../../src/domain/governments/changes.ts'
import { write } from '../../src/platform/db/write.ts'
import { type City, openCity, useChromium } from '../support/browser.ts'

const browser = useChromium()

/** Passkeys are for names, not for numbers: the same server by its other name. */
const named = (city: City) => city.address.replace('127.0.0.1', 'localhost')

/** A phone that has just seen its owner's finger; `present` is whether the finger lies on it. */
async function phoneOf(page: Page): Promise<{ cdp: CDPSession; present: (is: boolean) => Promise<unknown> }> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    cdp,
    present: (enabled) => cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled }),
  }
}

async function signInByCode(city: City, page: Page, email: string) {
  await page.getByLabel('Email address').fill(email)
  await page.getByRole('button', { name: 'Send me a code' }).click()
  await page.getByLabel('Code from the email').fill(String((await city.mailTo(email)).facts.code))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

test('a moderator adds a first passkey where the desk asks for it, signs in with it the next day, and renames it', async () => {
  const city = await openCity(browser(), true)
  const { email } = await city.world.staff('moderator')
  await write(city.world.db, (tx) => changeStaffPasskeys(tx, city.world.government.id, true))
  const page = await city.open()
  const phone = await phoneOf(page)
  await phone.present(false)

  await page.goto(`${named(city)}/haicheng/desk`)
  await city.look(page)
  await signInByCode(city, page, email)
  await page.getByRole('heading', { name: 'You have no passkey yet' }).waitFor()
  await city.look(page)
  await phone.present(true)
  await page.getByLabel('Name').fill('My phone')
  await page.getByRole('button', { name: 'Add a passkey' }).press('Enter')
  await page.waitForURL(/\/haicheng\/desk$/)

  await page.goto(`${named(city)}/me`)
  await page.getByText('My phone').first().waitFor()
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByText('holds a passkey of yours already').waitFor()
  await page.getByText('Change My phone').click()
  await city.look(page)
  await page.getByLabel('Name').first().fill('Old phone')
  await page.getByRole('button', { name: 'Rename' }).click()
  await page.getByText('The passkey was renamed').waitFor()

  const door = `${named(city)}/sign-in?next=%2Fhaicheng%2Fdesk`
  const leave = async () => {
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.waitForURL(`${named(city)}/haicheng`)
  }
  await leave()
  await page.goto(door).catch(() => {}) // the browser offers it where the address is typed; a finger that lies there takes it
  await page.waitForURL(/\/haicheng\/desk$/)

  await leave()
  await phone.present(false)
  const asked = () => page.waitForResponse('**/sign-in/challenges')
  await Promise.all([asked(), page.goto(door)])
  await city.look(page)
  await phone.present(true) // for what is asked from now on: the offer made without the finger waits, until the button ends it
  await Promise.all([asked(), page.getByRole('button', { name: 'Sign in with a passkey' }).press('Enter')])
  await page.waitForURL(/\/haicheng\/desk$/)
})

test('without scripts the pages say that passkeys need them, and the code by mail works', async () => {
  const city = await openCity(browser(), false)
  const page = await city.open(await city.world.signedIn('mei@example.test'))
  await page.goto('/me')
  await page.getByText('what needs no passkey works here, with a code sent by email').waitFor()
  expect(await page.getByRole('button', { name: 'Add a passkey' }).count()).toBe(0)
  await city.look(page)
  const visitor = await city.open()
  await visitor.goto('/sign-in')
  expect(await visitor.getByRole('button', { name: 'Sign in with a passkey' }).count()).toBe(0)
  await signInByCode(city, visitor, 'wang@example.test')
  await visitor.getByRole('link', { name: 'My page' }).first().waitFor()
})
