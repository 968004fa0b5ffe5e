// Two people of an agency: one writes the answer with a kept text, a document and a picture; the other reads all of it and lets it out.
import { eq } from 'drizzle-orm'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { setApprover } from '../../src/domain/governments/approvers.ts'
import { write } from '../../src/platform/db/write.ts'
import { staff } from '../../src/schema/agencies.ts'
import { openCity, useChromium } from '../support/browser.ts'
import { givenCase } from '../support/cases.ts'
import { jpegFile, pdfFile } from '../support/files.ts'

const chromium = useChromium()
const daysFromNow = (days: number) => new Date(Date.now() + days * 86_400_000)
const path = '/haicheng/proposals/2026-0001'

test.each([true, false])(
  'an answer with attachments goes through four eyes to everybody (scripts: %s)',
  async (scripts) => {
    const city = await openCity(chromium(), scripts, { rules: { fourEyes: true } })
    const { world } = city
    await givenCase(world, {
      number: '2026-0001',
      title: 'Light the seawall path',
      asks: ['Put up lamps.'],
      stage: 'review',
      publishedAt: daysFromNow(-40),
      closesBefore: daysFromNow(20),
      thresholdMetAt: daysFromNow(-3),
      scheduleDueBefore: daysFromNow(5),
      contactDueBefore: daysFromNow(10),
      answerDueBefore: daysFromNow(57),
      lead: world.agencies.environment,
    })
    const officer = await world.staff('officer', world.agencies.environment, 'writer@haicheng.test')
    const approver = await world.staff('officer', world.agencies.environment, 'approver@haicheng.test')
    await write(world.db, async (tx) => {
      const [seat] = await tx.select().from(staff).where(eq(staff.personId, approver.personId!))
      await setApprover(tx, world.government.id, seat!.id, true, world.clock.now)
    })
    const writing = await city.open(officer)

    await writing.goto('/haicheng/desk/2026-0001')
    await writing.getByRole('link', { name: 'Manage your agency’s answer templates' }).click()
    await city.look(writing)
    await writing.getByLabel('Name', { exact: true }).fill('Lights')
    await writing.getByLabel('Analysis').fill('We measured for {{case number}} on {{fill in: the day}}.')
    await writing.getByRole('button', { name: 'Save template' }).click()
    await writing.getByText('The template is saved.').waitFor()

    await writing.goto('/haicheng/desk/2026-0001')
    await writing.getByLabel('Use an answer template').selectOption('Lights')
    await writing.getByLabel('Deliberation').fill('We met the residents twice.')
    await writing.getByRole('button', { name: 'Put in' }).click()
    await writing.waitForLoadState()
    const analysis = writing.getByLabel('Analysis')
    expect(await analysis.inputValue()).toBe('We measured for 2026-0001 on {{fill in: the day}}.')
    expect(await writing.getByLabel('Deliberation').inputValue()).toBe('We met the residents twice.')
    await writing.getByLabel('Adopted', { exact: true }).check()
    await writing.getByLabel(/^Reasons/).fill('Lamps are in this year’s works.')
    await writing.getByRole('button', { name: 'Preview, then ask for release' }).click()
    await writing.getByText('is not filled in').first().waitFor()
    await analysis.fill('We measured for 2026-0001 on 4 May.')
    await city.look(writing)

    await writing.getByRole('button', { name: 'Save the draft and edit attachments' }).click()
    await attach(writing, 'lux.pdf', pdfFile({ text: '' }), 'Light levels', '')
    await writing.getByText('no text layer').waitFor()
    await attach(writing, 'gate.jpg', jpegFile(), 'At the gate', '')
    await writing.getByText('Say what the picture shows').first().waitFor()
    expect(await writing.getByLabel('Title').last().inputValue()).toBe('At the gate')
    await city.look(writing)
    await attach(writing, 'gate.jpg', jpegFile(), 'At the gate', 'The meter shows 2.1 lux')
    await writing.getByText('2 files attached').waitFor()
    await writing.getByRole('link', { name: 'Finished: back to the draft answer' }).click()
    await writing.getByRole('button', { name: 'Preview, then ask for release' }).click()
    await writing.getByRole('button', { name: 'Ask for release' }).click()
    await writing.getByText('An answer is waiting for release').first().waitFor()

    const reading = await city.open(approver)
    const mail = await city.mailTo('approver@haicheng.test')
    expect(mail.kind).toBe('answer_release')
    await reading.goto('/haicheng/desk/2026-0001/release')
    await reading.getByRole('link', { name: 'Light levels' }).waitFor()
    expect(await reading.getByAltText('The meter shows 2.1 lux').count()).toBe(1)
    await city.look(reading)
    await reading.getByRole('button', { name: 'Publish', exact: true }).click()
    await reading.getByText('Published, and written into the record.').first().waitFor()

    const everybody = await city.open()
    await everybody.goto(path)
    await everybody.getByAltText('The meter shows 2.1 lux').scrollIntoViewIfNeeded()
    await city.look(everybody)
    const [download] = await Promise.all([
      everybody.waitForEvent('download'),
      everybody.getByRole('link', { name: 'Light levels' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('Light levels.pdf')
  },
)

async function attach(page: Page, name: string, buffer: Buffer, title: string, description: string) {
  await page.getByLabel('Choose a file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
  await page.getByLabel('Title').last().fill(title)
  await page.getByLabel('Description', { exact: true }).last().fill(description)
  await page.getByRole('button', { name: 'Attach this file' }).click()
  await page.waitForLoadState()
}
