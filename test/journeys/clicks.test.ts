// How many clicks and page loads the commonest acts take, without scripts: walked, counted, and compared with the table in
// docs/clicks.md, which says what they took before. A click is a press on a link, a button or a choice; typing is none.
import { readFileSync } from 'node:fs'
import { eq } from 'drizzle-orm'
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { takeUp } from '../../src/domain/proposals/case-officers.ts'
import { write } from '../../src/platform/db/write.ts'
import { proposals } from '../../src/schema/proposals.ts'
import { openCity, unfold, useChromium } from '../support/browser.ts'
import { answeredOn, givenCase } from '../support/cases.ts'
import type { Visitor } from '../support/world.ts'

const chromium = useChromium()
const day = 86_400_000
/** Cases are of another year, whose numbers no new proposal gets. */
const at = '/haicheng/proposals/2025-0001'
const desk = '/haicheng/desk'

type Counted = {
  page: Page
  click: (what: Locator) => Promise<void>
  choose: (what: Locator, value: string) => Promise<void>
  seen: { clicks: number; loads: number }
}

/** Counts from the page on which somebody begins. */
async function counting(page: Page, from: string): Promise<Counted> {
  await page.goto(from)
  const seen = { clicks: 0, loads: 0 }
  page.on('domcontentloaded', () => seen.loads++)
  return {
    ...{ page, seen },
    click: async (what) => {
      seen.clicks++
      await what.click()
    },
    choose: async (what, value) => {
      seen.clicks++
      await what.selectOption(value)
    },
  }
}

test('the commonest acts take as many clicks and page loads as docs/clicks.md says', async () => {
  const city = await openCity(chromium(), false, { rules: { threshold: 5 } })
  const { world } = city
  const { environment } = world.agencies
  const moment = (days: number) => new Date(world.clock.now.getTime() + days * day)
  const found: { [act: string]: string } = {}
  const walk = async (act: string, who: Visitor | null, from: string, way: (counted: Counted) => Promise<void>) => {
    const page = await city.open(who)
    const counted = await counting(page, from)
    await way(counted)
    found[act] = `${counted.seen.clicks} clicks, ${counted.seen.loads} loads`
    await page.context().close()
  }

  await givenCase(world, { number: '2025-0001', title: 'Light the sea wall path', closesBefore: moment(20) })
  await givenCase(world, { number: '2025-0002', title: 'Answered harbour ferry', ...answeredOn('2026-05-02') })
  const checking = { stage: 'checking', publishedAt: null, closesBefore: null, submittedAt: moment(-1) } as const
  for (const n of [3, 4, 5])
    await givenCase(world, { ...checking, number: `2025-000${n}`, title: `To check ${n}`, checkDueBefore: moment(n) })
  const met = {
    stage: 'review',
    publishedAt: moment(-40),
    closesBefore: moment(20),
    thresholdMetAt: moment(-3),
  } as const
  for (const n of [6, 7, 8, 9])
    await givenCase(world, {
      ...{ ...met, number: `2025-000${n}`, title: `To answer ${n}`, asks: ['Do it.'], lead: environment },
      ...{ scheduleDueBefore: moment(n), answerDueBefore: moment(50 + n) },
    })
  const ping = await world.signedIn('ping@example.tw')
  const moderator = await world.staff('moderator')
  const officer = await world.staff('officer', environment, 'epb@haicheng.test')
  const leaving = await world.staff('officer', environment, 'leaving@haicheng.test')
  const administrator = await world.staff('administrator')

  await walk('Find an answered case by words, from the front page', null, '/haicheng', async ({ page, click }) => {
    await page.getByRole('searchbox').first().fill('harbour ferry')
    await click(page.locator('form[role=search] button').first())
    await click(page.getByRole('link', { name: 'Answered harbour ferry' }).first())
    await page.waitForURL('**/proposals/2025-0002')
  })
  await walk('Co-sign as a newcomer, up to the count', null, at, async ({ page, click, choose, seen }) => {
    await page.getByLabel('Email address').fill('new@example.tw')
    await choose(page.getByLabel('District you live in'), 'gangdong')
    await click(page.getByLabel(/I agree/))
    await click(page.getByRole('button', { name: 'Co-sign this proposal' }))
    await page.getByRole('heading', { name: 'Check your email' }).waitFor()
    const { facts } = await city.mailTo('new@example.tw')
    seen.clicks++ // the link in the mail
    await page.goto(`${at}/cosignatures/${facts.token}`)
    await click(page.getByRole('button', { name: 'Confirm: co-sign this proposal' }))
    await page.getByText('You have co-signed').waitFor()
  })
  const known = await city.open(ping)
  await known.goto(at)
  await known.getByLabel('District you live in').selectOption('shibi')
  await known.getByRole('button', { name: 'Co-sign this proposal' }).click()
  await known.getByText('You have co-signed').waitFor()
  await givenCase(world, { number: '2025-0010', title: 'One more bench', closesBefore: moment(20) })
  await walk('Co-sign signed in', ping, '/haicheng/proposals/2025-0010', async ({ page, click }) => {
    await click(page.getByRole('button', { name: 'Co-sign this proposal' }))
    await page.getByText('You have co-signed').waitFor()
  })
  await walk('Follow a case without signing, signed in', administrator, at, async ({ page, click }) => {
    await click(page.locator('form[action$="/follows"] button').first())
    await page.getByText('You follow this now').waitFor()
  })
  await walk('Return a proposal, up to the next case', moderator, `${desk}/2025-0003`, async ({ page, click }) => {
    await click(page.getByRole('radio', { name: 'Return for changes' }))
    await page.getByRole('textbox', { name: 'Words to the proposer' }).fill('Please write what would help every lane.')
    await click(page.getByRole('button', { name: 'Record the decision' }))
    await page.waitForURL('**/desk/2025-0004?**')
  })
  await walk('Pass a proposal, up to the next case', moderator, `${desk}/2025-0004`, async ({ page, click }) => {
    await click(page.getByRole('button', { name: 'Record the decision' }))
    await click(page.getByRole('button', { name: 'Publish', exact: true }))
    await page.waitForURL('**/desk/2025-0005?**')
  })
  await walk('Publish a schedule', officer, `${desk}/2025-0006`, async ({ page, click, seen }) => {
    if (await page.locator('details:not([open]) > summary', { hasText: 'Handling schedule' }).count()) seen.clicks++
    await unfold(page, 'Handling schedule')
    await page.getByLabel('What will be done and when (public)').fill('A visit in two weeks, a meeting in four.')
    await click(page.getByRole('button', { name: 'Publish the schedule' }))
    await page.getByText('written into the record').first().waitFor()
  })
  await walk('Answer a case of one ask, up to the next case', officer, `${desk}/2025-0007`, async ({ page, click }) => {
    await page.getByLabel('Analysis').fill('The outer 400 metres carry people safely.')
    await page.getByLabel('Deliberation record').fill('We met the proposer and the fishermen.')
    await click(page.getByRole('radio', { name: 'Adopted', exact: true }).first())
    await page.getByLabel('Reasons for ask 1').fill('It is not on the channel.')
    await click(page.getByRole('button', { name: 'Preview, then publish' }))
    await click(page.getByRole('button', { name: 'Publish', exact: true }))
    await page.waitForURL('**/desk/2025-000*?**')
  })
  await walk('Give a case to another agency', officer, `${desk}/2025-0008`, async ({ page, click, choose }) => {
    await click(page.locator('summary', { hasText: 'Change the lead agency' }))
    const form = page.locator('form', { has: page.getByRole('button', { name: 'Transfer; the clock goes on' }) })
    await choose(form.getByLabel('Agency that takes over'), 'transport')
    await form.getByLabel('Reason (public)').fill('The pier belongs to the harbour, which the Transport Bureau runs.')
    await click(form.getByRole('button', { name: 'Transfer; the clock goes on' }))
    await page.getByText('written into the record').first().waitFor()
  })
  await walk('Open a case by its number, from the desk', officer, desk, async ({ page, click }) => {
    await page.locator('.desk-filters input[name=q]').fill('2025-0009')
    await click(page.locator('.desk-filters__words button'))
    await page.waitForURL('**/desk/2025-0009')
  })
  const [held] = await world.db.reads
    .select({ id: proposals.id })
    .from(proposals)
    .where(eq(proposals.number, '2025-0009'))
  await write(world.db, (tx) =>
    takeUp(tx, { proposalId: held!.id, agencyId: environment }, leaving.personId!, world.clock.now),
  )
  await walk(
    'Hand over all that a leaving colleague has, from the desk',
    administrator,
    desk,
    async ({ page, click, choose }) => {
      await click(page.getByRole('link', { name: 'Workload' }))
      await choose(page.getByLabel('From', { exact: true }), leaving.personId!)
      await choose(page.getByLabel('To', { exact: true }), officer.personId!)
      await click(page.getByRole('button', { name: 'Hand over all' }))
      await page.getByText('1 case was handed over.').waitFor()
    },
  )
  await walk(
    'Propose, signed in, from the front page until it is sent',
    ping,
    '/haicheng',
    async ({ page, click, choose }) => {
      const next = () => click(page.getByRole('button', { name: /^(Save and continue|Continue)$/ }))
      await click(page.getByRole('link', { name: 'Make a proposal' }).first())
      await click(
        page
          .getByRole('button', { name: 'Start a new proposal' })
          .or(page.getByRole('link', { name: 'Start a new proposal' }))
          .first(),
      )
      await page.getByLabel('Title').fill('Open the south pier to anglers')
      await page
        .getByRole('textbox', { name: 'The problem' })
        .fill('People fish there anyway and climb over the fence.')
      await next()
      await choose(page.getByLabel('Topic'), 'sea')
      await choose(page.getByLabel('District'), 'shibi')
      await next()
      await page.getByRole('textbox', { name: 'Text of ask 1' }).fill('Open the outer 400 metres of the pier.')
      await next()
      await page.getByRole('textbox', { name: 'Benefits and impact' }).fill('Anglers and shops gain.')
      await next()
      await click(page.getByLabel('Transport Bureau'))
      await page.getByLabel('Display name').fill('Calm sea')
      await next()
      await click(page.getByRole('button', { name: 'Submit the proposal' }))
      await page.getByText('You will get an email once it has been checked.').waitFor()
    },
  )

  for (const number of ['2025-0021', '2025-0022'])
    await givenCase(world, {
      ...{ number, title: `Lamps of ${number}`, stage: 'review', lead: environment, publishedAt: moment(-50) },
      ...{ thresholdMetAt: moment(-20), scheduleDueBefore: moment(9), answerDueBefore: moment(40) },
    })
  await walk(
    'Give two cases of the queue to one colleague',
    administrator,
    `${desk}?show=all&q=lamps`,
    async ({ page, click, choose }) => {
      for (const number of ['2025-0021', '2025-0022'])
        await click(page.getByRole('checkbox', { name: `Tick ${number}` }))
      await choose(page.getByLabel('Give the ticked cases to'), officer.personId!)
      await click(page.getByRole('button', { name: 'Give them' }))
      await page.getByText('2 cases were given.').waitFor()
    },
  )

  const told = [...readFileSync('docs/clicks.md', 'utf8').matchAll(/^\| ([^|]+) \| (\d+) \| (\d+) \|/gm)]
  const said = Object.fromEntries(
    told.map(([, act, clicks, loads]) => [act!.trim(), `${clicks} clicks, ${loads} loads`]),
  )
  expect(found).toEqual(said)
})
