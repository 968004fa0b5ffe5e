// Beginning a proposal: without an account, again from an earlier text, and coming back to what was begun.
import { expect, test } from 'vitest'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const gov = '/haicheng'
const first = { title: '步道裝路燈', problem: '晚上太暗了，看不到路。' }
const complete = {
  problem: first,
  place: { topic: 'transport' },
  asks: { asks: '請沿步道加裝路燈。' },
  benefit: { benefit: '走路的人都安全，電費不高。' },
  agencies: { name: '常走路的人' },
}

async function written(author: Visitor): Promise<string> {
  const draft = String((await author.post(`${gov}/proposals/drafts`)).headers.location).replace(/\/problem$/, '')
  for (const [step, form] of Object.entries(complete)) await author.post(`${draft}/${step}`, form)
  return draft
}

/** The same browser, with somebody's session in it. */
function signedInHere(world: World, stranger: Visitor, person: Visitor) {
  const headers = {
    cookie: `fuyi=${person.cookie('fuyi')}; kept=${stranger.cookie('kept')}`,
    ...{ 'sec-fetch-site': 'same-origin', host: 'localhost', 'accept-language': 'en' },
    'content-type': 'application/x-www-form-urlencoded',
  }
  return {
    get: async (url: string) => world.app.inject({ method: 'GET', url, headers }),
    post: async (url: string, form: { [field: string]: string }) =>
      world.app.inject({ method: 'POST', url, headers, payload: new URLSearchParams(form).toString() }),
  }
}

test('a stranger writes the first three steps, signs in to save them, and finds all of it in the draft', async () => {
  const world = await testWorld()
  const stranger = world.visitor()
  expect((await stranger.read(`${gov}/proposals/new`)).link('Start a new proposal')).toBe(
    `${gov}/proposals/new/problem`,
  )
  const wrong = await stranger.post(`${gov}/proposals/new/problem`, { title: '步道裝路燈', problem: '' })
  expect([wrong.statusCode, page(wrong).field('title').value]).toEqual([422, '步道裝路燈'])
  const going = await stranger.post(`${gov}/proposals/new/problem`, first)
  expect([going.statusCode, going.headers.location]).toEqual([303, `${gov}/proposals/new/place`])
  await stranger.post(`${gov}/proposals/new/place`, complete.place)
  expect((await stranger.read(`${gov}/proposals/new/problem`)).field('problem').value).toContain('太暗')
  expect((await stranger.read(`${gov}/proposals/new`)).link(/Continue the proposal you started/)).toBe(
    `${gov}/proposals/new/place`,
  )

  const asked = await stranger.post(`${gov}/proposals/new/asks`, complete.asks)
  const back = new URL(String(asked.headers.location), 'http://x').searchParams.get('next')!
  expect(back).toMatch(/^\/haicheng\/proposals\/new\/asks\?kept=/)
  const here = signedInHere(world, stranger, await world.signedIn('author@example.test'))
  const form = page(await here.get(back))
  expect(form.field('asks-1').value).toBe(complete.asks.asks)
  const saved = await here.post(`${gov}/proposals/new/asks`, complete.asks)
  const draft = String(saved.headers.location).replace(/\/benefit$/, '')
  expect(draft).toMatch(/drafts\/[\w-]{36}$/)
  const all = page(await here.get(`${draft}/check`)).text
  for (const words of [first.title, first.problem, complete.asks.asks, 'Transport']) expect(all).toContain(words)
  expect(page(await here.get(`${gov}/proposals/new`)).text, 'nothing is left in the browser').not.toContain(
    'Continue the proposal you started',
  )
})

test('what a stranger wrote is cleared with one press, and nobody else ever sees it', async () => {
  const world = await testWorld()
  const stranger = world.visitor()
  await stranger.post(`${gov}/proposals/new/problem`, first)
  expect((await world.visitor().read(`${gov}/proposals/new/problem`)).field('title').value).toBe('')
  await stranger.post(`${gov}/proposals/new/removals`)
  expect((await stranger.read(`${gov}/proposals/new/problem`)).field('title').value).toBe('')
})

test('a draft opens where it was left, says that it was saved, and is deleted from my page', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.test')
  const draft = String((await author.post(`${gov}/proposals/drafts`)).headers.location).replace(/\/problem$/, '')
  await author.post(`${draft}/problem`, first)
  const later = await author.post(`${draft}/place`, { topic: 'transport', later: '1' })
  const me = await author.read(String(later.headers.location))
  expect(me.notice).toContain('Your draft is saved')
  expect(me.link(first.title)).toBe(draft)
  expect((await author.get(draft)).headers.location).toBe(`${draft}/asks`)
  const gone = await author.post(`${draft}/deletions`)
  const after = await author.read(String(gone.headers.location))
  expect([after.notice, after.hrefs.includes(draft)]).toEqual(['The draft was deleted.', false])
})

test('a returned case opens where all of it is seen, with the words of who returned it on every step', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.test')
  const moderator = await world.staff('moderator')
  const draft = await written(author)
  const at = String((await author.post(`${draft}/submissions`)).headers.location).split('?')[0]!
  await moderator.post(`${at}/decisions`, { decision: 'return', words: '請把第 1 項訴求寫得具體一點。' })
  const revise = (await author.read('/me')).link('Revise and send again')!
  expect((await author.get(revise)).headers.location).toBe(`${draft}/check`)
  for (const step of ['problem', 'place', 'asks', 'benefit', 'agencies', 'check'])
    expect((await author.read(`${draft}/${step}`)).text).toContain('請把第 1 項訴求寫得具體一點。')
  const mended = await author.post(`${draft}/asks`, { asks: '請在海堤步道裝 20 盞路燈。' })
  expect(mended.headers.location, 'back to the review').toBe(`${draft}/check`)
})

test('sent twice, or written to once more in an old window, a draft leads to the case and loses no word', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.test')
  const draft = await written(author)
  const sent = await author.post(`${draft}/submissions`)
  const at = String(sent.headers.location).split('?')[0]!
  expect((await author.post(`${draft}/submissions`)).headers.location).toBe(at)
  expect((await author.get(draft)).headers.location).toBe(at)
  expect((await author.get(`${draft}/asks`)).headers.location).toBe(at)
  const late = await author.post(`${draft}/problem`, { title: '步道裝路燈', problem: '還有一件事，橋上也沒有燈。' })
  expect([late.statusCode, page(late).link('See the proposal')]).toEqual([409, at])
  expect(page(late).text).toContain('橋上也沒有燈')
})

test('what another window saved stands beside what is typed, and the next press keeps this one', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.test')
  const draft = String((await author.post(`${gov}/proposals/drafts`)).headers.location).replace(/\/problem$/, '')
  await author.post(`${draft}/problem`, { ...first, revision: '0' })
  const stale = { title: '步道改種樹', problem: '換了一個主張，內容完全不同。', revision: '0' }
  const refused = await author.post(`${draft}/problem`, stale)
  expect([refused.statusCode, page(refused).text.includes(first.problem)]).toEqual([409, true])
  const again = page(refused).hrefs // the page has an address of its own
  expect(again).toContain(`${draft}/problem`)
  const kept = /href="([^"]*\?kept=[\w-]+)[^"]*"/.exec(refused.body)?.[1]
  const answer = await author.get(kept!)
  const reloaded = page(answer)
  expect(reloaded.field('title').value).toBe(stale.title)
  const revision = /name="revision" value="(\d+)"/.exec(answer.body)![1]!
  expect((await author.post(`${draft}/problem`, { ...stale, revision })).statusCode).toBe(303)
})

test('errors name the ask, and by how much it is too long', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.test')
  const draft = String((await author.post(`${gov}/proposals/drafts`)).headers.location).replace(/\/problem$/, '')
  const asks = ['請沿步道加裝路燈。', '請'.repeat(214), '請'.repeat(201)]
  const { problems } = page(await author.post(`${draft}/asks`, { asks }))
  expect(problems).toEqual({
    'asks-2': 'Ask 2 is 14 characters too long. Use at most 200',
    'asks-3': 'Ask 3 is 1 character too long. Use at most 200',
  })
  const chinese = await author.post(`${draft}/asks`, { asks }, { 'accept-language': 'zh-Hant' })
  expect(page(chinese).problems['asks-2']).toBe('訴求 2 多了 14 個字，最多 200 字')
  expect(page(await author.post(`${draft}/asks`, { asks: ['請沿步道加裝路燈。', '快'] })).problems['asks-2']).toContain(
    'Say in ask 2',
  )
})

test('“decide for me” is a choice, kept as one, and not beside agencies', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.test')
  const draft = await written(author)
  const name = '常走路的人'
  const both = await author.post(`${draft}/agencies`, { agencies: ['*', 'epb'], name })
  expect([both.statusCode, page(both).problems.agencies]).toEqual([422, expect.stringContaining('not both')])
  expect((await author.post(`${draft}/agencies`, { agencies: '*', name })).statusCode).toBe(303)
  expect((await author.get(`${draft}/agencies`)).body).toMatch(/value="\*" checked/)
  expect((await author.read(`${draft}/check`)).text).toContain('Decide for me')
})

test.each(['refused', 'expired', 'withdrawn'] as const)(
  'the author of a case that is %s begins anew from its text with one press',
  async (stage) => {
    const world = await testWorld()
    const author = await world.signedIn('author@example.test')
    const ended = world.clock.now
    await givenCase(world, {
      ...{ number: '2026-0001', stage, title: '夜市停用一次性餐具', asks: ['請補助攤商。', '請設洗碗中心。'] },
      ...{ authorId: author.personId, endedAt: ended, topicCode: 'gone', suggestedAgencies: ['epb', 'ended'] },
    })
    const at = `${gov}/proposals/2026-0001`
    const own = await author.read(at)
    expect(own.buttons.filter((button) => button === 'Write a new proposal from this text')).toHaveLength(1)
    // it stands where the case ends, in place of an empty form; nobody else is offered it
    expect(own.text).not.toContain('See proposals open for co-signatures')
    const stranger = await world.visitor().read(at)
    expect(stranger.buttons).not.toContain('Write a new proposal from this text')
    expect(stranger.text).toContain('See proposals open for co-signatures')
    const begun = await author.post(`${at}/copies`)
    const draft = await author.read(String(begun.headers.location))
    expect(draft.notice).toContain('new draft with the text of your earlier proposal')
    for (const words of ['夜市停用一次性餐具', '請補助攤商。', '請設洗碗中心。']) expect(draft.text).toContain(words)
    expect((await (await world.signedIn('other@example.test')).post(`${at}/copies`)).statusCode).toBe(403)
  },
)

test('of a case that was not accepted nobody reads that it can no longer be co-signed: it never could', async () => {
  const world = await testWorld()
  const ended = { endedAt: world.clock.now, reasonCode: 'unclear' }
  await givenCase(world, { number: '2026-0001', stage: 'refused', ...ended, publishedAt: null, closesBefore: null })
  await givenCase(world, { number: '2026-0002', stage: 'expired', endedAt: world.clock.now })
  const said = async (number: string) => (await world.visitor().read(`${gov}/proposals/${number}`)).text
  expect(await said('2026-0001')).toContain('It was never open for co-signatures.')
  expect(await said('2026-0002')).toContain('It can no longer be co-signed.')
})

test('a case that goes on is not copied', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.test')
  await givenCase(world, { number: '2026-0001', authorId: author.personId })
  const at = `${gov}/proposals/2026-0001`
  expect((await author.post(`${at}/copies`)).headers.location).toBe(at)
})
