// What people ended after a copy was made is ended again where the copy is put back: by the list where nothing else is left, and with the
// addresses of now where the database is still there.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { and, eq, isNull } from 'drizzle-orm'
import { expect, inject, test } from 'vitest'
import { engine } from '../../src/config.ts'
import { addCosignature, removeCosignature } from '../../src/domain/cosignatures/store.ts'
import { endVerification, verifyPerson } from '../../src/domain/cosignatures/verify-person.ts'
import { revokeInvitation } from '../../src/domain/governments/changes.ts'
import { endSeat } from '../../src/domain/governments/end-seat.ts'
import { choose } from '../../src/domain/notifications/follow-store.ts'
import { removeWebhook } from '../../src/domain/notifications/webhook-store.ts'
import { endCalendarLink, makeCalendarLink } from '../../src/domain/people/calendar-links.ts'
import { giveConsent } from '../../src/domain/people/consents.ts'
import { unlink } from '../../src/domain/people/linked-accounts.ts'
import { moveMailbox } from '../../src/domain/people/move-mailbox.ts'
import { removePasskey } from '../../src/domain/people/passkey-store.ts'
import { personById, rememberName, rememberResidence } from '../../src/domain/people/store.ts'
import { withdraw } from '../../src/domain/proposals/author-commands.ts'
import { caseById } from '../../src/domain/proposals/case-names.ts'
import { beginDraft, deleteDraft } from '../../src/domain/proposals/draft-store.ts'
import { objectTo } from '../../src/domain/retention/object.ts'
import { askRegister, withdrawRequest } from '../../src/domain/verification/register-requests.ts'
import { newId, sha256 } from '../../src/lib/id.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { write } from '../../src/platform/db/write.ts'
import { invitations, staff } from '../../src/schema/agencies.ts'
import { calendarLinks } from '../../src/schema/calendar-links.ts'
import { cosignatures } from '../../src/schema/cosignatures.ts'
import { listFollows } from '../../src/schema/following.ts'
import { follows } from '../../src/schema/notifications.ts'
import { people, residences } from '../../src/schema/people.ts'
import { proposals } from '../../src/schema/proposals.ts'
import { registerRequests } from '../../src/schema/register.ts'
import { linkedAccounts, passkeys, sessions } from '../../src/schema/sign-in.ts'
import { verifications } from '../../src/schema/verifications.ts'
import { webhooks } from '../../src/schema/webhooks.ts'
import { givenCase } from '../support/cases.ts'
import { giveSeat, makeCity, makeSession } from '../support/city.ts'
import { run } from '../support/command.ts'
import { counted } from '../support/counted.ts'
import { connectForTest, manyConnections, testUrl } from '../support/database.ts'
import { tablesHolding } from '../support/tables-holding.ts'

const hasTools = engine === 'sqlite' || spawnSync('pg_dump', ['--version']).status === 0
const folder = () => mkdtempSync(join(inject('folder'), 'ended-'))
const days = (n: number) => new Date(Date.now() + n * 86_400_000)

/** Mei has everything that somebody can end, and a seat; two others administer. */
async function everything() {
  const url = await testUrl()
  const db = await connectForTest(url, { busyFor: 20_000 })
  const city = await makeCity(db, new Date(), { threshold: 100 })
  const governmentId = city.government.id
  const at = new Date()
  const { personId: mei } = await makeSession(db, 'mei@example.test', at)
  const { personId: boss } = await makeSession(db, 'boss@example.test', at)
  await giveSeat(db, { personId: boss, governmentId, role: 'administrator', at })
  await giveSeat(db, { personId: mei, governmentId, role: 'moderator', at })
  const live = { threshold: 100, publishedAt: days(-1), closesBefore: days(30) }
  const signed = await givenCase(city, { ...live, number: '2026-0001', title: '淨灘' })
  const own = await givenCase(city, { ...live, number: '2026-0002', title: '夜燈', authorId: mei, authorName: '小美' })
  const draft = newId()
  const id = { webhook: newId(), passkey: newId(), service: newId(), invitation: newId() }
  const given = { personId: mei, at }
  await write(db, async (tx) => {
    const person = (await personById(tx, mei))!
    await addCosignature(
      tx,
      city.government,
      { id: signed, number: '2026-0001', earlyWarningAt: null, elsewhereCounts: true, levelToCount: 1, ageToCount: 0 },
      {
        ...{ personId: mei, at, districtCode: 'shibi', assurance: 1, reason: null, noticeVersion: '1' },
        wantsAnswer: false,
      },
    )
    await rememberName(tx, mei, '小美')
    await rememberResidence(tx, mei, governmentId, 'shibi', at)
    await choose(tx, person, { kind: 'case', proposalId: own }, { pace: 'now', kinds: null }, at)
    await choose(tx, person, { kind: 'topic', governmentId, target: 'water' }, { pace: 'now', kinds: null }, at)
    await beginDraft(tx, { id: draft, governmentId, authorId: mei, at })
    await makeCalendarLink(tx, { personId: mei, governmentId: null }, { id: newId(), token: 't', language: 'en', at })
    const hook = {
      personId: mei,
      governmentId,
      url: 'https://newsroom.example/',
      kind: 'government',
      target: '',
    } as const
    await tx.insert(webhooks).values({ ...hook, id: id.webhook, secret: 'sealed', createdAt: at })
    await giveConsent(tx, { ...given, purpose: 'webhook', subject: id.webhook })
    await tx.insert(passkeys).values({
      ...{ id: id.passkey, personId: mei, credentialId: 'c', publicKey: 'k', counter: 0, transports: [] },
      ...{ name: 'Phone', backedUp: false, createdAt: at },
    })
    await giveConsent(tx, { ...given, purpose: 'passkey', subject: id.passkey })
    const account = { id: id.service, personId: mei, service: 'city', subjectHash: sha256('mei'), createdAt: at }
    await tx.insert(linkedAccounts).values(account)
    await giveConsent(tx, { ...given, purpose: 'service', subject: id.service })
    await verifyPerson(tx, city.government, mei, { method: 'roll', issuer: 'roll', subjectKey: sha256('entry') }, at)
    await askRegister(tx, { personId: mei, governmentId, subjectKey: sha256('other'), sealed: 'x', asksAge: false }, at)
    const invited = { id: id.invitation, governmentId, email: 'new@example.test', role: 'moderator' as const }
    await tx.insert(invitations).values({ ...invited, tokenHash: sha256('i'), createdAt: at, expiresAt: days(7) })
  })
  return { ...city, url, mei, signed, own, draft, id }
}
type Everything = Awaited<ReturnType<typeof everything>>

/** All of it, ended by her. */
async function endAll({ db, mei, signed, own, draft, id, government }: Everything, at: Date) {
  const governmentId = government.id
  await write(db, async (tx) => {
    const [seat] = await tx.select().from(staff).where(eq(staff.personId, mei))
    await endSeat(tx, governmentId, seat!.id, { at, by: 'office' })
    await removeCosignature(tx, government, { id: signed }, mei, at)
    await objectTo(tx, [mei], ['news', 'district', 'name'], at)
    await withdraw(tx, (await caseById(tx, own))!, at)
    await deleteDraft(tx, draft, mei, at)
    await endCalendarLink(tx, { personId: mei, governmentId: null }, at)
    await removeWebhook(tx, { id: id.webhook, personId: mei }, at)
    await removePasskey(tx, mei, id.passkey, { here: '', at })
    await unlink(tx, mei, id.service, at)
    await endVerification(tx, government, mei, 'resident', at)
    await withdrawRequest(tx, { personId: mei, governmentId }, at)
    await revokeInvitation(tx, governmentId, id.invitation, at)
    await moveMailbox(tx, mei, 'mei@next.example', at)
  })
}

/** What is there, by its name. */
async function open(db: Database, { mei, signed, own, draft }: Everything) {
  const { reads } = db
  const some = async (query: Promise<unknown[]>) => (await query).length
  const [person] = await reads.select().from(people).where(eq(people.id, mei))
  return {
    email: person!.email,
    name: person!.displayName,
    district: await some(reads.select().from(residences).where(eq(residences.personId, mei))),
    cases: await some(
      reads
        .select()
        .from(follows)
        .where(and(eq(follows.personId, mei), eq(follows.wanted, true))),
    ),
    lists: await some(reads.select().from(listFollows).where(eq(listFollows.wanted, true))),
    signed: await some(reads.select().from(cosignatures).where(eq(cosignatures.proposalId, signed))),
    own: (await reads.select().from(proposals).where(eq(proposals.id, own)))[0]!.stage,
    ownName: (await reads.select().from(proposals).where(eq(proposals.id, own)))[0]!.authorName,
    draft: await some(reads.select({ id: proposals.id }).from(proposals).where(eq(proposals.id, draft))),
    calendars: await some(reads.select().from(calendarLinks)),
    webhooks: await some(reads.select().from(webhooks)),
    passkeys: await some(reads.select().from(passkeys)),
    services: await some(reads.select().from(linkedAccounts)),
    verified: await some(reads.select().from(verifications)),
    asked: await some(reads.select().from(registerRequests)),
    seats: await some(
      reads
        .select()
        .from(staff)
        .where(and(eq(staff.personId, mei), isNull(staff.endedAt))),
    ),
    invitations: await some(reads.select().from(invitations).where(isNull(invitations.revokedAt))),
    sessions: await some(reads.select().from(sessions)),
  }
}
const before = {
  ...{
    email: 'mei@example.test',
    name: '小美',
    district: 1,
    cases: 1,
    lists: 1,
    signed: 1,
    own: 'gathering',
    ownName: '小美',
  },
  ...{ draft: 1, calendars: 1, webhooks: 1, passkeys: 1, services: 1, verified: 1, asked: 1, seats: 1, invitations: 1 },
  sessions: 2,
}
const ended = {
  ...{
    name: null,
    district: 0,
    cases: 0,
    lists: 0,
    signed: 0,
    own: 'withdrawn',
    ownName: null,
    draft: 0,
    calendars: 0,
  },
  ...{ webhooks: 0, passkeys: 0, services: 0, verified: 0, asked: 0, seats: 0, invitations: 0, sessions: 0 },
}

async function copied() {
  const all = await everything()
  const target = folder()
  expect((await run(['backup', target], { DATABASE_URL: all.url })).code).toBe(0)
  const copy = join(target, readdirSync(target).find((name) => /^fuyi-.*\.(db|dump)$/.test(name))!)
  expect(await open(all.db, all)).toEqual(before)
  await endAll(all, new Date())
  return { all, copy }
}

test.runIf(manyConnections && hasTools)(
  'whatever somebody ended since a copy is ended in it again, by ids alone',
  async () => {
    const { all, copy } = await copied()
    const list = join(folder(), 'kept-apart.txt')
    const { out } = await run(['erased'], { DATABASE_URL: all.url })
    expect(out).not.toMatch(/example|小美|shibi|newsroom/)
    writeFileSync(list, out)
    const elsewhere = await testUrl()
    const fresh = engine === 'sqlite' ? `file:${join(folder(), 'new', 'fuyi.db')}` : elsewhere
    const restored = await run(['restore', copy, '--erased', list, '--force'], { DATABASE_URL: fresh })
    expect(restored).toMatchObject({
      code: 0,
      out: expect.stringContaining('Everybody signs in again: 2 sessions ended.'),
    })
    expect(restored.err).toContain('1 people changed their address since this copy')
    expect(restored.err).not.toContain('could not be done')
    const back = await connectForTest(fresh)
    expect(await open(back, all)).toEqual({ ...ended, email: 'mei@example.test' })
    expect(await counted(back, all.signed)).toMatchObject({ count: 0, rows: 0, sums: 0 })
    expect(await tablesHolding({ db: back }, '小美')).toEqual([])
    await back.close() // no program is restored under
    // the next copy has it all in its list, so that a second restoring ends nothing more
    const again = await run(['restore', copy, '--erased', list, '--force'], { DATABASE_URL: fresh })
    expect(again.code).toBe(0)
    expect(await open(await connectForTest(fresh), all)).toEqual({ ...ended, email: 'mei@example.test' })
  },
)

test.runIf(manyConnections && hasTools)(
  'over the database that is there, whoever changed their address has the new one',
  async () => {
    const { all, copy } = await copied()
    await all.db.close()
    const restored = await run(['restore', copy, '--force'], { DATABASE_URL: all.url })
    expect(restored.out).toContain('People who changed their address since the copy, and have the new one: 1.')
    expect(restored.err).not.toContain('changed their address since this copy')
    const back = await connectForTest(all.url)
    expect(await open(back, all)).toEqual({ ...ended, email: 'mei@next.example' })
    expect(readFileSync(join(copy, '..', 'erased.txt'), 'utf8'), 'no address in the list').not.toContain('@')
  },
)
