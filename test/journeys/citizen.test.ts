// A citizen: writes a proposal with pauses in between, signs in by the code in a mail, co-signs as a newcomer and as somebody known.
import { expect, test } from 'vitest'
import { openCity, useChromium } from '../support/browser.ts'
import { givenCase } from '../support/cases.ts'

const chromium = useChromium()
const bothWays = [true, false]
const soon = () => new Date(Date.now() + 20 * 86_400_000)
const live = { number: '2026-0001', title: 'Open the south pier to anglers', closesBefore: soon() }
const path = '/haicheng/proposals/2026-0001'

test.each(bothWays)(
  'signs in by mail, writes a proposal step by step, and goes on with a draft (scripts: %s)',
  async (scripts) => {
    const city = await openCity(chromium(), scripts)
    const page = await city.open()
    await page.goto('/haicheng')
    await city.look(page)
    await page.getByRole('link', { name: 'Make a proposal' }).click()

    // Nobody is signed in: the first steps can be written, with a mistake in the first.
    await city.look(page)
    await page.getByRole('link', { name: 'Start a new proposal' }).click()
    await page.getByLabel('Title').fill('Open the south pier to anglers')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('alert').waitFor()
    await city.look(page)
    expect(await page.getByLabel('Title').inputValue()).toBe('Open the south pier to anglers')
    await page.getByRole('textbox', { name: 'The problem' }).fill('People fish there anyway and climb over the fence.')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByLabel('Topic').selectOption('sea')
    await page.getByLabel('District').selectOption('shibi')
    await city.look(page)

    // To save a draft they sign in: the address, then the code from the mail, then back to what they typed.
    await page.getByRole('button', { name: 'Save as a draft for later' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await city.look(page)
    await page.getByLabel('Email address').fill('not an address')
    await page.getByRole('main').getByRole('button').first().click()
    await page.getByRole('alert').waitFor()
    expect(await page.getByLabel('Email address').inputValue()).toBe('not an address')
    await page.getByLabel('Email address').fill('author@example.tw')
    await page.getByRole('main').getByRole('button').first().click()
    await page.waitForURL('**/sign-in/code')
    await city.look(page)
    await page.getByRole('textbox').fill(String((await city.mailTo('author@example.tw')).facts.code))
    await page.getByRole('main').getByRole('button').first().click()
    await page.waitForURL('**/haicheng/proposals/new/place?kept=*')
    expect(await page.getByLabel('Topic').inputValue()).toBe('sea')
    await city.look(page)
    await page.getByRole('button', { name: 'Save as a draft for later' }).click()

    // Later: my page, the draft where it was left, the asks.
    await page.waitForURL('**/me?done=draft_saved')
    await page.getByText('Your draft is saved.').waitFor()
    await city.look(page)
    await page.getByRole('link', { name: 'Open the south pier to anglers' }).click()
    await page.waitForURL('**/asks')
    await page.getByRole('link', { name: 'Back', exact: true }).click()
    expect(await page.getByLabel('Topic').inputValue()).toBe('sea')
    await page.getByRole('button', { name: 'Save and continue' }).click()
    await page.getByRole('textbox', { name: 'Text of ask 1' }).fill('Open the outer 400 metres of the pier.')
    await page.getByRole('button', { name: 'Add another ask' }).click()
    await page.getByRole('textbox', { name: 'Text of ask 2' }).fill('Light it until ten at night.')
    expect(await page.getByRole('textbox', { name: 'Text of ask 1' }).inputValue()).toContain('outer 400 metres')
    await city.look(page)
    await page.getByRole('button', { name: 'Save and continue' }).click()
    await page
      .getByRole('textbox', { name: 'Benefits and impact' })
      .fill('Anglers and shops gain; it costs eight million.')
    await city.look(page)
    await page.getByRole('button', { name: 'Save and continue' }).click()
    await page.getByLabel('Transport Bureau').check()
    await page.getByLabel('Display name').fill('Calm sea')
    await city.look(page)
    await page.getByRole('button', { name: 'Save and continue' }).click()

    // Everything once more, then sent.
    await page.getByText('Light it until ten at night.').waitFor()
    await city.look(page)
    await page.getByRole('button', { name: 'Submit the proposal' }).click()
    await page.getByRole('heading', { level: 1, name: 'Open the south pier to anglers' }).waitFor()
    await page.getByText('You will get an email once it has been checked.').waitFor()
    await city.look(page)
  },
)

test.each(bothWays)('co-signs as a newcomer: form, mail, button (scripts: %s)', async (scripts) => {
  const city = await openCity(chromium(), scripts, { rules: { threshold: 5 } })
  await givenCase(city.world, live)
  const page = await city.open()
  await page.goto(path)
  await city.look(page)
  await page.getByRole('button', { name: 'Co-sign this proposal' }).click()
  await page.getByRole('alert').waitFor()
  await city.look(page)
  await page.getByLabel('Email address').fill('new@example.tw')
  await page.getByLabel('District you live in').selectOption('gangdong')
  await page.getByLabel(/I agree/).check()
  await page.getByRole('button', { name: 'Co-sign this proposal' }).click()
  await page.getByRole('heading', { name: 'Check your email' }).waitFor()
  await city.look(page)
  // The link may be opened by a scanner first: only the button counts.
  const { facts } = await city.mailTo('new@example.tw')
  await page.goto(`${path}/cosignatures/${facts.token}`)
  await page.goto(`${path}/cosignatures/${facts.token}`)
  await city.look(page)
  await page.getByRole('button', { name: 'Confirm: co-sign this proposal' }).click()
  await page.getByText('You have co-signed. 1 person has signed so far.').waitFor()
  await city.look(page)
})

test.each(bothWays)(
  'co-signs with one press when signed in, with the keyboard alone (scripts: %s)',
  async (scripts) => {
    const city = await openCity(chromium(), scripts, { rules: { threshold: 5 } })
    await givenCase(city.world, live)
    const page = await city.open(await city.world.signedIn('second@example.tw'))
    await page.goto(path)
    // The skip link comes first; from there on to the form, with Tab only.
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toContain('Skip to main content')
    await page.keyboard.press('Enter')
    const focused = () => page.locator(':focus').getAttribute('name')
    for (let i = 0; i < 30 && (await focused()) !== 'district'; i++) await page.keyboard.press('Tab')
    expect(await focused()).toBe('district')
    await page.keyboard.type('Shibi')
    const button = page.getByRole('button', { name: 'Co-sign this proposal' })
    const onButton = async () => (await button.and(page.locator(':focus')).count()) === 1
    for (let i = 0; i < 20 && !(await onButton()); i++) await page.keyboard.press('Tab')
    expect(await onButton()).toBe(true)
    await page.keyboard.press('Enter')
    await page.getByText('You have co-signed. 1 person has signed so far.').waitFor()
    await city.look(page)
    await page.goto('/me')
    await page.getByRole('link', { name: live.title, exact: true }).waitFor()
    await city.look(page)
  },
)
