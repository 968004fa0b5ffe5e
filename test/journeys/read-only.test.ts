// While the platform is worked on: pages are read, and what somebody tries to send stays in front of them.
import { expect, test } from 'vitest'
import { openCity, useChromium } from '../support/browser.ts'
import { givenCase } from '../support/cases.ts'

const chromium = useChromium()
const at = '/haicheng/proposals/2026-0001'

for (const scripts of [true, false])
  test(`what is typed while nothing is taken stays on the page, ${scripts ? 'with' : 'without'} scripts`, async () => {
    const { world, open, look } = await openCity(chromium(), scripts, { config: { readOnly: true } })
    const closesBefore = new Date(Date.now() + 40 * 86_400_000)
    await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明', closesBefore })
    const page = await open(await world.signedIn('citizen@example.tw'))
    await page.goto(`${at}?lang=zh-Hant`)
    expect(await page.getByRole('note').filter({ hasText: '目前只能瀏覽' }).count()).toBe(1)
    await look(page)
    await page.locator('#cosign select').first().selectOption('gangdong')
    await page.locator('#cosign details:not([open]) > summary').first().click()
    const reason = page.locator('#cosign textarea')
    await reason.fill('晚上看不清楚路面，\n我每天走這一段。')
    await page.locator('#cosign button[type="submit"]').first().click()
    const refused = page.getByRole('heading', { name: '目前只能瀏覽' })
    await refused.waitFor()
    expect(await page.getByRole('heading', { name: 'You can only read at the moment' }).count()).toBe(1)
    expect(await page.locator('.as-typed').allInnerTexts()).toEqual(['晚上看不清楚路面，\n我每天走這一段。'])
    await page.getByRole('button', { name: '再送一次' }).click()
    await refused.waitFor()
    expect(await page.locator('.as-typed').allInnerTexts(), 'sent again, it is still there').toEqual([
      '晚上看不清楚路面，\n我每天走這一段。',
    ])
    await look(page)
  })
