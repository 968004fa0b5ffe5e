// What the row of a consent says after each act that ends or changes it: only what its person took back is called withdrawn.
import { and, desc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { verifyAtCounter } from '../../../src/domain/cosignatures/verify-person.ts'
import { endForgotten } from '../../../src/domain/retention/forgotten.ts'
import { saveOffice } from '../../../src/domain/verification/register-requests.ts'
import { saveVerification } from '../../../src/domain/verification/verifications.ts'
import { write } from '../../../src/platform/db/write.ts'
import { staff } from '../../../src/schema/agencies.ts'
import { cosignatures } from '../../../src/schema/cosignatures.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { consents } from '../../../src/schema/own-data.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { registerRequests } from '../../../src/schema/register.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const gov = '/haicheng/proposals'

const later = ({ clock }: World, ms = 60_000) => {
  clock.now = new Date(clock.now.getTime() + ms)
}
async function draftOf(who: Visitor): Promise<string> {
  const draft = String((await who.post(`${gov}/drafts`)).headers.location).replace(/\/problem$/, '')
  await who.post(`${draft}/problem`, { title: '公園路燈太暗', problem: '晚上六點以後看不到路，長輩常跌倒。' })
  await who.post(`${draft}/place`, { topic: 'sea', district: '', place: '' })
  await who.post(`${draft}/asks`, { asks: ['請增設三盞路燈'] })
  await who.post(`${draft}/benefit`, { benefit: '附近居民' })
  await who.post(`${draft}/agencies`, { agencies: ['*'], name: '小美' })
  return draft
}
async function sent(who: Visitor, world: World): Promise<string> {
  const draft = await draftOf(who)
  later(world)
  expect((await who.post(`${draft}/submissions`)).statusCode).toBe(303)
  later(world)
  return draft
}
async function seatOf(who: Visitor, world: World) {
  const administrator = await world.staff('administrator')
  await administrator.post('/haicheng/desk/settings/invitations', { email: who.email!, role: 'moderator', agency: '' })
  const [mail] = await world.db.reads.select().from(outbox).where(eq(outbox.kind, 'invitation'))
  await who.post(`/invitation/${String(mail!.facts.token)}`)
  const mine = and(eq(staff.personId, who.personId!), eq(staff.role, 'moderator'))
  const [seat] = await world.db.reads.select().from(staff).where(mine).orderBy(desc(staff.createdAt))
  later(world)
  return { administrator, seat: seat!.id }
}
const verify = (who: Visitor, { db, clock, government }: World, until: string) =>
  write(db, (tx) =>
    saveVerification(tx, {
      ...{ method: 'counter', issuer: 'counter', subjectKey: 'b'.repeat(64), personId: who.personId! },
      ...{ governmentId: government.id, at: clock.now, expiresAt: new Date(until) },
    }),
  )
const signed = async (who: Visitor, world: World) => {
  await givenCase(world, { number: '2026-0100', title: '海堤步道加路燈' })
  await who.post(`${gov}/2026-0100/cosignatures`, { district: 'gangdong', reason: '我每天走這裡' })
  later(world)
}

/** Each act, the consent it ends or changes as My data calls it, and what its rows say, the newest first. */
const acts: [act: string, purpose: string, says: RegExp[], run: (who: Visitor, world: World) => Promise<unknown>][] = [
  ['a draft is deleted', 'Keeping my draft', [/withdrawn/], async (who) => who.post(`${await draftOf(who)}/deletions`)],
  ['a draft is sent', 'Keeping my draft', [/sent in 18 Jun 2026: from then on it is a proposal/], sent],
  ['a draft is sent', 'Publishing my proposal and my display name', [/as long as your account/], sent],
  [
    'a draft is left alone',
    'Keeping my draft',
    [/ended .* by the rules/],
    async (who, world) => {
      await draftOf(who)
      later(world, 400 * 86_400_000)
      await endForgotten(world.db, world.clock.now)
      later(world, 40 * 86_400_000)
      expect(await endForgotten(world.db, world.clock.now)).toMatchObject({ drafts: 1 })
    },
  ],
  [
    'a proposal is taken back before anybody read it',
    'Publishing my proposal and my display name',
    [/withdrawn/],
    async (who, world) => {
      await sent(who, world)
      const [own] = await world.db.reads.select().from(proposals)
      expect((await who.post(`${gov}/${own!.number}/retractions`, { sure: '1' })).statusCode).toBe(303)
    },
  ],
  [
    'the name is taken off',
    'Publishing my proposal, without my display name',
    [/as long as your account/],
    async (who, world) => {
      await sent(who, world)
      await who.post('/me/data/object', { stop: ['name'] })
    },
  ],
  [
    'the address is changed',
    'Keeping my email address for signing in and for emails',
    [/as long as your account/, /renewed 18 Jun 2026/],
    async (who, world) => {
      later(world)
      await who.post('/me/address', { email: 'mei@new.test' })
      const [mail] = await world.db.reads.select().from(outbox).where(eq(outbox.kind, 'confirm_address'))
      await who.post(`/me/address/${String(mail!.facts.token)}`)
    },
  ],
  [
    'a seat is ended by the office',
    'My place on the staff',
    [/ended 18 Jun 2026 by the office/],
    async (who, world) => {
      const { administrator, seat } = await seatOf(who, world)
      await administrator.post(`/haicheng/desk/settings/seats/${seat}/endings`, { cases: '0' })
    },
  ],
  [
    'a seat is given up',
    'My place on the staff',
    [/withdrawn/],
    async (who, world) => {
      await seatOf(who, world)
      const [own] = await world.db.reads.select().from(consents).where(eq(consents.purpose, 'seat'))
      expect(own!.personId).toBe(who.personId)
      expect((await who.post('/me/data/withdrawals', { consent: own!.id })).statusCode).toBe(303)
    },
  ],
  [
    'staff take the reason off the page',
    'Showing my reason without my name',
    [/ended 18 Jun 2026 by the office/],
    async (who, world) => {
      await signed(who, world)
      const moderator = await world.staff('moderator')
      const [row] = await world.db.reads.select().from(cosignatures)
      const removals = `${gov}/2026-0100/reasons/${row!.reasonId}/removals`
      expect((await moderator.post(removals, { words: '含有個人資料。' })).statusCode).toBe(303)
    },
  ],
  [
    'the counter verifies another account by the same document',
    'Keeping that I live here',
    [/ended 18 Jun 2026 by the office/],
    async (who, world) => {
      await verify(who, world, '2029-06-18T00:00:00+08:00')
      later(world)
      const other = await world.signedIn('other@example.test')
      const seen = { subjectKey: 'b'.repeat(64), resident: true, leastAge: null }
      const found = await write(world.db, (tx) =>
        verifyAtCounter(tx, world.government, other.personId!, seen, world.clock.now),
      )
      expect(found.ok).toBe(true)
    },
  ],
  [
    'the register office has answered',
    'Asking the register office whether I live here',
    [/answered 18 Jun 2026: nothing more is asked/],
    async (who, world) => {
      const office = { governmentId: world.government.id, name: 'Register office', fields: ['id_number' as const] }
      await write(world.db, (tx) => saveOffice(tx, { ...office, open: true }))
      await who.post('/haicheng/verification/register', { id_number: 'A223456781' })
      later(world)
      const [one, two] = [
        await world.staff('administrator'),
        await world.staff('administrator', null, 'two@haicheng.test'),
      ]
      const register = '/haicheng/desk/settings/register'
      await one.post(`${register}/files`)
      await two.post(`${register}/files/1`, { step: 'send' })
      const [asked] = await world.db.reads.select().from(registerRequests)
      for (const reader of [one, two]) {
        const bytes = Buffer.from(`line,answer\n${asked!.line},yes\n`)
        const tried = await reader.hand(`${register}/answers`, {}, { name: 'a.csv', type: 'text/csv', bytes })
        await reader.post(`${register}/answers`, { lines: page(tried).sends('lines')! })
      }
      expect(await world.db.reads.select().from(registerRequests)).toEqual([])
    },
  ],
  [
    'a verification is renewed',
    'Keeping that I live here',
    [/until 18 Jun 2029/, /renewed 18 Jun 2026/],
    async (who, world) => {
      await verify(who, world, '2028-06-18T00:00:00+08:00')
      later(world)
      await verify(who, world, '2029-06-18T00:00:00+08:00')
    },
  ],
  [
    'the register office is asked again',
    'Asking the register office whether I live here',
    [/until/, /renewed 18 Jun 2026/],
    async (who, world) => {
      const office = { governmentId: world.government.id, name: 'Register office', fields: ['id_number' as const] }
      await write(world.db, (tx) => saveOffice(tx, { ...office, open: true }))
      const ask = () => who.post('/haicheng/verification/register', { id_number: 'A223456781' })
      await ask()
      later(world)
      await ask()
    },
  ],
  [
    'a co-signature is taken back',
    'Counting my co-signature',
    [/withdrawn/],
    async (who, world) => {
      await signed(who, world)
      await who.post(`${gov}/2026-0100/withdrawals`)
    },
  ],
  [
    'a co-signature is taken back',
    'Showing my reason without my name',
    [/withdrawn/],
    async (who, world) => {
      await signed(who, world)
      await who.post(`${gov}/2026-0100/withdrawals`)
    },
  ],
  ...(['Counting my co-signature', 'Showing my reason without my name'] as const).map(
    (purpose): (typeof acts)[number] => [
      'a co-signature moves to the case that its own was merged into',
      purpose,
      [
        /until 6 months after the case and its commitments end/,
        /moved 18 Jun 2026 to the case that this one was merged into/,
      ],
      async (who, world) => {
        await signed(who, world)
        await givenCase(world, { number: '2026-0101', title: '海堤步道夜間照明' })
        const moderator = await world.staff('moderator')
        const merged = { decision: 'merge', target: '2026-0101', words: '訴求相同。' }
        await moderator.post(`${gov}/2026-0100/decisions`, merged)
        later(world)
        expect((await who.post(`${gov}/2026-0100/moves`)).statusCode).toBe(303)
      },
    ],
  ),
]

test('after each act the rows say what is true of it, in both languages', async () => {
  for (const [act, purpose, says, run] of acts) {
    const world = await testWorld({ rules: { threshold: 5000 } })
    const who = await world.signedIn('mei@example.test')
    await run(who, world)
    const me = await world.signedIn((await who.get('/me/data')).statusCode === 200 ? who.email! : 'mei@example.test')
    const own = act === 'the address is changed' ? who : me
    const rows = (await own.read('/me/data?lang=en')).part('What I agreed to').items
    const found = rows.filter((row) => row.startsWith(purpose))
    expect([act, purpose, found.length, rows]).toEqual([act, purpose, says.length, rows])
    for (const [i, said] of says.entries()) expect([act, found[i]]).toEqual([act, expect.stringMatching(said)])
    const chinese = (await own.read('/me/data?lang=zh-Hant')).part('我同意過的事').items
    for (const item of chinese) expect(item).not.toMatch(/own\.|\{\{/)
  }
})
