// My data: what is held about somebody, what they agreed to, and who on the staff looked.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { noticeVersion } from '../../../src/domain/people/privacy-notice.ts'
import { write } from '../../../src/platform/db/write.ts'
import { cosignatures, pendingCosignatures } from '../../../src/schema/cosignatures.ts'
import { listFollows } from '../../../src/schema/following.ts'
import { follows, outbox } from '../../../src/schema/notifications.ts'
import { consents } from '../../../src/schema/own-data.ts'
import { residences } from '../../../src/schema/people.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { givenCase } from '../../support/cases.ts'
import { counted } from '../../support/counted.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'

async function city(given: Parameters<typeof givenCase>[1] = {}) {
  const world = await testWorld({ rules: { threshold: 5000 } })
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明', ...given })
  return { world, id }
}

const given = async ({ db }: World) =>
  (await db.reads.select().from(consents).orderBy(consents.givenAt, consents.purpose, consents.id)).map(
    ({ purpose, noticeVersion: version, withdrawnAt }) => [purpose, version, withdrawnAt === null],
  )

/** The button of one consent, as its person presses it. */
const withdraw = async (who: Visitor, { db }: World, purpose: (typeof consents.$inferSelect)['purpose']) => {
  const [row] = await db.reads.select().from(consents).where(eq(consents.purpose, purpose))
  return who.post('/me/data/withdrawals', { consent: row!.id })
}

test('a newcomer who signs with a reason, a district and a wish for news reads each consent with its notice, and can withdraw it', async () => {
  const { world, id } = await city()
  const mei = world.visitor()
  await mei.post(`${at}/cosignatures`, {
    ...{ email: 'mei@example.test', district: 'gangdong', consent: '1' },
    ...{ reason: '晚上看不到路', wants: '1' },
  })
  expect(await given(world), 'nothing is given before the button in the mail').toEqual([])
  const [mail] = await world.db.reads.select().from(outbox)
  await mei.post(`${at}/cosignatures/${String(mail!.facts.token)}`)
  expect((await given(world)).sort()).toEqual(
    ['account', 'cosign', 'district', 'news', 'reason'].map((purpose) => [purpose, noticeVersion, true]),
  )

  expect((await mei.read('/me')).link('See, take, correct or erase my data')).toBe('/me/data')
  const page = await mei.read('/me/data')
  expect(page.part('Email address and account').text).toContain('mei@example.test, emails in English')
  expect(page.part('District').text).toContain('Haicheng City: Gangdong')
  expect(page.part('Co-signatures').text).toContain('2026-0001 海堤步道夜間照明')
  expect(page.part('Co-signatures').text).toContain('Your reason: 晚上看不到路')
  const forms = page.part('Confirmed by a button in an email').text
  expect(forms).toContain('A co-signature that you confirmed')
  expect(forms).not.toMatch(/not confirmed|晚上看不到路/)
  const agreed = page.part('What I agreed to').text
  for (const words of ['Counting my co-signature', 'Showing my reason without my name', 'Emails about a case'])
    expect(agreed).toContain(words)
  expect(agreed).toContain(`notice ${noticeVersion}`)
  expect(agreed).toContain('until 6 months after the case and its commitments end')

  for (const purpose of ['reason', 'news', 'district'] as const)
    expect((await withdraw(mei, world, purpose)).headers.location).toBe('/me/data?done=withdrawn#consents')
  const [row] = await world.db.reads.select().from(cosignatures)
  expect([row!.reason, row!.reasonId]).toEqual([null, null])
  expect(await world.db.reads.select({ wanted: follows.wanted }).from(follows)).toEqual([{ wanted: false }])
  expect(await world.db.reads.select().from(residences)).toEqual([])
  expect((await world.visitor().read(`${at}/reasons`)).text).not.toContain('晚上看不到路')
  const typed = await world.db.reads.select({ reason: pendingCosignatures.reason }).from(pendingCosignatures)
  expect(typed, 'nor in the form that was confirmed').toEqual([{ reason: null }])
  expect(await counted(world.db, id)).toMatchObject({ count: 1, rows: 1 })

  expect((await withdraw(mei, world, 'cosign')).statusCode).toBe(303)
  expect(await counted(world.db, id)).toMatchObject({ count: 0, rows: 0 })
  expect((await mei.read('/me/data')).part('What I agreed to').text).toContain('withdrawn 18 Jun 2026')
  expect((await given(world)).map(([purpose, , open]) => open && purpose)).toEqual([
    'account',
    false,
    false,
    false,
    false,
  ])
})

test('after the threshold a co-signature stays counted, and its withdrawal says what else there is', async () => {
  const { world, id } = await city()
  const mei = await world.signedIn('mei@example.test')
  await mei.post(`${at}/cosignatures`, { district: 'gangdong' })
  const review = { stage: 'review', thresholdMetAt: world.clock.now } as const
  const answerDueBefore = new Date(world.clock.now.getTime() + 86_400_000)
  await write(world.db, (tx) =>
    tx
      .update(proposals)
      .set({ ...review, answerDueBefore })
      .where(eq(proposals.id, id)),
  )
  const refused = await withdraw(mei, world, 'cosign')
  expect([refused.statusCode, refused.body.includes('cannot be taken back any more')]).toEqual([422, true])
  expect(await counted(world.db, id)).toMatchObject({ count: 1, rows: 1 })
})

test('following a list, and signing again after taking back, are each one consent; another’s cannot be withdrawn', async () => {
  const { world } = await city()
  const mei = await world.signedIn('mei@example.test')
  await mei.post('/haicheng/follows', { of: 'agency:epb', pace: 'weekly', kinds: ['end'] })
  await mei.post('/haicheng/follows', { of: 'agency:epb', pace: 'now', kinds: ['end'] })
  await mei.post(`${at}/cosignatures`, { district: 'gangdong' })
  await mei.post(`${at}/cosignatures`, { district: 'gangdong' })
  world.clock.now = new Date(world.clock.now.getTime() + 1000)
  await mei.post(`${at}/withdrawals`)
  await mei.post(`${at}/cosignatures`, {})
  const all = (await given(world)).map(([purpose, , open]) => `${purpose} ${open}`).sort()
  expect(all).toEqual(['account true', 'cosign false', 'cosign true', 'district true', 'follow true'])
  const [row] = await world.db.reads.select().from(consents).where(eq(consents.purpose, 'follow'))
  const other = await world.signedIn('other@example.test')
  expect((await other.post('/me/data/withdrawals', { consent: row!.id })).statusCode).toBe(404)
  await withdraw(mei, world, 'follow')
  expect(await world.db.reads.select({ wanted: listFollows.wanted }).from(listFollows)).toEqual([{ wanted: false }])
})

test('handing in a proposal is a consent too, which the page of the proposal’s name and text speaks of', async () => {
  const world = await testWorld()
  const mei = await world.signedIn('mei@example.test')
  const draft = String((await mei.post('/haicheng/proposals/drafts')).headers.location).replace(/\/problem$/, '')
  await mei.post(`${draft}/problem`, { title: '公園路燈太暗', problem: '晚上六點以後看不到路，長輩常跌倒。' })
  await mei.post(`${draft}/place`, { topic: 'sea', district: '', place: '' })
  await mei.post(`${draft}/asks`, { asks: ['請增設三盞路燈'] })
  await mei.post(`${draft}/benefit`, { benefit: '附近居民' })
  await mei.post(`${draft}/agencies`, { agencies: ['*'], name: '小美' })
  expect((await mei.post(`${draft}/submissions`)).statusCode).toBe(303)
  const page = await mei.read('/me/data')
  expect(page.part('What I agreed to').text).toContain('Publishing my proposal and my display name')
  expect(page.part('My proposals').text).toContain('公園路燈太暗')
  expect((await withdraw(mei, world, 'propose')).statusCode).toBe(422)
})

test('the proposer reads who on the staff opened their unpublished case, and why a colleague of another agency read the letters', async () => {
  const { world, id } = await city()
  const author = await world.signedIn('author@example.test')
  await write(world.db, (tx) => tx.update(proposals).set({ authorId: author.personId }).where(eq(proposals.id, id)))
  const moderator = await world.staff('moderator')
  const stranger = await world.staff('officer', world.agencies.transport, 'transport@haicheng.test')
  const none = await author.read('/me/data')
  expect(none.part('Who on the staff looked').text).toContain('Nothing is recorded')

  expect((await stranger.read('/haicheng/desk/2026-0001')).fields, 'no letters yet').not.toContain('reason')
  await moderator.post(`${at}/notes`, { kind: 'to_proposer', words: '請問是哪一段步道？' })
  const closed = await stranger.read('/haicheng/desk/2026-0001')
  expect(closed.text).not.toContain('請問是哪一段步道？')
  const looks = '/haicheng/desk/2026-0001/looks'
  expect((await stranger.post(looks, { reason: '' })).statusCode).toBe(422)
  expect((await stranger.post(looks, { reason: '提案人來電詢問' })).statusCode).toBe(303)
  expect((await stranger.read('/haicheng/desk/2026-0001')).text).toContain('請問是哪一段步道？')
  expect((await moderator.read('/haicheng/desk/2026-0001')).text).toContain('請問是哪一段步道？')
  await moderator.get('/haicheng/desk/2026-0001')

  const mine = (await author.read('/me/data')).part('Who on the staff looked')
  expect(mine.items.filter((item) => item.includes('2026-0001'))).toHaveLength(2)
  expect(mine.text).toContain('Reason: 提案人來電詢問')
  expect(mine.text).toContain('It was on their own desk.')
  expect(mine.text, 'never a colleague’s own name').not.toContain('transport@haicheng.test')
  world.clock.now = new Date(world.clock.now.getTime() + 86_400_000)
  expect((await stranger.read('/haicheng/desk/2026-0001')).text, 'asked again the next day').not.toContain('哪一段步道')
})

test('mails stand there with their subject and whether they arrived; in Chinese too', async () => {
  const { world } = await city()
  const author = await world.signedIn('author@example.test')
  await write(world.db, (tx) => tx.update(proposals).set({ authorId: author.personId }))
  const moderator = await world.staff('moderator')
  await moderator.post(`${at}/notes`, { kind: 'to_proposer', words: '請問是哪一段步道？' })
  await write(world.db, (tx) => tx.update(outbox).set({ sentAt: world.clock.now, nextTryAt: null }))
  const mails = (await author.read('/me/data')).part('Emails to me').text
  expect(mails).toMatch(/2026-0001.*sent 18 Jun 2026 09:00/s)
  const chinese = await author.read('/me/data?lang=zh-Hant')
  expect(chinese.heading).toBe('我的資料')
  expect(chinese.part('哪些機關人員看過').text).toContain('保存到何時')
})
