// What somebody else can try with one's data: their addresses, their forms, their files.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { expandMailings } from '../../../src/domain/notifications/mailings.ts'
import { receiptToken } from '../../../src/domain/people/receipts.ts'
import { signCopy } from '../../../src/domain/people/sign-copy.ts'
import { newId } from '../../../src/lib/id.ts'
import { write } from '../../../src/platform/db/write.ts'
import { mailings, outbox } from '../../../src/schema/notifications.ts'
import { consents } from '../../../src/schema/own-data.ts'
import { people } from '../../../src/schema/people.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { tablesHolding } from '../../support/tables-holding.ts'
import { testWorld } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'
const own = [
  '/me/data',
  '/me/data/copy.json',
  '/me/data/copy.html',
  '/me/data/erase',
  '/me/data/object',
  '/me/data/correct',
]

async function two() {
  const world = await testWorld({ rules: { threshold: 5000 } })
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const mei = await world.signedIn('mei@example.test')
  const other = await world.signedIn('other@example.test')
  await mei.post(`${at}/cosignatures`, { district: 'gangdong', reason: '我每天走這裡', wants: '1' })
  return { world, mei, other, id }
}

test('pages of one’s data are of the session alone: an id, a number or an address in the query changes nothing', async () => {
  const { world, mei, other } = await two()
  for (const path of own) {
    expect([path, (await world.visitor().get(path)).statusCode]).toEqual([path, 303])
    for (const query of ['', `?person=${mei.personId}`, `?id=${mei.personId}&email=mei@example.test`]) {
      const seen = (await other.get(path + query)).body
      expect([path, seen.includes('我每天走這裡'), seen.includes('mei@example.test')]).toEqual([path, false, false])
    }
    expect((await other.get(path)).headers['cache-control'], path).toMatch(/no-store|private/)
  }
  const [consent] = await world.db.reads.select().from(consents).where(eq(consents.personId, mei.personId!))
  expect((await other.post('/me/data/withdrawals', { consent: consent!.id })).statusCode).toBe(404)
})

test('no form of another site erases, stops, corrects or brings in anything', async () => {
  const { world, mei } = await two()
  const foreign = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': '', origin: 'https://evil.example' },
  ]
  for (const path of ['erase', 'object', 'correct', 'bring', 'withdrawals'])
    for (const headers of foreign) {
      const sent = await mei.post(
        `/me/data/${path}`,
        { sure: '1', stop: ['news', 'district', 'name'], cases: 'text' },
        headers,
      )
      expect([path, sent.statusCode]).toEqual([path, 403])
    }
  const [row] = await world.db.reads.select().from(people).where(eq(people.id, mei.personId!))
  expect(row!.email).toBe('mei@example.test')
})

test('erasing on two devices at once is done once: one receipt, one mail, and the first choice stands', async () => {
  const { world, mei } = await two()
  const [one, two_] = await Promise.all(
    [
      { cases: 'nameless', reasons: 'stay' },
      { cases: 'text', reasons: 'remove' },
    ].map((choice) => mei.post('/me/data/erase', { ...choice, sure: '1' })),
  )
  const led = [one, two_].map((sent) => String(sent!.headers.location))
  expect(led.filter((to) => to.startsWith('/me/data/receipts/'))).toHaveLength(1)
  const mails = await world.db.reads.select().from(outbox).where(eq(outbox.address, 'mei@example.test'))
  expect(mails).toHaveLength(1)
  expect((await mei.post('/me/data/erase', { sure: '1' })).statusCode, 'a third time').toBe(303)
  expect(await tablesHolding(world, 'mei@example.test')).toEqual(['outbox'])
})

test('whoever erases themselves while a mailing goes out gets none of it afterwards', async () => {
  const { world, mei, id } = await two()
  const { db, government, clock } = world
  await write(db, (tx) =>
    tx.insert(mailings).values({
      ...{ id: newId(), kind: 'case_news', governmentId: government.id, proposalId: id, facts: { news: 'update' } },
      ...{ cursor: '', createdAt: clock.now },
    }),
  )
  await mei.post('/me/data/erase', { sure: '1' })
  await expandMailings(world.deps, clock.now)
  const mails = await db.reads.select().from(outbox).where(eq(outbox.address, 'mei@example.test'))
  expect(mails.map(({ facts }) => facts.act)).toEqual(['receipt'])
  expect(await tablesHolding(world, 'mei@example.test')).toEqual(['outbox'])
})

test('a receipt’s address says no more to whoever finds it, and cannot be changed', async () => {
  const { world, mei } = await two()
  const sent = await mei.post('/me/data/erase', { sure: '1' })
  const path = String(sent.headers.location)
  const seen = await world.visitor().read(path)
  expect(seen.text).not.toMatch(/mei@example|我每天走這裡/)
  for (const end of [-1, -10, Math.floor(path.length / 2)]) {
    const at = end < 0 ? path.length + end : end
    const changed = `${path.slice(0, at)}${path[at] === 'A' ? 'B' : 'A'}${path.slice(at + 1)}`
    expect((await world.visitor().get(changed)).statusCode, changed).toBe(404)
  }
  const forged = receiptToken('a secret of somebody else', {
    act: 'erased',
    at: '2026-06-18T01:00:00.000Z',
    counts: {},
  })
  expect((await world.visitor().get(`/me/data/receipts/${forged}`)).statusCode).toBe(404)
})

const draft = {
  ...{ government: 'haicheng', number: null, stage: 'draft', title: '公園的飲水機', problem: '夏天很熱', benefit: '' },
  ...{ asks: ['裝一臺'], links: [], topic: null, district: null, place: null, agencies: [], name: null },
}
const payload = (portable: unknown) => ({
  ...{ schema: 'fuyi-my-data/1', issued_at: '2026-06-18T01:00:00.000Z', origin: 'https://elsewhere.example' },
  ...{ portable, held: {} },
})

test('a file that is made to do harm brings in words at most', async () => {
  const { world, mei } = await two()
  const hand = (text: string) =>
    mei.hand('/me/data/bring', {}, { name: 'copy.json', type: 'application/json', bytes: Buffer.from(text) })
  const signed = (portable: unknown) => JSON.stringify(signCopy('the attacker’s own key', payload(portable)))
  const refused = [
    ['not JSON', '{'],
    ['another kind of JSON', '[]'],
    ['no signature', JSON.stringify({ payload: payload({ drafts: [], follows: [] }) })],
    ['prototype keys', '{"__proto__":{"payload":{}},"constructor":{"prototype":{"payload":1}}}'],
    ['a hundred thousand brackets', '['.repeat(100_000)],
    ['a wrong signature', signed({ drafts: [draft], follows: [] }).replace('夏天很熱', '冬天很冷')],
    ['drafts that are no list', signed({ drafts: { length: 1e9 }, follows: [] })],
  ] as const
  for (const [what, text] of refused) {
    const sent = await hand(text)
    expect([what, sent.statusCode, Object.keys(page(sent).problems)]).toEqual([what, 422, ['copy']])
  }
  const sent = await hand(
    signed({
      drafts: [
        {
          ...draft,
          title: '<img src=x onerror=alert(1)>',
          problem: '</textarea><script>alert(1)</script>',
          links: [
            { url: 'javascript:alert(1)', label: '' },
            { url: 'https://a.example', label: 'javascript:alert(1)' },
          ],
        },
        ...Array.from({ length: 200 }, (_, i) => ({ ...draft, title: `草稿 ${i}` })),
        { ...draft, title: 'x'.repeat(10_000) },
        null,
        'text',
        { __proto__: draft },
      ],
      follows: [
        { government: 'haicheng', of: 'search:q=<script>', pace: 'now', kinds: null },
        { government: '../..', of: 'agency:epb', pace: 'now', kinds: null },
        { government: 'haicheng', of: 'agency:epb', pace: 'never', kinds: null },
      ],
    }),
  )
  expect(sent.statusCode).toBe(200)
  expect(sent.body).not.toMatch(/<script>alert|<img src=x/)
  const looked = page(sent)
  expect(looked.text).toContain('cannot be read and stay behind')
  const done = await mei.post('/me/data/bring', { portable: looked.sends('portable')! })
  expect(done.statusCode).toBe(303)
  expect(({} as { title?: string }).title, 'no prototype was changed').toBeUndefined()
  const drafts = await world.db.reads.select().from(proposals).where(eq(proposals.stage, 'draft'))
  expect(drafts.length, 'the day’s limit of drafts').toBeLessThan(50)
  expect(drafts.map(({ authorId }) => authorId)).toEqual(drafts.map(() => mei.personId))
  const shown = await mei.get(
    `/haicheng/proposals/drafts/${drafts.find(({ title }) => title.includes('img'))!.id}/problem`,
  )
  expect(shown.body).not.toMatch(/<script>alert|<img src=x/)
  expect(await tablesHolding(world, 'javascript:')).toEqual([])
  const huge = await hand(`"${'x'.repeat(5_100_000)}"`)
  expect([huge.statusCode, page(huge).problems.copy]).toEqual([422, expect.stringContaining('5 MB')])
})
