// Everybody who may try a door, and a door of each kind to try: real rows behind every parameter of every address.
import { eq } from 'drizzle-orm'
import { addPending } from '../../src/domain/cosignatures/unconfirmed.ts'
import { invite } from '../../src/domain/governments/commands.ts'
import { sealedToken, unsubscribeToken } from '../../src/domain/notifications/sealed-links.ts'
import { beginDraft } from '../../src/domain/proposals/draft-store.ts'
import { newId, newToken } from '../../src/lib/id.ts'
import { write } from '../../src/platform/db/write.ts'
import { commitments } from '../../src/schema/commitments.ts'
import { givenCase, givenSupport } from '../support/cases.ts'
import { giveSeat, makeElsewhere } from '../support/city.ts'
import { testConfig } from '../support/deps.ts'
import type { Visitor, World } from '../support/world.ts'

export const roles = [
  'visitor',
  'citizen',
  'author',
  'moderator',
  'officer',
  'other officer',
  'administrator',
  'checker',
  'foreign administrator',
] as const
export type Role = (typeof roles)[number]

export type Cast = Awaited<ReturnType<typeof makeCast>>

/** People of every role. Each call of `as` is a browser of its own, newly signed in. */
export async function makeCast(world: World) {
  const { db, clock, government, agencies } = world
  const author = (await world.signedIn('author@example.test')).personId!
  await world.staff('moderator')
  await world.staff('officer', agencies.environment)
  await world.staff('officer', agencies.transport, 'other@haicheng.test')
  await world.staff('administrator')
  await world.staff('checker')
  const foreigner = (await world.signedIn('administrator@elsewhere.test')).personId!
  const elsewhere = await makeElsewhere(db)
  await giveSeat(db, { personId: foreigner, governmentId: elsewhere, role: 'administrator', at: clock.now })
  const addresses: { [role in Exclude<Role, 'visitor'>]: string } = {
    citizen: 'citizen@example.test',
    author: 'author@example.test',
    moderator: 'moderator@haicheng.test',
    officer: 'officer@haicheng.test',
    'other officer': 'other@haicheng.test',
    administrator: 'administrator@haicheng.test',
    checker: 'checker@haicheng.test',
    'foreign administrator': 'administrator@elsewhere.test',
  }
  let cases = 0
  return {
    authorId: author,
    as: async (role: Role): Promise<Visitor> =>
      role === 'visitor' ? world.visitor() : world.signedIn(addresses[role]),

    /** A fresh address for a route: its own case, draft, token or promise. */
    async addressOf(route: string, stage?: 'checking'): Promise<string> {
      const needs = { merged: route.includes('/moves'), promise: route.includes('/commitments/:id'), stage }
      return addressIn(route, await sample(needs))
    },
    sample,
    addressIn,
  }

  /** Something of each kind that an address can name; the case is under review unless told otherwise. */
  async function sample({ merged = false, promise: commitment = false, stage }: Needs) {
    const number = `2026-${String(++cases).padStart(4, '0')}`
    const joined = merged ? await givenCase(world, { number: `${number}8`, title: '併入的案件' }) : null
    const review = { thresholdMetAt: clock.now, answerDueBefore: new Date('2026-08-19T00:00:00+08:00') }
    const caseId = await givenCase(world, {
      number,
      title: `第 ${number} 案`,
      authorId: author,
      stage: stage ?? (joined ? 'merged' : 'review'),
      mergedIntoId: joined,
      ...(stage ? { publishedAt: null } : joined ? {} : review),
    })
    const draftId = newId()
    const token = newToken()
    const at = clock.now
    await givenSupport(world, caseId)
    const invitation = await write(db, async (tx) => {
      await beginDraft(tx, { id: draftId, governmentId: government.id, authorId: author, at })
      await addPending(tx, {
        proposalId: caseId,
        email: 'newcomer@example.test',
        emailKey: 'newcomer@example.test',
        districtCode: 'gangdong',
        reason: null,
        wantsAnswer: false,
        noticeVersion: '2026-11',
        language: 'en',
        createdAt: at,
        expiresAt: new Date(at.getTime() + 3_600_000),
        token,
      })
      const wanted = { governmentId: government.id, role: 'moderator' as const, agencyId: null, at }
      return invite(tx, { ...wanted, email: 'somebody.else@example.test' })
    })
    const sealed = { proposalId: caseId, personId: author }
    return {
      number,
      draftId,
      token,
      invitation,
      promiseId: commitment ? await givenPromise(world, `${number}9`) : 'none',
      unsubscribing: unsubscribeToken(testConfig.secret, caseId, author),
      moving: sealedToken(testConfig.secret, 'move', sealed),
    }
  }

  /** The route's address with what the sample holds. */
  function addressIn(route: string, of: Awaited<ReturnType<typeof sample>>): string {
    return route
      .slice(route.indexOf(' ') + 1)
      .replace('/unsubscribe/:token', `/unsubscribe/${of.unsubscribing}`)
      .replace('/invitation/:token', `/invitation/${of.invitation}`)
      .replace('/moves/:token', `/moves/${of.moving}`)
      .replace('/drafts/:id', `/drafts/${of.draftId}`)
      .replace('/commitments/:id', `/commitments/${of.promiseId}`)
      .replace(/:number(\(.*\))?/, of.number)
      .replace(':token', of.token)
      .replace(':gov', 'haicheng')
      .replace(':step', 'problem')
      .replace(':language', 'zh-Hant')
      .replace(':code', 'epb')
      .replace(':key', 'no-such-reason')
      .replace(':batch', 'no-such-batch')
      .replace(':sheet', '1')
      .replace(':print', 'none')
      .replace(':version', 'text-1')
      .replace(':day', '2026-06-15')
      .replace(':hash', '0'.repeat(64))
      .replace(':date', '2026-10-10')
      .replace(':id', 'none')
      .replace(':device', 'there')
      .replace('*', 'fuyi.js')
  }
}

type Needs = { merged?: boolean; promise?: boolean; stage?: 'checking' | undefined }

async function givenPromise(world: World, number: string): Promise<string> {
  const caseId = await givenCase(world, {
    number,
    title: '有承諾的案件',
    stage: 'resolved',
    answeredAt: world.clock.now,
    promise: { what: '裝設路燈', dueOn: '2026-12-31', state: 'open' },
  })
  const [commitment] = await world.db.reads.select().from(commitments).where(eq(commitments.proposalId, caseId))
  return commitment!.id
}
