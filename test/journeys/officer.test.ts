// An officer: a schedule, a transfer, an extension, then the answer ask by ask with what is promised, and what became of it.
import { expect, test } from 'vitest'
import { openCity, unfold, useChromium } from '../support/browser.ts'
import { givenCase } from '../support/cases.ts'

const chromium = useChromium()
const daysFromNow = (days: number) => new Date(Date.now() + days * 86_400_000)
const isoDay = (days: number) => daysFromNow(days).toISOString().slice(0, 10)
const path = '/haicheng/proposals/2026-0001'

test.each([true, false])(
  'takes a case from its threshold to an answer and a kept promise (scripts: %s)',
  async (scripts) => {
    const city = await openCity(chromium(), scripts, { rules: { threshold: 2 } })
    await givenCase(city.world, {
      number: '2026-0001',
      title: 'Open the south pier to anglers',
      asks: ['Open the outer 400 metres.', 'Light it until ten.'],
      signed: { gangdong: 2 },
      stage: 'review',
      publishedAt: daysFromNow(-40),
      closesBefore: daysFromNow(20),
      thresholdMetAt: daysFromNow(-3),
      scheduleDueBefore: daysFromNow(5),
      contactDueBefore: daysFromNow(10),
      answerDueBefore: daysFromNow(57),
      lead: city.world.agencies.environment,
    })
    const environment = await city.open(
      await city.world.staff('officer', city.world.agencies.environment, 'epb@haicheng.test'),
    )
    const transport = await city.open(
      await city.world.staff('officer', city.world.agencies.transport, 'bus@haicheng.test'),
    )

    // The first agency says it is not theirs.
    await environment.goto('/haicheng/desk')
    await environment
      .getByRole('link', { name: /south pier/ })
      .first()
      .click()
    await city.look(environment)
    await unfold(environment, 'Change the lead agency')
    const transfer = environment.locator('form', {
      has: environment.getByRole('button', { name: 'Transfer; the clock goes on' }),
    })
    await transfer.getByLabel('Agency that takes over').selectOption('transport')
    await transfer
      .getByLabel('Reason (public)')
      .fill('The pier belongs to the harbour, which the Transport Bureau runs.')
    await transfer.getByRole('button', { name: 'Transfer' }).click()
    await environment.getByText('written into the record').waitFor()

    // The second publishes a schedule and extends once.
    const desk = async () => {
      await transport.goto('/haicheng/desk')
      await transport
        .getByRole('link', { name: /south pier/ })
        .first()
        .click()
    }
    await desk()
    await unfold(transport, 'Handling schedule')
    await transport.getByLabel('What will be done and when (public)').fill('A visit in two weeks, a meeting in four.')
    await transport.getByRole('button', { name: 'Publish the schedule' }).click()
    await desk()
    await unfold(transport, 'Extend the due date')
    await transport.getByLabel(/^Months/).fill('1')
    const extension = transport.locator('form', { has: transport.getByRole('button', { name: 'Extend', exact: true }) })
    await extension.getByLabel('Reason (public)').fill('The deck must be surveyed at low tide next month.')
    await transport.getByRole('button', { name: 'Extend', exact: true }).click()

    // The answer, with a filler first.
    await desk()
    await city.look(transport)
    await transport.getByLabel('Analysis').fill('The outer 400 metres carry people safely.')
    await transport.getByLabel('Deliberation record').fill('N/A')
    await transport.getByRole('button', { name: 'Preview, then publish' }).click()
    await transport.getByRole('alert').waitFor()
    await city.look(transport)
    expect(await transport.getByLabel('Analysis').inputValue()).toContain('outer 400 metres')
    await transport.getByLabel('Deliberation record').fill('We met the proposer and the fishermen.')
    await transport.getByRole('radio', { name: 'Adopted', exact: true }).first().check()
    await transport.getByLabel('Reasons for ask 1').fill('It is not on the channel.')
    await transport.getByRole('radio', { name: 'Not adopted' }).nth(1).check()
    await transport.getByLabel('Reasons for ask 2').fill('Lamps would blind the boats.')
    await transport.getByLabel('Commitment 1', { exact: true }).fill('Publish the rules of the pier')
    await transport.getByLabel('Unit').first().fill('Harbour section')
    await transport.getByLabel('By', { exact: true }).first().fill(isoDay(90))
    // Enter in a field of one line keeps a draft; it never publishes.
    await transport.getByLabel('Unit').first().press('Enter')
    await transport.getByText('The draft is saved.').waitFor()
    expect(await transport.getByLabel('Unit').first().inputValue()).toBe('Harbour section')
    await transport.getByRole('button', { name: 'Preview, then publish' }).click()
    await transport.getByText('Nothing is public yet').waitFor()
    await city.look(transport)
    await transport.getByRole('button', { name: 'Publish', exact: true }).click()
    await transport.getByText('Published, and written into the record.').first().waitFor()
    await city.look(transport)
    await transport.getByRole('link', { name: /^Look at .* again$/ }).click()
    await transport.waitForURL('**/desk/2026-0001')
    await transport.goto(path)
    await transport.getByText('Answered in time').first().waitFor()

    // What everybody reads.
    const reader = await city.open()
    await reader.goto(path)
    for (const words of [
      'Lamps would blind the boats.',
      'Publish the rules of the pier',
      'The pier belongs to the harbour',
      'The deck must be surveyed at low tide next month.',
      'A visit in two weeks',
    ])
      await reader.getByText(words).first().waitFor({ state: 'attached' })
    await city.look(reader)
    await reader.goto('/haicheng/commitments')
    await reader.getByText('Publish the rules of the pier').waitFor()
    await city.look(reader)
  },
)
