// The case moved on while a form was open: 409 with the state that was seen and the one there is, what was done, and every typed word.
import { expect, test } from 'vitest'
import { givenCase } from '../../support/cases.ts'
import { type Page, page } from '../../support/page.ts'
import { testWorld } from '../../support/world.ts'

const number = '2026-0001'
const at = `/haicheng/proposals/${number}`
const desk = `/haicheng/desk/${number}`
const checking = {
  ...{ number, title: '步道裝路燈', stage: 'checking' as const, publishedAt: null, closesBefore: null },
  checkDueBefore: new Date('2026-06-25T00:00:00+08:00'),
}
const typed = '請把三件事分開提案，才能逐項回答。'
/** What a form of this page sends besides what is typed. */
const sent = (shown: Page) =>
  Object.fromEntries(['text-revision', 'case-stage'].map((name) => [name, shown.sends(name) ?? '']))
const heading = 'Changed since you opened this page'

test.each([
  { decision: 'approve', lead: 'environment' },
  { decision: 'return' },
  { decision: 'refuse', reason: 'unclear' },
])(
  'a check that a colleague ended meanwhile ($decision) shows both states, what they decided, and the words',
  async (form) => {
    const world = await testWorld()
    await givenCase(world, checking)
    const [one, two] = [await world.staff('moderator'), await world.staff('moderator', null, 'two@haicheng.test')]
    const opened = sent(await two.read(desk))
    const first = { ...sent(await one.read(desk)), decision: 'refuse', reason: 'unclear', words: '看不出要做什麼。' }
    expect((await one.post(`${at}/decisions`, first)).statusCode).toBe(303)

    const late = await two.post(`${at}/decisions`, { ...opened, ...form, words: typed })
    expect(late.statusCode).toBe(409)
    const since = page(late).part(heading).text
    expect(since).toContain('It was: Being checked. It is now: Not accepted.')
    expect(since).toContain('看不出要做什麼。')
    expect(page(late).text).toContain(typed)
    const again = await two.get(desk)
    expect([again.statusCode, page(again).text.includes(heading)]).toEqual([200, false])

    const zh = await two.post(`${at}/decisions?lang=zh-Hant`, { ...opened, ...form, words: typed })
    expect(page(zh).part('您開啟這一頁之後的更動').text).toContain('原本是：檢核中；現在是：不予受理。')
  },
)

test('the fresh form of a state that somebody was shown is taken', async () => {
  const world = await testWorld()
  await givenCase(world, checking)
  const [moderator, two] = [await world.staff('moderator'), await world.staff('moderator', null, 'two@haicheng.test')]
  const opened = sent(await moderator.read(desk))
  await two.post(`${at}/decisions`, { decision: 'hold', words: '等地籍資料。' })
  const late = await moderator.post(`${at}/decisions`, { ...opened, decision: 'hold', words: typed })
  expect([late.statusCode, page(late).text.includes(typed)]).toEqual([409, true])
  const fresh = { ...sent(page(late)), decision: 'return', words: typed }
  expect((await moderator.post(`${at}/decisions`, fresh)).statusCode).toBe(303)
})

test('what is wrong in a form is 422 where the case stands still, and need not be mended where it moved on', async () => {
  const world = await testWorld()
  await givenCase(world, checking)
  const [moderator, two] = [await world.staff('moderator'), await world.staff('moderator', null, 'two@haicheng.test')]
  const opened = sent(await moderator.read(desk))
  const wrong = { ...opened, decision: 'return', words: '' }
  const mend = await moderator.post(`${at}/decisions`, wrong)
  expect([mend.statusCode, page(mend).text.includes(heading)]).toEqual([422, false])
  await two.post(`${at}/decisions`, { decision: 'return', words: '請寫出地點。' })
  const late = await moderator.post(`${at}/decisions`, wrong)
  expect(late.statusCode).toBe(409)
  expect(page(late).part(heading).text).toContain('It was: Being checked.')
})

test('an author whose case moved on reads it as it is now, with what they typed', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.test')
  await givenCase(world, { ...checking, authorId: author.personId! })
  const moderator = await world.staff('moderator')
  const refuse = { decision: 'refuse', reason: 'unclear', words: '看不出要做什麼。' }
  expect((await moderator.post(`${at}/decisions`, refuse)).statusCode).toBe(303)
  const ask = () => author.post(`${at}/reconsiderations`, { words: typed })
  expect((await ask()).statusCode).toBe(303)
  const again = await ask()
  expect([again.statusCode, page(again).text.includes(typed)]).toEqual([409, true])
  expect(page(again).text).toContain('has moved on')
  const other = await world.staff('moderator', null, 'two@haicheng.test')
  expect((await other.post(`${at}/decisions`, refuse)).statusCode).toBe(303)
  expect((await author.post(`${at}/retractions`)).statusCode).toBe(409)
})
