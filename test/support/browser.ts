// People in a real browser: the app listening, a page per person, and axe looking at what they see.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { desc, eq } from 'drizzle-orm'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest'
import type { Config } from '../../src/config.ts'
import { outbox } from '../../src/schema/notifications.ts'
import type { Rules } from '../../src/schema/values.ts'
import { testWorld, type Visitor } from './world.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium'
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const widths = [1280, 320]
/** What Chromium says of every 4xx and 503; the pages that come with them are looked at themselves. */
const expected = /Failed to load resource: the server responded with a status of (4\d\d|503)/

/** One Chromium for the tests of a file. */
export function useChromium(): () => Browser {
  let browser: Browser
  beforeAll(async () => {
    if (!existsSync(chromiumPath))
      throw new Error(`${chromiumPath} not found. Install it: apt-get install chromium (or name another with CHROMIUM)`)
    browser = await chromium.launch({
      executablePath: chromiumPath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage'],
    })
  })
  afterAll(() => browser?.close())
  return () => browser
}

export type City = Awaited<ReturnType<typeof openCity>>

/** A small city that listens; `scripts` is whether browsers run them. */
export async function openCity(
  browser: Browser,
  scripts: boolean,
  given: { rules?: Partial<Rules>; config?: Partial<Config> } = {},
) {
  // Sessions live by the real clock.
  const { rules, config } = given
  const world = await testWorld({ at: new Date().toISOString(), rules, config: { origin: null, ...config } })
  const address = await world.app.listen({ port: 0, host: '127.0.0.1' })

  /** A browser of their own, signed in where `who` is given. English unless told otherwise. `besides`: what its console may say too. */
  async function open(who: Visitor | null = null, locale = 'en-GB', besides?: RegExp): Promise<Page> {
    const context = await browser.newContext({ javaScriptEnabled: scripts, locale, baseURL: address })
    onTestFinished(() => context.close())
    context.setDefaultTimeout(20_000)
    if (who) await context.addCookies([{ name: 'fuyi', value: who.cookie('fuyi'), url: address }])
    const page = await context.newPage()
    const wrong: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error' && !expected.test(message.text()) && !besides?.test(message.text()))
        wrong.push(message.text())
    })
    page.on('pageerror', (error) => wrong.push(error.message))
    onTestFinished(() => expect(wrong).toEqual([]))
    return page
  }

  /** The newest message to an address. */
  async function mailTo(email: string) {
    const [mail] = await world.db.reads
      .select()
      .from(outbox)
      .where(eq(outbox.address, email))
      .orderBy(desc(outbox.createdAt), desc(outbox.id))
      .limit(1)
    return mail!
  }

  return { world, address, open, mailTo, look: (page: Page) => look(page, scripts) }
}

/** Lists whose marks hang outside the column of their page: they show marks and leave them no room. */
const listsWithoutRoom = `[...document.querySelectorAll('ul, ol')].filter((list) => {
  const item = list.firstElementChild && getComputedStyle(list.firstElementChild)
  const room = item && parseFloat(getComputedStyle(list).paddingLeft) + parseFloat(item.paddingLeft) + parseFloat(item.marginLeft)
  return item?.display === 'list-item' && item.listStyleType !== 'none' && item.listStylePosition === 'outside' && room < 14
}).map((list) => list.outerHTML.slice(0, 80))`

/** On a wide screen and on a phone: nothing sticks out sideways, and axe finds nothing at WCAG 2.2 AA. */
async function look(page: Page, scripts: boolean): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 })
    const found = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')
    expect([page.url(), width, Math.max(0, found)]).toEqual([page.url(), width, 0])
    expect([page.url(), await page.evaluate<string[]>(listsWithoutRoom)]).toEqual([page.url(), []])
    if (scripts) expect([page.url(), width, await violations(page)]).toEqual([page.url(), width, []])
  }
  await page.setViewportSize({ width: widths[0]!, height: 900 })
}

type Axe = { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }

/** axe is itself a script, so pages without scripts are looked at with them: they are the same. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(async (runOnly) => {
    const found = await (globalThis as never as { axe: Axe }).axe.run({ runOnly })
    return found.violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.html).join(' … ')}`)
  }, rules)
}

/** Opens the part of a page that is folded under these words; a heading that folds nothing is left alone. */
export async function unfold(page: Page, words: string | RegExp): Promise<void> {
  const folded: Locator = page.locator('details:not([open]) > summary', { hasText: words })
  if (await folded.count()) await folded.first().click()
}
