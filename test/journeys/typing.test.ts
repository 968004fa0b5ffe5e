// Typing and pasting in a browser: what comes from Word, Excel or a web page keeps its shape, and characters are counted as people do.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openCity, useChromium } from '../support/browser.ts'

const chromium = useChromium()

/** A draft's first step, in a browser. */
async function writing() {
  const city = await openCity(chromium(), true)
  const author = await city.world.signedIn('author@example.tw')
  const draft = String((await author.post('/haicheng/proposals/drafts')).headers.location)
  const page = await city.open(author)
  await page.goto(draft)
  return { page, problem: page.getByRole('textbox', { name: 'The problem' }) }
}

/** Pastes as a browser does. Gives whether the page took it; else the browser itself pastes the plain text. */
const paste = (page: Page, kinds: { html?: string; plain: string }) =>
  page.evaluate<boolean>(`(() => {
    const data = new DataTransfer()
    data.setData('text/plain', ${JSON.stringify(kinds.plain)})
    data.setData('text/html', ${JSON.stringify(kinds.html ?? '')})
    const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
    return !document.activeElement.dispatchEvent(event)
  })()`)

test('lists, tables and links of a web page keep their shape where they are pasted', async () => {
  const { page, problem } = await writing()
  await problem.fill('前文\n後文')
  await problem.press('Home')
  const html = `<style>p { color: red }</style><p>三點：</p><ol start="2"><li>甲<ul><li>子</li></ul></li><li>乙 <b>丙</b></li></ol>
    <table><thead><tr><th>區</th><th>件數</th></tr></thead><tbody><tr><td>港東</td><td>1,024</td></tr></tbody></table>
    <p>見<a href="https://city.example/report">報告</a>與<a href="javascript:alert(1)">此</a>，x &lt; y</p>`
  const plain = '三點：\n\n甲\n子\n乙 丙\n區\t件數\n港東\t1,024\n見報告與此，x < y'
  expect(await paste(page, { html, plain })).toBe(true)
  expect(await problem.inputValue()).toBe(
    '前文\n三點：\n\n2. 甲\n   • 子\n3. 乙 丙\n\n區\t件數\n港東\t1,024\n\n見報告 (https://city.example/report)與此，x < y後文',
  )
  await problem.press('Control+z')
  expect(await problem.inputValue(), 'it can be undone').toBe('前文\n後文')
})

test('the bullets and numbers that Word draws become signs that every font has', async () => {
  const { page, problem } = await writing()
  await problem.focus()
  const item = (mark: string, words: string) =>
    `<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Wingdings'><span style='mso-list:Ignore'>${mark}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>${words}<o:p></o:p></p>`
  const html = item('l', '甲') + item('§', '乙') + item('1.', '丙')
  expect(await paste(page, { html, plain: '\uf06c\t甲\r\n\uf0a7\t乙\r\n1.\t丙' })).toBe(true)
  expect(await problem.inputValue()).toBe('• 甲\n\n• 乙\n\n1. 丙')
})

test('what has no shape, or would lose a letter, is pasted as the plain text that comes with it', async () => {
  const { page, problem } = await writing()
  await problem.focus()
  expect(await paste(page, { html: '<p>一段 <b>字</b></p>', plain: '一段 字' })).toBe(false)
  expect(await paste(page, { html: '<ul><li>甲</li></ul>', plain: '甲\n乙' })).toBe(false)
  expect(await paste(page, { plain: '<title> 標籤' })).toBe(false)
})

test('a title of eighty characters outside the basic plane is taken, and an emoji of a family counts as one', async () => {
  const { page, problem } = await writing()
  await problem.fill('👩‍👩‍👧𠮷e\u0301')
  await page.getByText('3 of 5000 characters').waitFor()
  await problem.fill('騎車的人沒有路可以走，每天都有人受傷。')
  await page.getByLabel('Title').fill(`${'🚲'.repeat(79)}𠮷`) // signs alone are no title
  await page.getByRole('button', { name: 'Save and continue' }).click()
  await page.waitForURL('**/place')
})
