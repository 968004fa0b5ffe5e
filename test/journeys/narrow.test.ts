// A long word or address never makes a page wider than the phone: every kind of page, with such a word in every field and list. And
// the price for it is not paid by ordinary words: they stay whole.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openCity, useChromium } from '../support/browser.ts'
import { cameBack } from '../support/came-back.ts'
import { givenCase, givenSupport } from '../support/cases.ts'
import { everyPage, longAddress, longWord } from '../support/every-page.ts'
import { residenceCard, taiwanModule } from '../support/taiwan-wallet.ts'
import type { Say } from '../support/whole-life.ts'
import type { Visitor } from '../support/world.ts'

const chromium = useChromium()

/** A word, an address and an acronym that nothing breaks, in turn. */
function longWords(): Say {
  let n = 0
  return (_field, most) => {
    const length = Math.min(most, 300)
    const kinds = [
      'Donaudampfschifffahrtsgesellschaft',
      'WWWWWWWWWWWWWWWWWWWW',
      'Lageplan:https://maps.example/place/25.0330,121.5654/', // an address alone says nothing
    ]
    const words = kinds[n % kinds.length]!.repeat(10).slice(0, length - 4)
    return `${words}${String(n++).padStart(4, '0')}`
  }
}

/** Unfolds what is folded, and says how much wider than the window the page is, and what makes it so. */
const widthOf = `(() => {
  for (const folded of document.querySelectorAll('details')) folded.open = true
  const root = document.documentElement
  const shown = [...document.querySelectorAll('[hidden]')].filter((e) => getComputedStyle(e).display !== 'none')
  if (shown.length) return 'shown though hidden: ' + shown.map((e) => e.localName + '.' + e.getAttribute('class')).join(' ')
  if (root.scrollWidth <= window.innerWidth) return ''
  const scrolls = (element) => element && (/auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement))
  const isWide = (element) => element.getBoundingClientRect().right > window.innerWidth + 1 && !scrolls(element.parentElement)
  const wide = [...document.querySelectorAll('body *')].filter(isWide)
  return root.scrollWidth + ': ' + wide.slice(0, 6).map((e) => e.localName + '.' + (e.getAttribute('class') ?? '')).join(' ')
})()`
const tooWide = (page: Page) => page.evaluate<string>(widthOf)

/** Headings that stand on what is above them: from its last line to a heading there is room for more than half a line. */
const crowdedHeadings = `(() => {
  const boxes = []
  const walker = document.createTreeWalker(document.querySelector('main') ?? document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
  const crowded = []
  // a line of references above a title belongs to it
  const isSeen = (e) => e.checkVisibility() && !e.closest('.govuk-visually-hidden, .landmark, option, .folio') && e.closest('thead')?.clientWidth !== 1
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.nodeType === 3 ? node.parentElement : node
    if (!isSeen(element)) continue
    if (node.nodeType === 1 && /^H[2-4]$/.test(node.localName.toUpperCase())) {
      const { top, left, right } = node.getBoundingClientRect()
      const above = boxes.filter((box) => box.left < right && box.right > left && box.bottom <= top + 4)
      const gap = top - Math.max(-Infinity, ...above.map((box) => box.bottom))
      if (gap < 10) crowded.push(Math.round(gap) + ' px above ' + node.textContent.trim().slice(0, 40))
    }
    if (node.nodeType === 1 && !/^(input|select|textarea|button|img|svg)$/.test(node.localName)) continue
    if (node.nodeType === 3 && !node.data.trim()) continue
    const range = document.createRange()
    range.selectNode(node)
    boxes.push(...range.getClientRects())
  }
  return crowded.join(', ')
})()`

/** Buttons that touch one another, or what stands under them in the same part of a page. */
const crowdedButtons = `(() => {
  const buttons = [...document.querySelectorAll('main .govuk-button')].filter((e) => e.checkVisibility())
  const others = [...document.querySelectorAll('main :is(p, label, legend, input, select, textarea, table, .govuk-button)')].filter((e) => e.checkVisibility() && !e.closest('.govuk-visually-hidden'))
  const crowded = []
  for (const button of buttons) {
    const box = button.getBoundingClientRect()
    for (const other of others) {
      if (other === button || other.contains(button) || button.contains(other)) continue
      const { left, right, top, bottom, width, height } = other.getBoundingClientRect()
      if (!width || !height) continue
      const below = left < box.right && right > box.left && top >= box.bottom - 1 && top < box.bottom + 4
      const beside = other.matches('.govuk-button') && top < box.bottom && bottom > box.top && left >= box.right - 1 && left < box.right + 4
      if (below || beside) crowded.push(button.textContent.trim().slice(0, 30) + ' | ' + other.localName + ' ' + other.textContent.trim().slice(0, 20))
    }
  }
  return crowded.join(', ')
})()`

/** Nobody reads them as pages. */
const noPages =
  /^GET \/(?:sign-in\/with|static|healthz|readyz|metrics|api|dumps|oembed|\.well-known|me\/session$)|\.(?:json|jsonld|txt|xml|png|ics|csv|ndjson|parquet|atom|tw|bib|ris|csl|tlog-proof)$|\/attachments\/:file$|theme-|\/log\/(?:checkpoint|witnessed|policy|keys|days\/:day|tile\/\*)$|\/(?:witness|mirror)\/|\/drafts\/:id$|\/requests\/:device$/

test.each(['en-GB', 'zh-TW'])(
  'no page is wider than a phone, whatever word or address is on it (%s)',
  async (locale) => {
    const city = await openCity(chromium(), true, { config: { demonstration: true } })
    const pages = await everyPage(city.world, longWords())
    const readers = new Map<Visitor | null, Page>()
    const wide: string[] = []
    for (const [path, who] of pages) {
      const page = readers.get(who) ?? (await city.open(who, locale))
      readers.set(who, page)
      await page.setViewportSize({ width: 320, height: 900 })
      await page.goto(path)
      const seen = [
        await tooWide(page),
        await page.evaluate<string>(crowdedHeadings),
        await page.evaluate<string>(crowdedButtons),
      ]
      const found = seen.filter(Boolean).join('; ')
      if (found) wide.push(`${path.slice(0, 80)} ${found}`)
    }
    // what no address leads to: a form that is refused, a text that is hidden, the way in with a long address
    const look = async (page: Page, what: string) => {
      const found = await tooWide(page)
      if (found) wide.push(`${what} ${found}`)
    }
    const [draft, author] = pages.find(([path]) => path.endsWith('/problem'))!
    const writing = readers.get(author)!
    await writing.goto(draft)
    await writing.getByRole('textbox').first().fill(longWord)
    await writing.locator('main button').first().click()
    await writing.getByRole('alert').waitFor()
    await look(writing, 'refused')
    const hide = { decision: 'hide', words: longWord }
    const moderator = pages.find(([path, who]) => path === '/haicheng/desk' && who?.email.startsWith('moderator'))![1]!
    expect((await moderator.post('/haicheng/proposals/2026-0001/decisions', hide)).statusCode).toBe(303)
    const reading = readers.get(null)!
    await reading.goto('/haicheng/proposals/2026-0001')
    await look(reading, 'hidden')
    await reading.goto('/sign-in')
    await reading.getByRole('textbox').first().fill(longAddress)
    await reading.getByRole('main').getByRole('button').first().click()
    await reading.waitForURL('**/sign-in/code')
    await look(reading, '/sign-in/code')
    await reading.context().addCookies([{ ...cameBack(city.world, longAddress), url: city.address }])
    await reading.goto('/sign-in/connect')
    await look(reading, '/sign-in/connect')
    expect(wide).toEqual([])

    const seen = [
      ...pages.map(([path]) => path.split('?')[0]!),
      '/sign-in/code',
      '/sign-in/connect',
      '/haicheng/verification/wallets/asked', // by a test of its own
    ]
    const missed = [...city.world.app.routeTable]
      .filter((route) => route.startsWith('GET ') && !noPages.test(route))
      .filter((route) => {
        const pattern = new RegExp(`^${route.slice(4).replace(/:\w+/g, '[^/]+')}/?$`)
        return !seen.some((path) => pattern.test(path))
      })
    expect(missed, 'pages that this test does not look at').toEqual([])
  },
)

test.each(['en-GB', 'zh-TW'])('a card in a wallet is asked for within a phone (%s)', async (locale) => {
  const wallet = await taiwanModule({ now: new Date() })
  const city = await openCity(chromium(), true, { config: { verificationServicesFile: wallet.path } })
  const page = await city.open(await city.world.signedIn('mei@example.test'), locale)
  await page.setViewportSize({ width: 320, height: 900 })
  await page.goto('/haicheng/verification')
  await page.locator('form[action*="/verification/wallets"] button').click()
  await page.waitForURL('**/verification/wallets/*')
  expect(await tooWide(page)).toBe('')
  await page.locator('form[action$="/results"] button').click()
  await page.getByRole('status').waitFor()
  expect(await tooWide(page)).toBe('')
  const link = await page.locator('a[href^="modadigitalwallet:"]').getAttribute('href')
  wallet.show(link!, [{ type: residenceCard, claims: { idNumber: 'A1', birthday: '1990-01-31', address: '海城市' } }])
  await page.waitForURL('**/verification?done=verified') // by itself
  expect(await tooWide(page)).toBe('')
})

test.each(['en-GB', 'zh-TW'])('what is late, with its date, stays within a phone on the desk (%s)', async (locale) => {
  const city = await openCity(chromium(), true)
  const { world } = city
  const longAgo = new Date(world.clock.now.getTime() - 100 * 86_400_000)
  const late = { thresholdMetAt: longAgo, answerDueBefore: new Date(longAgo.getTime() + 30 * 86_400_000) }
  const id = await givenCase(world, { stage: 'review', number: '2026-0001', ...late })
  await givenSupport(world, id, { dueBefore: new Date(longAgo.getTime() + 20 * 86_400_000), daysBefore: 10 })
  const page = await city.open(await world.staff('officer', world.agencies.environment), locale)
  await page.setViewportSize({ width: 320, height: 900 })
  await page.goto('/haicheng/desk/2026-0001')
  await page
    .getByText(locale === 'en-GB' ? 'Still outstanding' : '還沒提出的意見')
    .first()
    .waitFor()
  expect(await tooWide(page)).toBe('')
})

/** Words of up to eleven letters that stand on two lines. Parts of addresses may, and so may what nobody sees. */
const brokenWords = `(() => {
  const found = new Set()
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const within = node.parentElement
    const thead = within.closest('thead')
    if (!within.checkVisibility() || within.closest('.govuk-visually-hidden, .landmark, option') || thead?.clientWidth === 1) continue
    for (const { 0: word, index } of node.data.matchAll(/(?<![\\w@.:/-])[A-Za-z]{2,11}(?![\\w@:/-]|\\.\\w)/g)) {
      const range = document.createRange()
      range.setStart(node, index)
      range.setEnd(node, index + word.length)
      if (new Set([...range.getClientRects()].map((line) => Math.round(line.top))).size > 1) found.add(word + ' in ' + within.localName)
    }
  }
  return [...found].join(', ')
})()`

test('ordinary words are not broken on any page, at any width', async () => {
  const city = await openCity(chromium(), true, { config: { demonstration: true } })
  const pages = await everyPage(city.world, (field, most) =>
    `The ${field} of this quarter: improvements for pedestrians, by 2027.`.slice(0, most),
  )
  const readers = new Map<Visitor | null, Page>()
  const broken: string[] = []
  for (const [path, who] of pages.filter(([path]) => !path.includes(longWord) && !path.startsWith('/demo'))) {
    const page = readers.get(who) ?? (await city.open(who))
    readers.set(who, page)
    await page.goto(path)
    await tooWide(page)
    for (const width of [320, 700, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      const found = await page.evaluate<string>(brokenWords)
      if (found) broken.push(`${path.slice(0, 60)} at ${width}: ${found}`)
    }
  }
  expect(broken).toEqual([])
})
