// What was typed is never lost: a session that has ended, something to mend, too many tries, another language, a reload.
import { desc, eq, inArray } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { triesCounter } from '../../../src/domain/people/sign-in-limits.ts'
import { mayBeKept, pageOfForm } from '../../../src/pages/shared/kept-forms.ts'
import { write } from '../../../src/platform/db/write.ts'
import { answers } from '../../../src/schema/answers.ts'
import { keptForms } from '../../../src/schema/kept-forms.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { sessions } from '../../../src/schema/sign-in.ts'
import { givenCase } from '../../support/cases.ts'
import { testConfig } from '../../support/deps.ts'
import { type Page, page } from '../../support/page.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'
const underReview = {
  number: '2026-0001',
  title: '海堤步道夜間照明',
  stage: 'review' as const,
  thresholdMetAt: new Date('2026-05-01T10:00:00+08:00'),
  answerDueBefore: new Date('2026-07-02T00:00:00+08:00'),
  asks: ['裝設路燈', '公開巡檢紀錄'],
}
const hour = '寫了一個小時的說明：照度不足，已實地量測三處。'

/** Signs in on this browser with the code from the mail, and gives where that leads. */
async function signInBy(world: World, visitor: Visitor, location: string): Promise<string> {
  const next = new URL(location, 'http://localhost').searchParams.get('next') ?? ''
  await visitor.get(location)
  await visitor.post('/sign-in', { email: visitor.email, next })
  const [mail] = await world.db.reads
    .select({ facts: outbox.facts })
    .from(outbox)
    .where(eq(outbox.kind, 'sign_in_code'))
    .orderBy(desc(outbox.createdAt), desc(outbox.id))
    .limit(1)
  const arrived = await visitor.post('/sign-in/code', { code: String(mail!.facts.code) })
  expect(arrived.statusCode).toBe(303)
  return String(arrived.headers.location)
}

test('an answer that took an hour survives the end of its session, and goes out after signing in', async () => {
  const world = await testWorld()
  const id = await givenCase(world, underReview)
  const officer = await world.staff('officer', world.agencies.environment)
  await officer.post('/sign-out')
  const typed = {
    action: 'save',
    revision: '0',
    analysis: hour,
    deliberation: '與里長開過兩次會。',
    'decision-1': 'adopted',
    'reason-1': '列入明年度工程。',
    what: ['完成十二盞路燈'],
    owner: ['路燈管理科'],
    due: ['2026-12-31'],
    ask: ['1'],
  }
  const sent = await officer.post(`${at}/answers`, typed)
  expect(sent.statusCode).toBe(303)
  expect((await officer.read(String(sent.headers.location))).text).toContain('What you typed is kept')

  const back = await signInBy(world, officer, String(sent.headers.location))
  expect(back).toMatch(/^\/haicheng\/desk\/2026-0001\?kept=/)
  const shown = await officer.read(back)
  const fields = ['analysis', 'deliberation', 'decision-1', 'reason-1', 'what-1', 'owner-1', 'due-1', 'ask-1']
  const { action: _, revision: __, what, owner, due, ask, ...texts } = typed
  expect(fields.map((name) => shown.field(name).value)).toEqual([
    ...Object.values(texts),
    ...[what, owner, due, ask].flat(),
  ])
  expect(shown.text).toContain('It has not been sent yet')
  expect((await officer.read(`${back}&lang=zh-Hant`)).text).toContain('尚未送出')

  expect((await officer.post(`${at}/answers`, typed)).statusCode).toBe(303)
  const [draft] = await world.db.reads.select().from(answers).where(eq(answers.proposalId, id))
  expect(draft!.analysis).toBe(hour)
  expect(await world.db.reads.select().from(keptForms), 'what was sent is kept no longer').toEqual([])
})

test('the longest answer there may be is kept while it is written, comes back after signing in, and is taken', async () => {
  const world = await testWorld()
  await givenCase(world, { ...underReview, asks: ['一', '二', '三', '四', '五'].map((n) => `第${n}項訴求`) })
  const officer = await world.staff('officer', world.agencies.environment)
  const full = '照度不足已實地量測。'.repeat(2000)
  const asked = [1, 2, 3, 4, 5].flatMap((n) => [
    [`decision-${n}`, 'adopted'],
    [`reason-${n}`, full],
  ])
  const answer = { analysis: full, deliberation: full, ...Object.fromEntries(asked), revision: '0' }
  const kept = await officer.post('/kept', { 'kept-path': `${at}/answers`, ...answer, action: 'save' })
  expect(kept.statusCode).toBe(200)
  const sent = await world.visitor().post(`${at}/answers`, { ...answer, action: 'publish' })
  expect([sent.statusCode, String(sent.headers.location)]).toEqual([303, expect.stringContaining('kept%3D')])
  expect((await officer.post(`${at}/answers`, { ...answer, action: 'publish' })).statusCode).toBe(303)
})

type Form = { form: string; page: string; typed: { [field: string]: string } }
const desk = '/haicheng/desk/2026-0001'
const forms: Form[] = [
  { form: `${at}/schedules`, page: desk, typed: { words: '七月前召開會勘。' } },
  { form: `${at}/contacts`, page: desk, typed: { words: '想請問您說的是哪一段步道？' } },
  { form: `${at}/transfers`, page: desk, typed: { to: 'transport', words: '路燈屬交通局權責。' } },
  { form: `${at}/extensions`, page: desk, typed: { months: '2', words: '需等雨季後量測。' } },
  { form: `${at}/notes`, page: desk, typed: { kind: 'note', words: '先問過環保局的意見。' } },
  { form: `${at}/letters`, page: `${at}/letters`, typed: { words: '謝謝，我說的是北段。' } },
  {
    form: '/haicheng/desk/settings/topics',
    page: '/haicheng/desk/settings/topics',
    typed: { code: 'ocean', 'name-zh-Hant': '海洋事務' },
  },
  {
    form: '/haicheng/desk/settings/invitations',
    page: '/haicheng/desk/settings/people',
    typed: { email: 'new@haicheng.test' },
  },
]

test.each(forms)('$form comes back in its form after signing in again', async ({ form, page: shownOn, typed }) => {
  const world = await testWorld()
  const email = 'everybody@haicheng.test'
  const writer = await world.staff('officer', world.agencies.environment, email)
  await world.staff('administrator', null, email)
  await givenCase(world, { ...underReview, authorId: writer.personId })
  await writer.post('/sign-out')
  const sent = await writer.post(form, typed)
  const back = await signInBy(world, writer, String(sent.headers.location))
  expect(back.split('?')[0]).toBe(shownOn)
  const itsForm = (await writer.read(back)).form(form)
  for (const [name, value] of Object.entries(typed)) expect([name, itsForm.field(name).value]).toEqual([name, value])
})

test('a moderator’s decision comes back, with its choice', async () => {
  const world = await testWorld()
  await givenCase(world, {
    number: '2026-0001',
    title: '步道裝路燈',
    stage: 'checking',
    publishedAt: null,
    closesBefore: null,
  })
  const moderator = await world.staff('moderator')
  await moderator.post('/sign-out')
  const sent = await moderator.post(`${at}/decisions`, { decision: 'return', words: '請寫明是哪一段步道。' })
  const back = await signInBy(world, moderator, String(sent.headers.location))
  const form = (await moderator.read(back)).form(`${at}/decisions`)
  expect([form.field('decision').value, form.field('words').value]).toEqual(['return', '請寫明是哪一段步道。'])
})

test('what one browser typed opens in no other, and lies sealed in the database', async () => {
  const world = await testWorld()
  await givenCase(world, underReview)
  const officer = await world.staff('officer', world.agencies.environment)
  const colleague = await world.staff('officer', world.agencies.environment, 'colleague@haicheng.test')
  await officer.post('/sign-out')
  const sent = await officer.post(`${at}/answers`, { action: 'save', analysis: hour })
  const next = new URL(String(sent.headers.location), 'http://localhost').searchParams.get('next')!
  const { statusCode, body } = await colleague.get(next)
  expect(statusCode).toBe(200)
  expect(body).not.toContain('已實地量測三處')
  expect(JSON.stringify(await world.db.reads.select().from(keptForms))).not.toContain('量測')
})

test('a refused form stands at an address that a reload and the other language keep', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '步道裝路燈' })
  const citizen = world.visitor()
  const typed = { email: 'not an address', district: 'gangdong', reason: '每天都走這條路回家。', consent: '1' }
  const refused = await citizen.post(`${at}/cosignatures`, typed)
  expect(refused.statusCode).toBe(422)
  const address = page(refused).hrefs.find((href) => /kept=.*lang=zh-Hant$/.test(href))!
  const inChinese = await citizen.get(address)
  expect(inChinese.statusCode).toBe(200)
  const chinese = page(inChinese)
  expect(chinese.lang).toBe('zh-Hant')
  expect([chinese.field('reason').value, chinese.field('email').value]).toEqual([typed.reason, typed.email])
  expect(chinese.field('email').error).toContain('電子郵件')
  expect(inChinese.headers['cache-control']).toMatch(/private|no-store/)
  // the address the form was sent to, opened again
  const again = await citizen.get(`${at}/cosignatures`)
  expect([again.statusCode, String(again.headers.location)]).toEqual([303, expect.stringContaining(`${at}?kept=`)])
  expect((await citizen.read(String(again.headers.location))).field('reason').value).toBe(typed.reason)
  expect((await world.visitor().get(address)).body).not.toContain('每天都走這條路回家。')
})

test('too often: what was typed stays, and scripts get the address too', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.test')
  await givenCase(world, { number: '2026-0001', title: '步道裝路燈', authorId: author.personId })
  for (let i = 0; i < 5; i++) await author.post(`${at}/updates`, { words: `第 ${i} 次更新，說明目前的情形。` })
  const words = '第六次更新，寫得比較久。'
  const refused = await author.post(`${at}/updates`, { words }, { 'hx-request': 'true' })
  expect(refused.statusCode).toBe(429)
  const written = (shown: Page) => shown.form(`${at}/updates`).field('words').value
  expect(written(page(refused))).toBe(words)
  expect(written(await author.read(String(refused.headers['hx-replace-url'])))).toBe(words)
})

test('what is saved while it is typed is offered on its page, shown by a link, and gone once it is sent or dropped', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.test')
  const begun = await author.post('/haicheng/proposals/drafts')
  const step = String(begun.headers.location)
  const saved = await author.post('/kept', {
    'kept-path': step,
    title: '公園的樹',
    problem: '一夜之間被剪光。',
    revision: '0',
  })
  expect(saved.statusCode).toBe(200)
  const offered = 'You typed something here on'
  const form = await author.read(step)
  expect(form.text).toContain(offered)
  const shown = await author.read(form.hrefs.find((href) => href.includes('?kept='))!)
  expect([shown.field('title').value, shown.field('problem').value]).toEqual(['公園的樹', '一夜之間被剪光。'])
  await author.post(step, { title: '公園的樹', problem: '一夜之間被剪光，沒有人知道為什麼。', revision: '0' })
  expect((await author.read(step)).text).not.toContain(offered)

  await author.post('/kept', { 'kept-path': step, title: '另一個題目', revision: '1' })
  const id = (await author.read(step)).form('/kept/removals').sends('id')!
  await author.post('/kept/removals', { id })
  expect((await author.read(step)).text).not.toContain(offered)
})

test('a stranger who fills up what is kept for a block keeps none of its people from saving what they type', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const blocks = ['203.0.113.0/24', '127.0.0.0/24'] // the signed-in come from the second
  const reason = { 'kept-path': `${at}/cosignatures`, reason: '常走這裡，晚上很暗。' }
  const neighbour = world.visitor('203.0.113.9')
  const [wang, moderator] = [await world.signedIn('wang@example.test'), await world.staff('moderator')]
  expect((await neighbour.post('/kept', reason)).statusCode).toBe(200)
  const count = triesCounter(testConfig.secret)
  for (const who of blocks)
    for (let i = 0; i < 300; i++)
      await write(world.db, (tx) =>
        count(tx, [{ what: 'kept-block', who, most: 300, within: 60_000 }], world.clock.now),
      )
  const stranger = world.visitor('203.0.113.1')
  const refused = await stranger.post('/kept', reason)
  expect(refused.statusCode).toBe(429)
  expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60)

  for (const who of [neighbour, wang, moderator])
    expect((await who.post('/kept', { ...reason, reason: '再寫一點。' })).statusCode).toBe(200)
  world.clock.now = new Date(world.clock.now.getTime() + 60_000)
  expect((await stranger.post('/kept', reason)).statusCode, 'a minute later').toBe(200)
})

test('a draft written in two windows shows both texts side by side, and a link to the saved one', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.test')
  const step = String((await author.post('/haicheng/proposals/drafts')).headers.location)
  await author.post(step, {
    title: '手機上的題目',
    problem: '手機上寫的內容，也夠長了，可以繼續。',
    later: '1',
    revision: '0',
  })
  const refused = await author.post(step, {
    title: '電腦上的題目',
    problem: '電腦上寫的內容，也夠長了，可以繼續。',
    revision: '0',
  })
  expect(refused.statusCode).toBe(409)
  const both = page(refused)
  for (const words of ['手機上的題目', '手機上寫的內容，也夠長了，可以繼續。']) expect(both.text).toContain(words)
  expect([both.field('title').value, both.field('problem').value]).toEqual([
    '電腦上的題目',
    '電腦上寫的內容，也夠長了，可以繼續。',
  ])
  expect(both.link('Use that version instead')).toBe(step)
  const resent = await author.post(step, {
    title: '電腦上的題目',
    problem: '電腦上寫的內容，也夠長了，可以繼續。',
    revision: '1',
  })
  expect(resent.statusCode).toBe(303)
})

test('nobody saves for an address that takes no form, and codes and passkeys are never kept', async () => {
  const world = await testWorld()
  const visitor = world.visitor()
  const secret = ['/sign-in/code', '/sign-in/code?next=/me', '/sign-in/passkeys', '/me/passkeys']
  for (const path of ['', '/nowhere', '//elsewhere.example/x', '/haicheng', ...secret])
    expect([path, (await visitor.post('/kept', { 'kept-path': path, code: '123456' })).statusCode]).toEqual([path, 400])
  expect((await visitor.post('/sign-in', { email: 'not an address' })).statusCode).toBe(422)
  expect((await visitor.post('/sign-in/code', { email: 'a@example.test', code: '123456' })).statusCode).toBe(422)
  expect(await world.db.reads.select().from(keptForms)).toEqual([])
})

test('every form that can be kept has a page that shows it', async () => {
  const world = await testWorld()
  const author = await world.staff('administrator')
  const id = await givenCase(world, { ...underReview, authorId: author.personId })
  expect(id).toBeTruthy()
  const begun = String((await author.post('/haicheng/proposals/drafts')).headers.location)
  const draft = begun.split('/').at(-2)!
  // files are attached to what is being written
  const answer = { analysis: hour, action: 'save' }
  expect((await author.post('/haicheng/proposals/2026-0001/answers', answer)).statusCode).toBe(303)
  expect((await author.post('/haicheng/desk/2026-0001/paper', { n: '1' })).statusCode).toBe(303)
  const forms = [...world.app.routeTable].filter((route) =>
    /^POST \/:gov\/(?!proposals\/:number\/(moves|reasons|cosignatures\/))/.test(route),
  )
  expect(forms.length).toBeGreaterThan(40)
  for (const route of forms) {
    const path = route
      .slice(5)
      .replace(':gov', 'haicheng')
      .replace(/:number(\(.*?\))?/, '2026-0001')
    if (!mayBeKept(path)) continue
    const named = path
      .replace(':step', 'asks')
      .replace('drafts/:id', `drafts/${draft}`)
      .replace('agencies/:code', 'agencies/epb')
      .replace(':sheet', '1')
    const shownOn = pageOfForm(
      world.app,
      named
        .replace(/\/:\w+\/(removals|coordinations|moves|retirements|restorations|updates|checks)$/, '')
        .replace(/\/:\w+$/, ''),
    )
    // The page to follow something needs to know what: a form that comes back says it.
    const shown = shownOn.endsWith('/follows') ? `${shownOn}?subject=case:2026-0001` : shownOn
    // Where no draft waits for an approver, its page leads to the desk.
    const status = shownOn.endsWith('/release') ? 303 : 200
    expect([route, (await author.get(shown)).statusCode]).toEqual([route, status])
  }
})

test('words for a form that is gone by now stand on the page all the same, through a reload and in another language', async () => {
  const world = await testWorld()
  await givenCase(world, { ...underReview, stage: 'withdrawn', thresholdMetAt: null, answerDueBefore: null })
  const officer = await world.staff('officer', world.agencies.environment)
  const helper = await world.staff('officer', world.agencies.transport)
  const administrator = await world.staff('administrator')
  const reader = await world.signedIn('reader@example.test')
  for (const [who, path, words] of [
    [officer, `${at}/transfers`, { to: 'transport', words: hour }],
    [officer, `${at}/extensions`, { months: '2', words: hour }],
    [helper, `${at}/contributions`, { words: hour }],
    [reader, `${at}/updates`, { words: hour }],
    [reader, `${at}/cosignatures`, { district: 'east', reason: hour }],
    [administrator, '/haicheng/desk/settings/topics/gone', { 'name-en': hour }],
  ] as const) {
    const refused = await who.post(path, words)
    expect([path, page(refused).text]).toEqual([path, expect.stringContaining(hour)])
    const [kept] = await world.db.reads.select().from(keptForms).where(eq(keptForms.path, path))
    for (const language of ['en', 'zh-Hant']) {
      const again = await who.get(`${kept!.page}?kept=${kept!.id}&lang=${language}`)
      expect([path, language, page(again).text]).toEqual([path, language, expect.stringContaining(hour)])
    }
  }
})

/** Their sessions are over; the cookie in the browser still names them. */
async function sessionsEnd({ db }: World, ...people: Visitor[]): Promise<void> {
  const ids = people.map(({ personId }) => personId!)
  const [createdAt, expiresAt] = [new Date(Date.now() - 40 * 86_400_000), new Date(Date.now() - 60_000)]
  await write(db, (tx) =>
    tx.update(sessions).set({ createdAt, usedAt: null, expiresAt }).where(inArray(sessions.personId, ids)),
  )
}

/** The same browser, with somebody else before it, who signs in. */
async function nextOn(world: World, browser: Visitor, email: string): Promise<Visitor> {
  const next = Object.assign(Object.create(browser), { email }) as Visitor
  await signInBy(world, next, '/sign-in?next=%2Fme')
  return next
}

test('whoever sits down next at a shared computer finds nothing of an answer that was typed there; its officer does', async () => {
  const world = await testWorld()
  await givenCase(world, underReview)
  const officer = await world.staff('officer', world.agencies.environment)
  await world.staff('officer', world.agencies.environment, 'colleague@haicheng.test')
  await officer.post('/kept', { 'kept-path': `${at}/notes`, kind: 'note', words: '先問過環保局的意見。' })
  await sessionsEnd(world, officer)
  const sent = await officer.post(`${at}/answers`, { action: 'save', revision: '0', analysis: hour })
  expect(sent.statusCode).toBe(303)
  const address = new URL(String(sent.headers.location), 'http://localhost').searchParams.get('next')!

  const colleague = await nextOn(world, officer, 'colleague@haicheng.test')
  for (const url of [address, desk, `${at}/answers`]) {
    const { body } = await colleague.get(url)
    expect(body, url).not.toContain('已實地量測三處')
    expect(body, url).not.toContain('先問過環保局')
    expect(body, url).not.toContain('You typed something here')
  }
  expect((await colleague.post('/kept/removals', { id: address.split('kept=')[1]! })).statusCode).toBe(303)
  await colleague.post(`${at}/notes`, { kind: 'note', words: '另一則紀錄。' })

  await sessionsEnd(world, await world.signedIn('colleague@haicheng.test'))
  const back = await nextOn(world, officer, officer.email)
  expect((await back.read(address)).field('analysis').value).toBe(hour)
  expect((await back.read(desk)).text).toContain('You typed something here')
})

test('a page that was left open saves for whom it was made, whoever signs in meanwhile', async () => {
  const world = await testWorld()
  await givenCase(world, underReview)
  const officer = await world.staff('officer', world.agencies.environment)
  await world.staff('officer', world.agencies.environment, 'colleague@haicheng.test')
  const mark = /data-kept-for="([\w-]{43})"/.exec((await officer.get(desk)).body)![1]!
  await sessionsEnd(world, officer)
  const colleague = await nextOn(world, officer, 'colleague@haicheng.test')
  expect((await colleague.get(desk)).body).not.toContain(mark)
  const saved = await colleague.post('/kept', { 'kept-for': mark, 'kept-path': `${at}/answers`, analysis: hour })
  expect(saved.statusCode).toBe(200)
  expect((await colleague.read(desk)).text).not.toContain('You typed something here')
  const back = await nextOn(world, officer, officer.email)
  const offered = (await back.read(desk)).hrefs.find((href) => href.includes('?kept='))!
  expect((await back.read(offered)).field('analysis').value).toBe(hour)
  expect((await world.visitor().get(at)).body).not.toContain('data-kept-for')
})

test('what a stranger typed before signing in is there for whoever signs in on that browser', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '步道裝路燈' })
  const visitor = Object.assign(world.visitor(), { email: 'wang@example.test' })
  const reason = '每天都走這條路回家。'
  await visitor.post('/kept', { 'kept-for': '', 'kept-path': `${at}/cosignatures`, reason })
  await signInBy(world, visitor, '/sign-in?next=%2Fme')
  const offered = (await visitor.read(at)).hrefs.find((href) => href.includes('?kept='))!
  expect((await visitor.get(offered)).body).toContain(reason)
})

test('corrections of two texts, sent while signed out, are both kept, each at its own address', async () => {
  const world = await testWorld()
  await givenCase(world, underReview)
  const email = 'moderator@haicheng.test'
  const moderator = await world.staff('moderator', null, email)
  const sees = (await moderator.read(desk)).forms(`${at}/corrections`)
  const seen = (field: string) => sees.find((form) => form.sends('field') === field)!.sends('seen')!
  const typed = { title: '海堤步道的夜間照明', problem: '步道晚上很暗，有人跌倒。' }
  const digests = { title: seen('title'), problem: seen('problem') }
  await moderator.post('/sign-out')
  const addresses: { [field: string]: string } = {}
  for (const field of ['title', 'problem'] as const) {
    const sent = await moderator.post(`${at}/corrections`, { field, seen: digests[field], after: typed[field] })
    addresses[field] = String(sent.headers.location)
  }
  await signInBy(world, moderator, addresses.title!)
  for (const field of ['title', 'problem'] as const) {
    const address = new URL(addresses[field]!, 'http://localhost').searchParams.get('next')!
    const form = (await moderator.read(address)).forms(`${at}/corrections`).find((one) => one.sends('field') === field)!
    expect([field, form.field('after').value]).toEqual([field, typed[field]])
  }
  // one is made; the other still waits
  const made = await moderator.post(`${at}/corrections`, { field: 'title', seen: digests.title, after: typed.title })
  expect(made.statusCode).toBe(303)
  expect(await world.db.reads.select().from(keptForms)).toHaveLength(1)
})

test('pressing to take an answer back while signed out leaves the answer that was being written', async () => {
  const world = await testWorld()
  await givenCase(world, underReview)
  const officer = await world.staff('officer', world.agencies.environment)
  await officer.post('/sign-out')
  const sent = await officer.post(`${at}/answers`, { action: 'save', revision: '0', analysis: hour })
  await officer.post(`${at}/answers`, { action: 'take_back', published: '1781744400000' })
  const back = await signInBy(world, officer, String(sent.headers.location))
  expect((await officer.read(back)).field('analysis').value).toBe(hour)
})

const chosen = { decision: 'return', words: '請寫明是哪一段步道。' }
/** A case to be checked, its moderator, and how they press the button that only saves: as a browser without scripts does. */
async function savingByButton() {
  const world = await testWorld()
  await givenCase(world, {
    number: '2026-0001',
    title: '步道裝路燈',
    stage: 'checking',
    publishedAt: null,
    closesBefore: null,
  })
  const moderator = await world.staff('moderator')
  const { body } = await moderator.get(desk)
  const [, path, address] = /name="kept-path" value="([^"]+\/decisions)" formaction="([^"]+)"/.exec(body)!
  const press = () => moderator.post(address!, { ...chosen, 'kept-path': path! }, { accept: 'text/html' })
  return { world, moderator, press }
}

test('without scripts a decision is saved by its own button, and comes back as it was written', async () => {
  const { world, moderator, press } = await savingByButton()
  const saved = await press()
  expect([saved.statusCode, String(saved.headers.location)]).toEqual([303, expect.stringMatching(/2026-0001\?kept=/)])
  const shown = await moderator.read(String(saved.headers.location))
  expect(shown.text).toContain('Saved in this browser. It has not been sent')
  const form = shown.form(`${at}/decisions`)
  expect([form.field('decision').value, form.field('words').value]).toEqual([chosen.decision, chosen.words])
  expect((await world.visitor().get(String(saved.headers.location))).statusCode, 'in another browser').not.toBe(200)
  expect((await moderator.read(desk)).text).toContain('You typed something here on')
})

test('a decision saved by its button after the session has ended comes back to whoever wrote it, once they signed in', async () => {
  const { world, moderator, press } = await savingByButton()
  await write(world.db, (tx) => tx.delete(sessions))
  const saved = await press()
  const asked = await moderator.get(String(saved.headers.location))
  expect(asked.statusCode).toBe(303)
  const back = await signInBy(world, moderator, String(asked.headers.location))
  expect((await moderator.read(back)).form(`${at}/decisions`).field('words').value).toBe(chosen.words)
})
