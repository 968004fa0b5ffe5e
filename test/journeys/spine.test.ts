// One real case in a browser, by everybody who has a part in it: with scripts on and off, with axe looking.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { eq } from 'drizzle-orm'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { outbox } from '../../src/notifications/tables.ts'
import { testWorld, type Visitor } from '../support/world.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let browser: Browser
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
})
afterAll(() => browser?.close())

async function accessible(page: Page, scripts: boolean) {
  if (!scripts) return // axe itself is a script; the same pages are looked at with scripts on
  await page.addScriptTag({ content: axe }).catch(() => page.evaluate(axe))
  const found = await page.evaluate(() =>
    (
      globalThis as never as {
        axe: { run(o: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
      }
    ).axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }),
  )
  expect([page.url(), found.violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)]).toEqual([page.url(), []])
}

test.each([true, false])('a case goes from proposal to review to resolved (scripts: %s)', async (scripts) => {
  const world = await testWorld({ at: new Date().toISOString(), rules: { threshold: 2 }, config: { origin: null } })
  const address = await world.app.listen({ port: 0, host: '127.0.0.1' })
  const open = async (who: Visitor | null) => {
    const context = await browser.newContext({ javaScriptEnabled: scripts, locale: 'en-GB', bypassCSP: scripts })
    if (who) await context.addCookies([{ name: 'fuyi', value: who.cookie('fuyi'), url: address }])
    return context.newPage()
  }
  const look = (page: Page) => accessible(page, scripts)

  // The citizen writes and sends.
  const author = await open(await world.signedIn('author@example.tw'))
  await author.goto(`${address}/haicheng/proposals/new`)
  await look(author)
  await author.getByRole('button', { name: 'Start a new proposal' }).click()
  await author.getByLabel('Title').fill('Open the south pier to anglers')
  await author.getByLabel('The problem').fill('People fish there anyway and climb over the fence.')
  await look(author)
  await author.getByRole('button', { name: 'Save and go on' }).click()
  await author.getByLabel('Topic').selectOption('sea')
  await author.getByRole('button', { name: 'Save and go on' }).click()
  await author.getByRole('textbox').first().fill('Open the outer 400 metres of the pier.')
  await author.getByRole('button', { name: 'Save and go on' }).click()
  await author
    .getByRole('textbox', { name: 'Benefits and impact' })
    .fill('Anglers and shops gain; it costs eight million.')
  await author.getByRole('button', { name: 'Save and go on' }).click()
  await author.getByLabel('Transport Bureau').check()
  await author.getByLabel('Display name').fill('Calm sea')
  await author.getByRole('button', { name: 'Save and go on' }).click()
  await look(author)
  await author.getByRole('button', { name: 'Submit the proposal' }).click()
  expect(await author.getByRole('heading', { level: 1 }).textContent()).toBe('Open the south pier to anglers')
  const casePath = new URL(author.url()).pathname

  // The moderator passes it.
  const moderator = await open(await world.staff('moderator'))
  await moderator.goto(`${address}/haicheng/desk`)
  await moderator.getByRole('link', { name: /south pier/ }).click()
  await look(moderator)
  await moderator.getByRole('button', { name: 'Record the decision' }).click()
  await moderator.getByText('Nothing to do').waitFor()

  // A newcomer co-signs by mail, a signed-in citizen by one press.
  const newcomer = await open(null)
  await newcomer.goto(address + casePath)
  await look(newcomer)
  await newcomer.getByRole('button', { name: 'Co-sign this proposal' }).click()
  await newcomer.getByText('Please mend').waitFor()
  await newcomer.getByLabel('E-mail address').fill('new@example.tw')
  await newcomer.getByLabel('District you live in').selectOption('gangdong')
  await newcomer.getByLabel('Mail me the agency’s answer').check()
  await newcomer.getByLabel(/I agree/).check()
  await newcomer.getByRole('button', { name: 'Co-sign this proposal' }).click()
  await newcomer.getByRole('heading', { name: 'Look in your mailbox' }).waitFor()
  const [mail] = await world.db.reads.select().from(outbox).where(eq(outbox.address, 'new@example.tw'))
  await newcomer.goto(`${address}${casePath}/cosignatures/${mail!.facts.token}`)
  await look(newcomer)
  await newcomer.getByRole('button', { name: 'Confirm: co-sign this proposal' }).click()
  await newcomer.getByText('Your co-signature counts: 1 so far.').waitFor()

  const second = await open(await world.signedIn('second@example.tw'))
  await second.goto(address + casePath)
  await second.getByLabel('District you live in').selectOption('shibi')
  await second.getByRole('button', { name: 'Co-sign this proposal' }).click()
  await second.getByText('Threshold met').first().waitFor()

  // The officer answers ask by ask.
  const officer = await open(await world.staff('officer', world.agencies.transport))
  await officer.goto(`${address}/haicheng/desk`)
  await officer.getByRole('link', { name: /south pier/ }).click()
  await look(officer)
  await officer.getByLabel('Analysis').fill('The outer 400 metres carry people safely.')
  await officer.getByLabel('Deliberation record').fill('N/A')
  await officer.getByRole('button', { name: 'Publish the answer' }).click()
  await officer.getByText('Please mend').waitFor()
  expect(await officer.getByLabel('Analysis').inputValue()).toContain('outer 400 metres')
  await officer.getByLabel('Deliberation record').fill('We met the proposer and the fishermen.')
  await officer.getByLabel('Adopted', { exact: true }).check()
  await officer.getByLabel('Reasons for ask 1').fill('It is not on the channel.')
  await officer.getByLabel('Commitment 1', { exact: true }).fill('Publish the rules of the pier')
  await officer.getByLabel('Unit').first().fill('Harbour section')
  await officer.getByLabel('By', { exact: true }).first().fill('2027-03-01')
  await officer.getByRole('button', { name: 'Publish the answer' }).click()
  await officer.getByText('Answered in time').waitFor()

  // The journalist finds it in the archive.
  const journalist = await open(null)
  await journalist.goto(`${address}/haicheng/archive?q=pier`)
  await look(journalist)
  await journalist
    .getByRole('link', { name: /south pier/ })
    .first()
    .click()
  await journalist.getByText('Publish the rules of the pier').waitFor()
  await look(journalist)
  const json = await journalist.request.get(`${address}/api/v1${casePath}`)
  expect(await json.json()).toMatchObject({ stage: 'resolved', outcome: 'adopted', cosignatures: { count: 2 } })
})
