// Co-signing in a browser: with scripts the tally and the panel change in place, under the page's own policy; without, the same by pages.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { givenCase } from '../support/cases.ts'
import { testWorld, type Visitor } from '../support/world.ts'

const path = '/haicheng/proposals/2026-0001'
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let browser: Browser
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
})
afterAll(() => browser?.close())

type Axe = { axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
  const found = await page.evaluate((runOnly) => (globalThis as never as Axe).axe.run({ runOnly }), tags)
  return found.violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)
}

test.each([true, false])('a newcomer’s form and a signed-in press (scripts: %s)', async (scripts) => {
  const world = await testWorld({ at: new Date().toISOString(), config: { origin: null }, rules: { threshold: 2 } })
  const soon = new Date(Date.now() + 20 * 86_400_000)
  await givenCase(world, { number: '2026-0001', title: 'Light the sea wall path', closesBefore: soon })
  const address = await world.app.listen({ port: 0, host: '127.0.0.1' })
  const open = async (who: Visitor | null) => {
    const context = await browser.newContext({ javaScriptEnabled: scripts, locale: 'en-GB' })
    if (who) await context.addCookies([{ name: 'fuyi', value: who.cookie('fuyi'), url: address }])
    const page = await context.newPage()
    const seen = { loads: 0, broken: [] as string[] }
    page.on('load', () => seen.loads++)
    page.on('pageerror', (error) => seen.broken.push(String(error)))
    await page.goto(address + path)
    return { page, seen }
  }
  const loads = (withScripts: number, without: number) => (scripts ? withScripts : without)

  const { page: newcomer, seen } = await open(null)
  // On a phone the asks stand before the form, and a button under the count leads to it.
  await newcomer.setViewportSize({ width: 360, height: 740 })
  const top = async (selector: string) => (await newcomer.locator(selector).boundingBox())!.y
  expect(await top('#count')).toBeLessThan(await top('.case__first'))
  expect(await top('.case__first')).toBeLessThan(await top('#cosign'))
  expect(await newcomer.getByRole('link', { name: 'Co-sign this proposal' }).getAttribute('href')).toBe('#cosign')
  await newcomer.getByRole('button', { name: 'Co-sign this proposal' }).click()
  await newcomer
    .getByText(/things? to fix/)
    .first()
    .waitFor()
  if (scripts) expect(await newcomer.locator(':focus').getAttribute('class')).toContain('error-summary')
  expect(await newcomer.title()).toMatch(/^Error: /)
  const summary = (await newcomer.locator('#mend').boundingBox())!
  expect(summary.y >= 0 && summary.y < 740, 'the page opens where its mistakes are said').toBe(true)
  await newcomer.setViewportSize({ width: 1280, height: 900 })
  await newcomer.getByLabel('Email address').fill('new@example.tw')
  await newcomer.getByRole('button', { name: 'Co-sign this proposal' }).click()
  await newcomer.getByText('Tick the box').first().waitFor()
  expect(await newcomer.getByLabel('Email address').inputValue(), 'what was typed stays').toBe('new@example.tw')
  await newcomer.getByLabel('District you live in').selectOption('gangdong')
  await newcomer.getByLabel(/I agree/).check()
  await newcomer.getByRole('button', { name: 'Co-sign this proposal' }).click()
  await newcomer.getByRole('heading', { name: 'Check your email' }).waitFor()
  // the address was mistyped: it is mended where the email is waited for
  await newcomer.getByLabel('Email address').fill('newer@')
  await newcomer.getByRole('button', { name: 'Send again' }).click()
  await newcomer.getByText('Enter a complete email address').first().waitFor()
  expect(await newcomer.getByLabel('District you live in').inputValue(), 'what was typed stays').toBe('gangdong')
  await newcomer.getByLabel('Email address').fill('newer@example.tw')
  await newcomer.getByRole('button', { name: 'Co-sign this proposal' }).click()
  await newcomer.getByText('We sent an email to newer@example.tw').waitFor()
  await newcomer.getByRole('button', { name: 'Send again' }).click()
  await newcomer.getByText('We sent another email to newer@example.tw').waitFor()
  expect(seen).toEqual({ loads: loads(1, 7), broken: [] })

  const { page: ping, seen: pings } = await open(await world.signedIn('ping@example.tw'))
  await ping.getByLabel('District you live in').selectOption('shibi')
  await ping.getByRole('button', { name: 'Co-sign this proposal' }).click()
  await ping.getByText('You have co-signed. 1 person has signed so far.').waitFor()
  expect(await ping.locator('.count__n').innerText()).toMatch(/^1\b/)
  if (scripts) expect(await violations(ping)).toEqual([])
  await ping.getByRole('button', { name: 'Withdraw my co-signature' }).click()
  await ping.getByText('Your co-signature was withdrawn').waitFor()
  expect(await ping.locator('.count__n').innerText()).toMatch(/^0\b/)
  await ping.getByRole('button', { name: 'Co-sign this proposal' }).click()
  await ping.getByText('You have co-signed. 1 person has signed so far.').waitFor()
  expect(pings).toEqual({ loads: loads(1, 4), broken: [] })

  // The press that meets the threshold moves the stepper on, in the same place.
  const { page: second } = await open(await world.signedIn('second@example.tw'))
  await second.getByLabel('District you live in').selectOption('shibi')
  await second.getByRole('button', { name: 'Co-sign this proposal' }).click()
  await second.getByText('Threshold met').first().waitFor()
  await second.locator('.steps .now', { hasText: 'Review' }).waitFor()
})
