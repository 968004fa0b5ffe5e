// What is being written saves itself, says so, and is there again however its page is left; what is not sent says that it was not.
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openCity, unfold, useChromium } from '../support/browser.ts'
import { givenCase } from '../support/cases.ts'

const chromium = useChromium()
const words = 'Please say which of the two bridges you mean.'
const at = '/haicheng/proposals/2026-0001'

/** A case that waits to be checked, another behind it, and the moderator who writes about the first one. */
/** `ignored`: what the browser may complain of. */
async function deciding(ignored?: RegExp) {
  const city = await openCity(chromium(), true)
  const submittedAt = new Date(Date.now() - 86_400_000)
  const rows = {
    stage: 'checking',
    publishedAt: null,
    closesBefore: null,
    submittedAt,
    updatedAt: submittedAt,
  } as const
  const checkDueBefore = new Date(Date.now() + 2 * 86_400_000)
  await givenCase(city.world, { ...rows, checkDueBefore, number: '2026-0001', title: 'Close our lane for a day' })
  await givenCase(city.world, { ...rows, checkDueBefore, number: '2026-0002', title: 'Lower the income tax' })
  const page = await city.open(await city.world.staff('moderator'), 'en-GB', ignored)
  await page.goto('/haicheng/desk/2026-0001')
  return { city, page, field: page.getByRole('textbox', { name: 'Words to the proposer' }) }
}

/** They are offered on their page, and stand in their field where the link leads. */
async function isOffered(page: Page) {
  await page.goto('/haicheng/desk/2026-0001')
  await page.locator('a[href*="kept="]:not([href*="lang="])').first().click()
  await page.waitForURL('**/desk/2026-0001?kept=*')
  expect(await page.getByRole('textbox', { name: 'Words to the proposer' }).inputValue()).toBe(words)
}

test('a decision saves itself while it is written, says so, and is there in another window', async () => {
  const { page, field } = await deciding()
  await field.fill(words)
  await page.getByRole('status').filter({ hasText: 'Saved' }).waitFor()
  await isOffered(await page.context().newPage())
})

test.each<[string, (page: Page) => Promise<unknown>]>([
  ['a link', (page) => page.getByRole('link', { name: /Lower the income tax/ }).click()],
  ['the other language', (page) => page.getByRole('link', { name: '中文' }).click()],
  [
    'a key of the desk',
    async (page) => {
      await page.locator('h1').first().click()
      await page.keyboard.press('j')
    },
  ],
  ['the way back', (page) => page.goBack()],
  ['a new address', (page) => page.goto('/haicheng')],
])('whoever leaves at once by %s finds what was written', async (_way, leave) => {
  const { page, field } = await deciding()
  await page.goto('/haicheng/desk')
  await page.goto('/haicheng/desk/2026-0001')
  await field.fill(words)
  const before = page.url()
  await leave(page)
  await page.waitForURL((url) => url.href !== before)
  await page.waitForTimeout(500) // what a page sends when it is left arrives after the next one
  if (page.url().includes('lang=zh-Hant')) await page.goto('/haicheng?lang=en')
  await isOffered(page)
})

test('without a connection a decision says that it was not sent, and goes out when it is pressed again', async () => {
  const { page, field } = await deciding()
  await page.getByRole('radio', { name: 'Return for changes' }).check()
  await field.fill(words)
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Record the decision' }).click()
  await page.getByRole('alert').filter({ hasText: 'Not sent' }).waitFor()
  expect(await field.inputValue()).toBe(words)
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Record the decision' }).click()
  await page.getByText('written into the record').waitFor()
})

test.each([
  ['the 502 of a proxy', { status: 502, body: '<html><h1>Bad Gateway</h1></html>' }],
  ['the page of a wireless network that wants to be paid', { status: 200, body: '<html><p>Welcome</p></html>' }],
])(
  'a decision that was typed while %s answered is not called saved, and says that it was not sent',
  async (_, answer) => {
    const { page, field } = await deciding(/502/)
    await page.route('**/*', (route) => route.fulfill({ ...answer, contentType: 'text/html' }))
    await page.getByRole('radio', { name: 'Return for changes' }).check()
    await field.fill(words)
    await page.getByText('Not saved').waitFor()
    await page.getByRole('button', { name: 'Record the decision' }).click()
    await page.getByRole('alert').filter({ hasText: 'Not sent' }).waitFor()
    expect(await field.inputValue()).toBe(words)
    await page.unroute('**/*')
    await page.getByRole('button', { name: 'Record the decision' }).click()
    await page.getByText('written into the record').waitFor()
  },
)

/** The pointer is over a button, and its form has asked whether the server is there. */
async function comingTo(button: Locator) {
  await button.hover()
  await button.page().locator('form[data-away]').waitFor({ state: 'attached' })
}

test('a proxy that gives up between saving and sending leaves the form and what was typed, and says that it was not sent', async () => {
  const { page, field } = await deciding(/502/)
  await page.getByRole('radio', { name: 'Return for changes' }).check()
  await field.fill(words)
  await page.getByRole('status').filter({ hasText: 'Saved' }).waitFor()
  await page.route('**/*', (route) =>
    route.fulfill({ status: 502, body: '<h1>Bad Gateway</h1>', contentType: 'text/html' }),
  )
  await comingTo(page.getByRole('button', { name: 'Record the decision' }))
  await page.getByRole('button', { name: 'Record the decision' }).click()
  await page.getByRole('alert').filter({ hasText: 'Not sent' }).waitFor()
  expect(await field.inputValue()).toBe(words)
  await page.unroute('**/*')
  await page.getByRole('button', { name: 'Record the decision' }).click()
  await page.getByText('written into the record').waitFor()
})

test.each<[string, number | null]>([
  ['offline', null],
  ['behind a proxy that gives up', 502],
])('a form that nothing keeps says that it was not sent, too, and keeps what was typed: %s', async (_, status) => {
  const city = await openCity(chromium(), true)
  const page = await city.open(null, 'en-GB', /502|DISCONNECTED/)
  await page.goto('/sign-in')
  const field = page.getByRole('textbox', { name: /Email/ })
  await field.fill('mei@example.test')
  if (status)
    await page.route('**/*', (route) => route.fulfill({ status, body: 'Bad Gateway', contentType: 'text/html' }))
  else await page.context().setOffline(true)
  if (status) await comingTo(page.getByRole('button', { name: /code/i }).first())
  await page.getByRole('button', { name: /code/i }).first().click()
  await page.getByRole('alert').filter({ hasText: 'Not sent' }).waitFor()
  expect(await field.inputValue()).toBe('mei@example.test')
  await page.unroute('**/*')
  await page.context().setOffline(false)
  await page.getByRole('button', { name: /code/i }).first().click()
  await page.waitForURL(/sign-in\/code/)
})

test('whoever presses Enter in a field while a proxy gives up is told so, and keeps what was typed', async () => {
  const city = await openCity(chromium(), true)
  const page = await city.open(null, 'en-GB', /502/)
  await page.goto('/sign-in')
  await page.route('**/*', (route) => route.fulfill({ status: 502, body: 'Bad Gateway', contentType: 'text/html' }))
  const field = page.getByRole('textbox', { name: /Email/ })
  await field.pressSequentially('mei@example.test')
  await page.locator('form[data-away]').waitFor({ state: 'attached' })
  await field.press('Enter')
  await page.getByRole('alert').filter({ hasText: 'Not sent' }).waitFor()
  expect(await field.inputValue()).toBe('mei@example.test')
  await page.unroute('**/*')
  await field.press('Enter')
  await page.waitForURL(/sign-in\/code/)
})

test.each<[string, { status: number; body: string } | null]>([
  ['no connection', null],
  ['the 502 of a proxy', { status: 502, body: '<html><h1>Bad Gateway</h1></html>' }],
  ['the page of a wireless network that wants to be paid', { status: 200, body: '<html><p>Welcome</p></html>' }],
  ['nothing at all', { status: 200, body: '' }],
])('a co-signature that meets %s says so in its form, and counts when it is pressed again', async (_what, answer) => {
  const city = await openCity(chromium(), true)
  await givenCase(city.world, {
    number: '2026-0001',
    title: 'Trees',
    closesBefore: new Date(Date.now() + 20 * 86_400_000),
  })
  const page = await city.open(await city.world.signedIn('mei@example.test'), 'en-GB', /502|DISCONNECTED|htmx:error/)
  await page.goto(at)
  await page.getByLabel('District you live in').selectOption('jiucheng')
  await unfold(page, 'Say why')
  await page.getByRole('textbox', { name: 'Your reason' }).fill(words)
  if (answer) await page.route('**/cosignatures', (route) => route.fulfill({ ...answer, contentType: 'text/html' }))
  else await page.context().setOffline(true)
  const press = () => page.getByRole('button', { name: 'Co-sign this proposal' }).click()
  await press()
  await page.getByRole('alert').filter({ hasText: 'Not sent' }).waitFor()
  expect(await page.locator('#cosign').count()).toBe(1)
  expect(await page.getByRole('textbox', { name: 'Your reason' }).inputValue()).toBe(words)
  await page.unroute('**/cosignatures')
  await page.context().setOffline(false)
  await press()
  await page.getByText('You have co-signed. 1 person has signed so far.').waitFor()
})

test('who co-signs too often has one form before them, as it was filled in, at an address that a reload keeps', async () => {
  const city = await openCity(chromium(), true)
  await givenCase(city.world, {
    number: '2026-0001',
    title: 'Trees',
    closesBefore: new Date(Date.now() + 20 * 86_400_000),
  })
  const mei = await city.world.signedIn('mei@example.test')
  for (let i = 0; i < 200; i++) {
    const sent = await mei.post(`${at}/cosignatures`, { district: 'jiucheng', reason: '' })
    if (sent.statusCode === 429) break
    await mei.post(`${at}/withdrawals`)
  }
  const page = await city.open(mei)
  await page.goto(at)
  await unfold(page, 'Say why')
  await page.getByRole('textbox', { name: 'Your reason' }).fill(words)
  await page.getByRole('button', { name: 'Co-sign this proposal' }).click()
  await page.getByRole('alert').waitFor()
  const stands = async () => {
    expect(await page.getByRole('button', { name: 'Co-sign this proposal' }).count()).toBe(1)
    expect(await page.getByRole('textbox', { name: 'Your reason' }).inputValue()).toBe(words)
  }
  await stands()
  await page.reload()
  await stands()
})

/** A case that gathers, with the fold of the reason open. */
async function cosigning(signedIn: boolean) {
  const city = await openCity(chromium(), true)
  const closesBefore = new Date(Date.now() + 20 * 86_400_000)
  await givenCase(city.world, { number: '2026-0001', title: 'Trees', closesBefore })
  const page = await city.open(signedIn ? await city.world.signedIn('mei@example.test') : null)
  await page.goto(at)
  await unfold(page, 'Say why')
  return { city, page, reason: page.getByRole('textbox', { name: 'Your reason' }) }
}

test('a reason for co-signing saves itself for whoever is signed in, and is there in another window', async () => {
  const { page, reason } = await cosigning(true)
  await reason.fill(words)
  await page.getByRole('status').filter({ hasText: 'Saved' }).waitFor()
  const other = await page.context().newPage()
  await other.goto(at)
  await other.locator('a[href*="kept="]:not([href*="lang="])').first().click()
  await other.waitForURL('**?kept=*')
  expect(await other.getByRole('textbox', { name: 'Your reason' }).inputValue()).toBe(words)
})

test('a district alone is nothing that one is asked about later', async () => {
  const { page } = await cosigning(true)
  await page.getByLabel('District you live in').selectOption('jiucheng')
  await page.goto('/haicheng')
  await page.goto(at)
  expect(await page.locator('a[href*="kept="]:not([href*="lang="])').count()).toBe(0)
})

test('a stranger’s reason stays in its tab through the other language and the way back; an address is written nowhere', async () => {
  const { page, reason } = await cosigning(false)
  await page.getByLabel('Email address').first().fill('mei@example.test')
  await reason.fill(words)
  await page.getByRole('status').filter({ hasText: 'Kept in this tab' }).waitFor()
  await page.getByRole('link', { name: '中文' }).click()
  await page.waitForURL('**lang=zh-Hant*')
  expect(await page.locator('#cosign textarea[name=reason]').inputValue()).toBe(words)
  expect(await page.locator('#cosign textarea[name=reason]').isVisible()).toBe(true)
  await page.goto('/haicheng?lang=en')
  await page.goto(at)
  expect(await reason.inputValue()).toBe(words)
  expect(await page.evaluate('JSON.stringify([{ ...sessionStorage }, { ...localStorage }])')).not.toContain('mei@')
  const other = await page.context().newPage()
  await other.goto(at)
  expect(await other.locator('#cosign textarea[name=reason]').inputValue(), 'in another tab').toBe('')

  // once it is sent, nothing of it waits
  await page.getByLabel('District you live in').selectOption('jiucheng')
  await page.getByLabel('Email address').first().fill('mei@example.test')
  await page.getByRole('checkbox', { name: /I agree/ }).check()
  await page.getByRole('button', { name: 'Co-sign this proposal' }).click()
  await page.getByRole('heading', { name: 'Check your email' }).waitFor()
  expect(await page.evaluate('sessionStorage.length')).toBe(0)
})
