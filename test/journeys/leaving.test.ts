// Signing out on a computer that others use: nothing of what was read or typed stays in the browser, but the language and the
// city whose page is open.
import { expect, test } from 'vitest'
import { keptForms } from '../../src/schema/kept-forms.ts'
import { openCity, useChromium } from '../support/browser.ts'

const chromium = useChromium()

for (const scripts of [true, false])
  test(`whoever signs out while writing leaves nothing behind, ${scripts ? 'with' : 'without'} scripts`, async () => {
    const { world, open } = await openCity(chromium(), scripts)
    const author = await world.signedIn('author@example.tw')
    const draft = String((await author.post('/haicheng/proposals/drafts')).headers.location)
    const page = await open(author)
    await page.goto(`${draft}?lang=zh-Hant`)
    if (scripts) await page.evaluate(`localStorage.setItem('something', 'typed')`)
    await page.getByRole('textbox').last().fill('只有我看的草稿')
    if (scripts) await page.getByRole('status').filter({ hasText: '已' }).waitFor()
    await page.getByRole('textbox').last().fill('只有我看的草稿，又寫了一行')
    await page.getByRole('button', { name: '登出' }).click()
    await page.waitForURL((url) => url.pathname === '/haicheng')
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-Hant')
    await page.waitForTimeout(500) // what a page sends when it is left arrives after the next one
    expect(await world.db.reads.select().from(keptForms)).toEqual([])
    const left = await page.context().cookies()
    expect(left.find(({ name }) => name === 'visited')?.value).toBe('haicheng')
    expect(left.map(({ name }) => name).filter((name) => !['lang', 'acted', 'visited'].includes(name))).toEqual([])
    if (scripts) expect(await page.evaluate('localStorage.length')).toBe(0)
    await page.goBack()
    await page.waitForLoadState()
    expect(await page.content()).not.toContain('只有我看的草稿')
  })
