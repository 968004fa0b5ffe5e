// Following without signing: one press when signed in, else an address and a press in the mail. What was chosen shows, and is
// changed where it shows.
import { desc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { dropPendingFollows } from '../../../src/domain/following/pending.ts'
import { sendDigests } from '../../../src/domain/notifications/digests.ts'
import { mailsOf } from '../../../src/domain/notifications/load-mail-data.ts'
import type { Mail } from '../../../src/domain/notifications/mail.ts'
import { expandMailings } from '../../../src/domain/notifications/mailings.ts'
import { startMailing, tellAll } from '../../../src/domain/notifications/tell-case.ts'
import { findsCase } from '../../../src/domain/search/finds-case.ts'
import { write } from '../../../src/platform/db/write.ts'
import { digestItems, listFollows, pendingFollows } from '../../../src/schema/following.ts'
import { follows, outbox } from '../../../src/schema/notifications.ts'
import { people } from '../../../src/schema/people.ts'
import { givenCase } from '../../support/cases.ts'
import { testConfig } from '../../support/deps.ts'
import { setLimits } from '../../support/limits.ts'
import { page } from '../../support/page.ts'
import { testWorld, type World } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0042'
const followsAt = '/haicheng/follows'

async function city() {
  const world = await testWorld({ at: '2026-06-18T09:00:00+08:00' })
  const id = await givenCase(world, { number: '2026-0042', title: '夜市停用一次性餐具', districtCode: 'shibi' })
  return { world, id, mei: await world.signedIn('mei@example.tw') }
}
async function lastMail({ db }: World) {
  const [row] = await db.reads.select().from(outbox).orderBy(desc(outbox.createdAt), desc(outbox.id)).limit(1)
  return { ...row!, mail: (await mailsOf(db.reads, [row!], testConfig, 'http://localhost')).get(row!.id)! }
}
const happens = ({ db, clock }: World, id: string, news: 'overdue' | 'late' = 'overdue') =>
  write(db, (tx) => tellAll(tx, id, news, { at: clock.now }))
/** Where the one click of a mail program goes. */
const leavingOf = ({ headers }: Mail) => new URL(headers['List-Unsubscribe']!.slice(1, -1)).pathname
const later = (world: World, hours: number) => {
  world.clock.now = new Date(world.clock.now.getTime() + hours * 3_600_000)
}

test('signed in, one press follows; the case and my page say how, and both lead to where it is changed', async () => {
  const { world, mei } = await city()
  expect((await mei.read(at)).buttons).toContain('Follow')
  const pressed = await mei.post(followsAt, { of: 'case:2026-0042', from: 'page' })
  expect([pressed.statusCode, pressed.headers.location]).toEqual([303, `${at}?done=followed#follow`])
  const shown = await mei.read(`${at}?done=followed`)
  expect(shown.text).toContain('You follow this now')
  expect(shown.text).toContain('At once')

  const choosing = await mei.read(`${followsAt}?subject=case:2026-0042`)
  expect(choosing.buttons).toContain('Save')
  const chosen = await mei.post(followsAt, {
    of: 'case:2026-0042',
    from: 'me',
    pace: 'weekly',
    kinds: ['answer', 'end'],
  })
  expect(chosen.headers.location).toBe('/me?done=follow_chosen#follows')
  expect((await mei.read('/me')).part('What I follow').text).toContain('Once a week: answers, the end')
  expect((await mei.read(at)).text).toContain('Once a week: answers, the end')

  await mei.post(followsAt, { of: 'case:2026-0042', from: 'me', pace: 'never' })
  expect((await mei.read('/me')).part('What I follow').text).toContain('You follow nothing yet')
  expect((await mei.read(at)).buttons).toContain('Follow')
  expect(await world.db.reads.select({ wanted: follows.wanted }).from(follows)).toEqual([{ wanted: false }])
})

test('a choice of no kind of news is refused in words, and what was chosen stays', async () => {
  const { mei } = await city()
  const refused = await mei.post(followsAt, { of: 'case:2026-0042', pace: 'daily' })
  expect(refused.statusCode).toBe(422)
  expect(page(refused).problems.kinds).toContain('Choose at least one kind of news')
})

test('a newcomer gives an address, and follows once they press in the mail; opening the link changes nothing', async () => {
  const { world } = await city()
  const newcomer = world.visitor()
  expect((await newcomer.read(at)).link('Follow without signing')).toBe('/haicheng/follows?subject=case%3A2026-0042')
  const form = await newcomer.read(`${followsAt}?subject=case:2026-0042`)
  expect(form.text).toContain('夜市停用一次性餐具')
  const wrong = await newcomer.post(followsAt, { of: 'case:2026-0042', email: 'not an address' })
  expect([wrong.statusCode, page(wrong).field('email').value]).toEqual([422, 'not an address'])
  const again = await newcomer.read(page(wrong).link('中文')!)
  expect([again.text.includes('夜市停用一次性餐具'), again.field('email').value]).toEqual([true, 'not an address'])
  await newcomer.get('/haicheng?lang=en')

  const asked = await newcomer.post(followsAt, { of: 'case:2026-0042', email: 'lin@example.tw' })
  expect([asked.statusCode, page(asked).text]).toEqual([200, expect.stringContaining('lin@example.tw')])
  const { kind, mail, facts } = await lastMail(world)
  expect([kind, mail.subject]).toEqual(['confirm_follow', 'Confirm that you want to follow: 夜市停用一次性餐具'])
  const [pending] = await world.db.reads.select().from(pendingFollows)
  expect(JSON.stringify(pending), 'only the hash of the token is kept').not.toContain(String(facts.token))

  const link = new URL(mail.link!.url).pathname
  const opened = await newcomer.read(link)
  expect([opened.text.includes('夜市停用一次性餐具'), opened.buttons]).toEqual([true, ['Follow']])
  expect(await world.db.reads.select().from(follows)).toEqual([])
  const pressed = await newcomer.post(link)
  expect(pressed.statusCode).toBe(303)
  expect((await newcomer.read(String(pressed.headers.location))).text).toContain('You follow this now')
  expect(await world.db.reads.select().from(follows)).toMatchObject([{ wanted: true, pace: 'now', kinds: null }])
  expect((await newcomer.get(link)).statusCode, 'the link works once').toBe(410)
  expect((await world.visitor().post(link)).headers.location).toContain('?done=followed')
  expect((await newcomer.read('/me')).part('What I follow').link('夜市停用一次性餐具')).toBe(at)
})

test('the answer is the same page, whether an address follows already, is known, or is new', async () => {
  const { world, mei } = await city()
  await mei.post(followsAt, { of: 'case:2026-0042' })
  await world.signedIn('known@example.tw')
  const answers = []
  for (const email of ['mei@example.tw', 'known@example.tw', 'new@example.tw']) {
    const sent = await world.visitor().post(followsAt, { of: 'case:2026-0042', email })
    answers.push([sent.statusCode, sent.body.replaceAll(email, 'ADDRESS')])
  }
  expect(answers[1]).toEqual(answers[0])
  expect(answers[2]).toEqual(answers[0])
  const mails = await world.db.reads.select().from(outbox).orderBy(outbox.createdAt, outbox.id)
  expect(mails.map(({ kind, address }) => `${kind} ${address}`)).toEqual([
    'already_following mei@example.tw',
    'confirm_follow known@example.tw',
    'confirm_follow new@example.tw',
  ])
  expect(await world.db.reads.select().from(pendingFollows)).toHaveLength(3)
})

test('a mistyped address is mended on the page that says where the mail went, which is about following', async () => {
  const { world } = await city()
  const newcomer = world.visitor()
  const sent = await newcomer.post(followsAt, { of: 'case:2026-0042', email: 'lin@exampel.tw' })
  const [of, again] = ['case:2026-0042', '1']
  for (const hidden of [`name="of" value="${of}"`, `name="again" value="${again}"`])
    expect(sent.body, 'what goes along').toContain(hidden)
  expect(page(sent).field('email').value).toBe('lin@exampel.tw')
  const mended = await newcomer.post(followsAt, { of, again, email: 'lin@example.tw' })
  expect(page(mended).text).toContain('We sent another email to lin@example.tw.')
  expect((await lastMail(world)).mail.subject).toContain('Confirm that you want to follow')
  const wrong = await newcomer.post(followsAt, { of, again, email: 'lin@' })
  expect([wrong.statusCode, page(wrong).field('email').value]).toEqual([422, 'lin@'])
  await newcomer.get('/haicheng?lang=zh-Hant')
  const chinese = page(await newcomer.post(followsAt, { of, email: 'lin@example.tw' }))
  expect(chinese.heading).toBe('請到信箱確認追蹤')
})

test('one mailbox gets few such mails, and what was not confirmed in 48 hours is gone with its address', async () => {
  const { world } = await city()
  for (let i = 0; i < 20; i++)
    expect((await world.visitor().post(followsAt, { of: 'case:2026-0042', email: 'lin@example.tw' })).statusCode).toBe(
      200,
    )
  expect((await world.db.reads.select().from(outbox)).length).toBeLessThanOrEqual(5)
  const { mail } = await lastMail(world)
  later(world, 49)
  expect((await world.visitor().get(new URL(mail.link!.url).pathname)).statusCode).toBe(410)
  await dropPendingFollows(world.deps, world.clock.now)
  expect(await world.db.reads.select().from(pendingFollows)).toEqual([])
})

test('a block that sends very many waits, with what was typed kept', async () => {
  const { world } = await city()
  await setLimits(world, { newcomersPerBlock: 5 })
  let last = 200
  for (let i = 0; i < 10 && last === 200; i++) {
    const sent = await world.visitor().post(followsAt, { of: 'case:2026-0042', email: `p${i}@example.tw` })
    last = sent.statusCode
    if (last !== 200) expect(page(sent).field('email').value).toBe(`p${i}@example.tw`)
  }
  expect(last).toBe(429)
})

test('an agency, a district and a search are followed too, and bring every case that is in them', async () => {
  const { world, id, mei } = await city()
  const lin = await world.signedIn('lin@example.tw')
  const ying = await world.signedIn('ying@example.tw')
  expect((await mei.read('/haicheng/agencies/epb')).buttons).toContain('Follow')
  await mei.post(followsAt, { of: 'agency:epb', from: 'page' })
  expect((await mei.read('/haicheng/agencies/epb')).text).toContain('You follow this')
  expect((await lin.read('/haicheng/proposals?district=shibi')).buttons).toContain('Follow these cases')
  // a search for one district alone is that district
  await lin.post(followsAt, { of: 'search:district=shibi' })
  await ying.post(followsAt, { of: `search:q=${encodeURIComponent('餐具')}&stage=gathering` })
  await ying.post(followsAt, { of: `search:q=${encodeURIComponent('紅樹林')}` })
  expect((await world.db.reads.select().from(listFollows)).map(({ kind, target }) => [kind, target]).sort()).toEqual(
    [
      ['agency', 'epb'],
      ['district', 'shibi'],
      ['search', `q=${encodeURIComponent('餐具')}&stage=gathering`],
      ['search', `q=${encodeURIComponent('紅樹林')}`],
    ].sort(),
  )
  expect((await ying.read('/me')).part('What I follow').text).toContain('Search: “餐具”')
  await happens(world, id)
  await expandMailings(world.deps, world.clock.now, undefined, findsCase)
  const mails = await world.db.reads.select().from(outbox).where(eq(outbox.kind, 'case_news'))
  expect(mails.map(({ personId }) => personId).sort()).toEqual([mei, lin, ying].map(({ personId }) => personId).sort())
  const rendered = await mailsOf(world.db.reads, mails, testConfig, 'http://localhost')
  expect([...rendered.values()].map(({ text }) => /(因為您追蹤.*)/.exec(text)?.[1]).sort()).toEqual(
    ['因為您追蹤「環境保護局」的案件。', '因為您追蹤「石鼻區」的案件。', '因為您追蹤搜尋「餐具」的結果。'].sort(),
  )
  // one click ends the list that the mail comes from, and nothing else
  const ofMei = rendered.get(mails.find(({ personId }) => personId === mei.personId)!.id)!
  const leave = leavingOf(ofMei)
  expect((await world.visitor().read(leave)).text).toContain('Agency: Environment Bureau')
  expect((await world.visitor().post(leave)).statusCode).toBe(200)
  const left = await world.db.reads.select().from(listFollows).where(eq(listFollows.wanted, false))
  expect(left.map(({ kind, personId }) => [kind, personId])).toEqual([['agency', mei.personId]])
})

test('a list says that one follows it, in place of the button, and how; everybody else finds the button', async () => {
  const { world, mei } = await city()
  const lists = [
    ['topic:transport', '/haicheng/search?topic=transport'],
    ['search:q=餐具', '/haicheng/search?q=餐具'],
    ['district:shibi', '/haicheng/proposals?district=shibi'],
  ]
  for (const [of, address] of lists as [string, string][]) {
    expect((await mei.read(address)).buttons).toContain('Follow these cases')
    await mei.post(followsAt, { of, pace: 'daily', kinds: ['answer', 'end'] })
    const followed = await mei.read(address)
    expect(followed.buttons).not.toContain('Follow these cases')
    expect(followed.text).toContain('You follow these cases Once a day: answers, the end Change')
    const change = await mei.read(followed.link('Change')!)
    expect(change.buttons).toContain('Save')
    // not what others see, who share what was read and drawn
    const lin = await world.signedIn('lin@example.tw')
    for (const other of [lin, world.visitor()])
      expect((await other.read(address)).buttons).toContain('Follow these cases')
    await mei.post(followsAt, { of, pace: 'never' })
    expect((await mei.read(address)).buttons).toContain('Follow these cases')
  }
})

test('what is not there cannot be followed: a draft, a hidden case, an unknown code, a search for everything', async () => {
  const { world, mei } = await city()
  await givenCase(world, { number: '2026-0043', stage: 'checking', publishedAt: null, closesBefore: null })
  await givenCase(world, { number: '2026-0044', hiddenAt: world.clock.now })
  for (const of of [
    'case:2026-0043',
    'case:2026-0044',
    'agency:none',
    'topic:none',
    'search:',
    'search:topic=none',
    'x',
    '',
  ])
    expect([of, (await mei.post(followsAt, { of })).statusCode]).toEqual([of, 404])
})

test('a digest comes once a day or week, with all that happened since, and never empty', async () => {
  const { world, id, mei } = await city()
  const lin = await world.signedIn('lin@example.tw')
  const kinds = ['progress', 'dates', 'answer', 'commitments', 'end']
  await mei.post(followsAt, { of: 'case:2026-0042', pace: 'daily', kinds })
  await lin.post(followsAt, { of: 'agency:epb', pace: 'weekly', kinds: ['new', ...kinds] })
  await sendDigests(world.deps, world.clock.now)
  expect(await world.db.reads.select().from(outbox)).toEqual([])

  await happens(world, id) // Thursday, nine in the morning
  await happens(world, id, 'late')
  await expandMailings(world.deps, world.clock.now, undefined, findsCase)
  later(world, 12)
  await sendDigests(world.deps, world.clock.now)
  expect(await world.db.reads.select().from(outbox), 'not before the next morning').toEqual([])
  later(world, 10.5)
  for (let again = 0; again < 2; again++) await sendDigests(world.deps, world.clock.now)
  const daily = await lastMail(world)
  expect(await world.db.reads.select({ kind: outbox.kind, who: outbox.personId }).from(outbox)).toEqual([
    { kind: 'digest', who: mei.personId },
  ])
  expect(daily.mail.subject).toBe('海澄市：您追蹤的案件有 2 則消息')
  expect(daily.mail.text).toContain('機關逾期未回應\n夜市停用一次性餐具\n提案 2026-0042')
  expect(daily.mail.text).toContain('承諾逾期')

  later(world, 72) // Monday
  await sendDigests(world.deps, world.clock.now)
  const weekly = await lastMail(world)
  expect([weekly.kind, weekly.personId, weekly.facts.count]).toEqual(['digest', lin.personId, 2])
  expect(await world.db.reads.select().from(digestItems)).toEqual([])

  // one click ends the digest
  await happens(world, id)
  await expandMailings(world.deps, world.clock.now, undefined, findsCase)
  await world.visitor().post(leavingOf(daily.mail))
  expect((await world.db.reads.select().from(digestItems)).map(({ personId }) => personId)).toEqual([lin.personId])
  expect((await mei.read('/me')).part('What I follow').text).toContain('You follow nothing yet')
})

test('what waits comes as it is chosen anew: sooner, later, or not at all; none of it is lost or told twice', async () => {
  const { world, id, mei } = await city()
  const kinds = ['progress', 'dates', 'answer', 'commitments', 'end']
  const waiting = async () => (await world.db.reads.select().from(digestItems)).map(({ pace }) => pace)
  const chooses = async (pace: string, some = kinds) =>
    expect((await mei.post(followsAt, { of: 'case:2026-0042', pace, kinds: some })).statusCode).toBe(303)
  await chooses('weekly')
  await happens(world, id) // Thursday: the answer is overdue
  await happens(world, id, 'late')
  await expandMailings(world.deps, world.clock.now, undefined, findsCase)
  expect(await waiting()).toEqual(['weekly', 'weekly'])
  await chooses('daily')
  expect(await waiting()).toEqual(['daily', 'daily'])
  await chooses('weekly', ['commitments'])
  expect(await waiting(), 'only the commitment that is late is wanted still').toEqual(['weekly'])
  await chooses('now')
  expect(await waiting()).toEqual(['daily'])
  later(world, 24)
  await sendDigests(world.deps, world.clock.now)
  const { mail, facts } = await lastMail(world)
  expect([facts.count, mail.text.includes('承諾逾期'), mail.text.includes('機關逾期未回應')]).toEqual([1, true, false])
  expect(await waiting()).toEqual([])
})

test('what waits of a list comes as the list is chosen anew', async () => {
  const { world, id, mei } = await city()
  await mei.post(followsAt, { of: 'agency:epb', pace: 'weekly', kinds: ['dates'] })
  await happens(world, id)
  await expandMailings(world.deps, world.clock.now, undefined, findsCase)
  const waiting = async () => (await world.db.reads.select().from(digestItems)).map(({ pace }) => pace)
  expect(await waiting()).toEqual(['weekly'])
  await mei.post(followsAt, { of: 'agency:epb', pace: 'daily', kinds: ['dates', 'end'] })
  expect(await waiting()).toEqual(['daily'])
  await mei.post(followsAt, { of: 'agency:epb', pace: 'daily', kinds: ['end'] })
  expect(await waiting()).toEqual([])
})

test('a digest says what became of a case between agencies, each act by its own words', async () => {
  const { world, id, mei } = await city()
  await mei.post(followsAt, { of: 'case:2026-0042', pace: 'daily', kinds: ['progress'] })
  const acts = ['part_added', 'part_released', 'handed_over', 'sent_back', 'returned', 'called_back', 'lead_changed']
  for (const [i, act] of acts.entries())
    await write(world.db, (tx) =>
      startMailing(tx, {
        ...{ kind: 'routed_followed', governmentId: world.government.id, proposalId: id },
        ...{ facts: { act, title: '夜市停用一次性餐具' }, at: new Date(world.clock.now.getTime() + i) },
      }),
    )
  later(world, 1)
  await expandMailings(world.deps, world.clock.now, undefined, findsCase)
  later(world, 24)
  await sendDigests(world.deps, world.clock.now)
  const said = (await lastMail(world)).mail.text
  for (const words of [
    '增加協辦機關',
    '一個機關不再協辦',
    '移交其他政府機關',
    '其他政府機關退回移交',
    '其他政府機關已回覆',
    '收回移交，由原來的機關處理',
    '改由另一個機關主辦',
  ])
    expect(said).toContain(words)
  expect(said, 'nothing was assigned').not.toContain('交由機關辦理')
})

test('who followed before they signed goes on following when they take their co-signature back', async () => {
  const { world, mei } = await city()
  const lin = await world.signedIn('lin@example.tw')
  await mei.post(followsAt, { of: 'case:2026-0042' })
  later(world, 1)
  for (const who of [mei, lin]) await who.post(`${at}/cosignatures`, { district: 'shibi', wants: '1' })
  later(world, 1)
  for (const who of [mei, lin]) await who.post(`${at}/withdrawals`)
  expect(await world.db.reads.select({ who: follows.personId, wanted: follows.wanted }).from(follows)).toEqual([
    { who: mei.personId, wanted: true },
  ])
})

test('whoever opens somebody else’s link while signed in stays who they are', async () => {
  const { world, mei } = await city()
  await world.visitor().post(followsAt, { of: 'case:2026-0042', email: 'lin@example.tw' })
  const link = new URL((await lastMail(world)).mail.link!.url).pathname
  const pressed = await mei.post(link)
  expect((await mei.read(String(pressed.headers.location))).text).toContain('l…@example.tw')
  const [lin] = await world.db.reads.select().from(people).where(eq(people.email, 'lin@example.tw'))
  expect(await world.db.reads.select({ who: follows.personId }).from(follows)).toEqual([{ who: lin!.id }])
  expect((await mei.read('/me')).text).toContain('mei@example.tw')
})

test('“without signing” is said only beside a form for co-signing', async () => {
  const { world } = await city()
  await givenCase(world, { number: '2026-0043', title: '路燈', stage: 'expired' })
  const reader = world.visitor()
  for (const of of ['proposals/2026-0043', 'agencies/epb'])
    expect((await reader.read(`/haicheng/${of}`)).links.map(({ words }) => words)).toContain('Follow')
})
