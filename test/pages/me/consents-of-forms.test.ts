// Every form with a line of notice writes a consent, and withdrawing it ends what it was for.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { and, desc, eq, isNull, getTableName as tableName } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { writeFromStaff } from '../../../src/domain/moderation/messages.ts'
import { link } from '../../../src/domain/people/linked-accounts.ts'
import { noticeVersion } from '../../../src/domain/people/privacy-notice.ts'
import { personTables } from '../../../src/domain/retention/person-tables.ts'
import { saveOffice } from '../../../src/domain/verification/register-requests.ts'
import { saveVerification } from '../../../src/domain/verification/verifications.ts'
import { write } from '../../../src/platform/db/write.ts'
import { privateMessages } from '../../../src/schema/moderation.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { consents } from '../../../src/schema/own-data.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { registerRequests } from '../../../src/schema/register.ts'
import { type ConsentPurpose, consentPurposes } from '../../../src/schema/values.ts'
import { addPasskey, authenticator } from '../../support/authenticator.ts'
import { givenCase } from '../../support/cases.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'

type Form = { file: string; gives: string[] }
/** Every place of a template that links to the notice, with what it says is given there. */
const noticeLines = (): Form[] =>
  readdirSync('views', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.eta'))
    .flatMap((file) => {
      const text = readFileSync(join('views', file), 'utf8')
      const calls = text.match(/part\('shared\/privacy-line',.*/g) ?? []
      return calls.map((call) => ({
        file,
        gives: [...(/gives: \[([^\]]*)\]/.exec(call)?.[1] ?? '').matchAll(/'(\w+)'/g)].map(([, word]) => word!),
      }))
    })

/** Pages that lead to the notice, and ask for nothing. */
const onlyLinks = [
  ...['emails/_foot.eta', 'layouts/page.eta', 'help/help-index.eta', 'help/sitemap.eta', 'help/privacy.eta'],
  'shared/privacy-line.eta',
]

test('a line of notice says which consents its form writes, and every purpose has a form', () => {
  const lines = noticeLines()
  for (const { file, gives } of lines) {
    expect([file, gives.filter((word) => !(consentPurposes as readonly string[]).includes(word))]).toEqual([file, []])
    // a link about a case is kept without anybody: nobody could be asked
    if (!gives.length) expect(['cases/references.eta']).toContain(file)
  }
  expect([...new Set(lines.flatMap(({ gives }) => gives))].sort()).toEqual([...consentPurposes].sort())
  for (const file of readdirSync('views', { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.eta')))
    if (readFileSync(join('views', file), 'utf8').includes('/privacy"')) expect(onlyLinks).toContain(file)
})

type Act = (who: Visitor, world: World, ids: { case: string; own: string }) => Promise<unknown>
/** Each purpose as somebody gives it, and what is gone when it is withdrawn. Those without `gone` are ended elsewhere. */
const giving: { [purpose in ConsentPurpose]: { give: Act; gone?: Act } } = {
  account: { give: async () => undefined },
  cosign: {
    give: (who) => who.post(`${at}/cosignatures`, { district: 'gangdong', reason: '晚上看不到路', wants: '1' }),
    gone: async (who) => expect((await who.read(at)).actions).toContain(`${at}/cosignatures`),
  },
  reason: {
    give: async () => undefined,
    gone: async (who) => expect((await who.read(at)).text).not.toContain('晚上看不到路'),
  },
  news: {
    give: async () => undefined,
    gone: async (who) =>
      expect((await who.read('/me')).links.map(({ href }) => href)).not.toContain(
        '/haicheng/follows?subject=case:2026-0001',
      ),
  },
  district: {
    give: async () => undefined,
    gone: async (who) => expect((await who.read('/me/data')).part('Nothing held').text).toContain('District'),
  },
  follow: {
    give: (who) => who.post('/haicheng/follows', { of: 'agency:epb', pace: 'weekly', kinds: ['end'] }),
    gone: async (who) =>
      expect((await who.read('/me/data')).part('What I follow').text).toContain(
        'You stopped following it Agency: Environment Bureau',
      ),
  },
  draft: {
    give: (who) => who.post('/haicheng/proposals/drafts'),
    gone: async (_, { db }) =>
      expect(await db.reads.select().from(proposals).where(eq(proposals.stage, 'draft'))).toEqual([]),
  },
  propose: { give: (who) => who.post('/haicheng/proposals/2026-0002/updates', { words: '第二階段開始了' }) },
  letter: {
    give: async (who, world, { own }) => {
      const [proposal] = await world.db.reads.select().from(proposals).where(eq(proposals.id, own))
      const said = { kind: 'to_proposer', words: '請問地點', personId: who.personId!, agencyId: null } as const
      await write(world.db, (tx) => writeFromStaff(tx, proposal!, { ...said, at: world.clock.now }))
      return who.post('/haicheng/proposals/2026-0002/letters', { words: '在公園北側' })
    },
    gone: async (_, { db }) =>
      expect((await db.reads.select().from(privateMessages)).map(({ kind }) => kind)).toEqual(['to_proposer']),
  },
  seat: {
    give: async (who, world) => {
      const administrator = await world.staff('administrator')
      const invited = { email: who.email!, role: 'moderator', agency: '' }
      await administrator.post('/haicheng/desk/settings/invitations', invited)
      const [mail] = await world.db.reads.select().from(outbox).where(eq(outbox.kind, 'invitation'))
      return who.post(`/invitation/${String(mail!.facts.token)}`)
    },
    gone: async (who) => expect((await who.get('/haicheng/desk')).statusCode).toBe(403),
  },
  service: {
    give: (who, { db, clock }) =>
      write(db, (tx) => link(tx, { personId: who.personId!, service: 'city', hash: 'a'.repeat(64), at: clock.now })),
    gone: async (who) => expect((await who.read('/me/data')).part('Nothing held').text).toContain('Sign-in services'),
  },
  passkey: {
    give: (who) => addPasskey(who, authenticator()),
    gone: async (who) =>
      expect((await who.read('/me/data')).part('Passkeys').items).toEqual([
        'A check of a passkey that was begun until 18 Jun 2026 09:05',
      ]),
  },
  calendar: {
    give: (who) => who.post('/me/calendars', { of: '' }),
    gone: async (who) => expect((await who.read('/me/calendars')).actions).not.toContain('/me/calendars/removals'),
  },
  webhook: {
    give: (who) => who.post('/haicheng/webhooks', { of: 'agency:epb', url: 'https://newsroom.example/hook' }),
    gone: async (who) => expect((await who.read('/me/webhooks')).text).not.toContain('newsroom.example'),
  },
  verified: {
    give: (who, { db, clock, government }) => {
      const found = { method: 'counter', issuer: 'counter', subjectKey: 'b'.repeat(64) } as const
      const expiresAt = new Date('2028-06-18T00:00:00+08:00')
      const whose = { personId: who.personId!, governmentId: government.id }
      return write(db, (tx) => saveVerification(tx, { ...found, ...whose, at: clock.now, expiresAt }))
    },
    gone: async (who) => expect((await who.read('/haicheng/verification')).text).not.toContain('You are verified'),
  },
  age: {
    give: (who, { db, clock, government }) => {
      const found = { method: 'counter', issuer: 'counter', subjectKey: 'c'.repeat(64), leastAge: 16 } as const
      const expiresAt = new Date('2028-06-18T00:00:00+08:00')
      const whose = { personId: who.personId!, governmentId: government.id }
      return write(db, (tx) => saveVerification(tx, { ...found, ...whose, at: clock.now, expiresAt }))
    },
    gone: async (who) => expect((await who.read('/haicheng/verification/age')).text).not.toContain('You are verified'),
  },
  register: {
    give: async (who, { db, government }) => {
      const office = {
        governmentId: government.id,
        name: 'Register office',
        fields: ['id_number' as const],
        open: true,
      }
      await write(db, (tx) => saveOffice(tx, office))
      return who.post('/haicheng/verification/register', { id_number: 'A223456781' })
    },
    gone: async (_, { db }) => expect(await db.reads.select().from(registerRequests)).toEqual([]),
  },
}

test('each thing given has one row with its notice and its end, stands on My data in words, and ends when it is withdrawn', async () => {
  const world = await testWorld({ rules: { threshold: 5000 } })
  const { db } = world
  const who = await world.signedIn('mei@example.test')
  const one = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const own = await givenCase(world, { number: '2026-0002', title: '公園的飲水機' })
  await write(db, (tx) => tx.update(proposals).set({ authorId: who.personId! }).where(eq(proposals.id, own)))
  const open = (purpose: ConsentPurpose) =>
    db.reads
      .select()
      .from(consents)
      .where(and(eq(consents.purpose, purpose), eq(consents.personId, who.personId!), isNull(consents.withdrawnAt)))
      .orderBy(desc(consents.givenAt))
  for (const purpose of consentPurposes) {
    await giving[purpose].give(who, world, { case: one, own })
    const rows = await open(purpose)
    expect([purpose, rows.map((row) => row.noticeVersion)]).toEqual([purpose, [noticeVersion]])
    expect([purpose, rows[0]!.expiresAt !== null]).toEqual([purpose, ['verified', 'age', 'register'].includes(purpose)])
  }
  const page = (await who.read('/me/data')).part('What I agreed to')
  expect(page.items.length).toBe(consentPurposes.length)
  const chinese = (await who.read('/me/data?lang=zh-Hant')).part('我同意過的事')
  for (const item of [...page.items, ...chinese.items]) expect(item).not.toMatch(/own\.|undefined|\{\{/)
  expect(page.text).toContain('until 18 Jun 2028')

  // the newest first: a reason goes before the co-signature it belongs to
  await who.get('/me?lang=en')
  for (const purpose of [...consentPurposes].reverse()) {
    const [row] = await open(purpose)
    const sent = await who.post('/me/data/withdrawals', { consent: row!.id })
    const { gone } = giving[purpose]
    expect([purpose, sent.statusCode, sent.headers.location]).toEqual(
      gone ? [purpose, 303, '/me/data?done=withdrawn#consents'] : [purpose, 422, undefined],
    )
    expect([purpose, (await open(purpose)).length]).toEqual([purpose, gone ? 0 : 1])
    await gone?.(who, world, { case: one, own })
  }
  const left = (await who.read('/me/data')).part('What I agreed to')
  expect(left.links.map(({ href }) => href)).toEqual(expect.arrayContaining(['/me/data/erase', '/me/data/object']))
})

test('every table of what people give has a purpose', () => {
  const given: { [table: string]: ConsentPurpose } = {
    ...{ people: 'account', sign_in_codes: 'account', pending_addresses: 'account', residences: 'district' },
    ...{ proposals: 'draft', proposal_texts: 'draft', text_versions: 'propose', asks: 'draft', evidence: 'draft' },
    ...{ proposal_updates: 'propose', cosignatures: 'cosign', cosignature_signals: 'cosign', follows: 'news' },
    ...{ cosignature_batch_rows: 'cosign', reason_removals: 'reason', list_follows: 'follow', digest_items: 'follow' },
    ...{
      private_messages: 'letter',
      linked_accounts: 'service',
      verifications: 'verified',
      counter_visits: 'verified',
      wallet_requests: 'verified',
      register_requests: 'register',
      sample_lines: 'cosign',
    },
    ...{ signed_subjects: 'cosign', passkeys: 'passkey', passkey_challenges: 'passkey', passkey_allowances: 'passkey' },
    ...{
      calendar_links: 'calendar',
      webhooks: 'webhook',
      webhook_deliveries: 'webhook',
      corrections: 'propose',
      pending_cosignatures: 'cosign',
      pending_follows: 'follow',
    },
  }
  /** What we write about somebody: on the ground of what they gave. */
  const ours = ['consents', 'staff_looks', 'outbox', 'returned_mail', 'mailings', 'sessions', 'former_mailboxes']
  for (const { table, section } of personTables())
    if (section !== 'staff' && !ours.includes(tableName(table)))
      expect([tableName(table), consentPurposes]).toEqual([
        tableName(table),
        expect.arrayContaining([given[tableName(table)]]),
      ])
})
