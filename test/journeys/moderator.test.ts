// A moderator: the queue, and each of the four decisions on a proposal that waits to be checked.
import { expect, test } from 'vitest'
import { openCity, useChromium } from '../support/browser.ts'
import { givenCase } from '../support/cases.ts'

const chromium = useChromium()
const waiting = { stage: 'checking', publishedAt: null, closesBefore: null } as const

test.each([true, false])(
  'returns, refuses, merges and passes what waits to be checked (scripts: %s)',
  async (scripts) => {
    const city = await openCity(chromium(), scripts)
    const submittedAt = new Date(Date.now() - 86_400_000)
    const checkDueBefore = new Date(Date.now() + 2 * 86_400_000)
    const rows = { ...waiting, submittedAt, updatedAt: submittedAt, checkDueBefore }
    await givenCase(city.world, { ...rows, number: '2026-0001', title: 'Close our lane for a day' })
    await givenCase(city.world, { ...rows, number: '2026-0002', title: 'Lower the income tax' })
    await givenCase(city.world, { ...rows, number: '2026-0003', title: 'Ban plastic bowls at night markets' })
    await givenCase(city.world, { ...rows, number: '2026-0004', title: 'Open the south pier to anglers' })
    const closesBefore = new Date(Date.now() + 20 * 86_400_000)
    await givenCase(city.world, { number: '2026-0005', title: 'Reusable dishes at night markets', closesBefore })

    const page = await city.open(await city.world.staff('moderator'))
    const open = async (title: string) => {
      await page.goto('/haicheng/desk')
      await page.getByRole('link', { name: new RegExp(title) }).click()
    }
    const record = () => page.getByRole('button', { name: 'Record the decision' }).click()
    await page.goto('/haicheng/desk')
    await city.look(page)

    // Returned, after a first try without words.
    await open('Close our lane')
    await city.look(page)
    await page.getByRole('radio', { name: 'Return for changes' }).check()
    await record()
    await page.getByRole('alert').waitFor()
    await city.look(page)
    expect(await page.getByRole('radio', { name: 'Return for changes' }).isChecked()).toBe(true)
    await page.getByRole('textbox', { name: 'Words to the proposer' }).fill('Please write what would help every lane.')
    await record()
    await page.getByText('written into the record').waitFor()

    // The next one is open already; a key leads to the one behind it, and back.
    expect(page.url()).toContain('/desk/2026-0002')
    if (scripts) {
      await page.keyboard.press('j')
      await page.waitForURL('**/desk/2026-0003')
      await page.keyboard.press('k')
      await page.waitForURL('**/desk/2026-0002')
    }
    await page.getByRole('radio', { name: 'Do not accept' }).check()
    await page.getByLabel('Reason (where it is not accepted)').selectOption('not_ours')
    await page.getByRole('textbox', { name: 'Words to the proposer' }).fill('The national tax office decides this.')
    await record()
    await page.getByText('written into the record').waitFor()

    await open('Ban plastic bowls')
    await page.getByRole('radio', { name: 'Merge into another case' }).check()
    await page.getByLabel('Merge into which case').fill('2026-0005')
    await record()
    await page.getByText('written into the record').waitFor()

    await open('south pier')
    await page.getByRole('radio', { name: 'Pass: open for co-signatures' }).check()
    const lead = page.getByRole('group', { name: 'Lead agency once the threshold is met' })
    await lead.getByRole('radio', { name: 'Another agency' }).check()
    await page.getByLabel('Which one').first().selectOption('transport')
    await record()
    await page.getByText('Nothing is public yet').waitFor()
    await city.look(page)
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    await page.getByText('Nothing to do.').waitFor()
    await city.look(page)

    // What everybody sees of it now.
    const reader = await city.open()
    await reader.goto('/haicheng/proposals/2026-0004')
    await reader.getByRole('button', { name: 'Co-sign this proposal' }).waitFor()
    await reader.goto('/haicheng/proposals/2026-0002')
    await reader.getByText('The national tax office decides this.').first().waitFor()
    await city.look(reader)
    await reader.goto('/haicheng/proposals/2026-0003')
    await reader
      .getByRole('link', { name: /2026-0005/ })
      .first()
      .waitFor()
    await city.look(reader)
    expect(
      (await reader.goto('/haicheng/proposals/2026-0001'))?.status(),
      'only author and staff see a returned one',
    ).toBe(404)
    await city.look(reader)
  },
)
