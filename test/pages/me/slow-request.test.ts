// A program sends the head of a request, does something else, and only then sends what the form says: who sent it may be nobody any more.
import { Readable } from 'node:stream'
import { eq, getTableName } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { presser } from '../../../src/domain/cosignatures/press.ts'
import { makeWebhook, sealedSecret } from '../../../src/domain/notifications/webhook-store.ts'
import { makeCalendarLink } from '../../../src/domain/people/calendar-links.ts'
import { draftBeginner } from '../../../src/domain/proposals/begin-draft.ts'
import { personTables } from '../../../src/domain/retention/person-tables.ts'
import { newId, newToken } from '../../../src/lib/id.ts'
import { countRows } from '../../../src/platform/db/columns.ts'
import { write } from '../../../src/platform/db/write.ts'
import { people } from '../../../src/schema/people.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { forAll } from '../../support/at-end.ts'
import { givenCase } from '../../support/cases.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'

async function city() {
  const world = await testWorld({ rules: { threshold: 5000 } })
  await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const count = async () =>
    (await world.visitor().get('/api/v1/haicheng/proposals/2026-0001')).json().cosignatures.count as number
  return { world, count }
}

/** Its head is there, and the session was looked up; `end` sends the form. */
async function begun({ app }: World, who: Visitor, url: string) {
  const body = new Readable({ read() {} }) // what is asked of it comes later
  const headers = {
    ...{ host: 'localhost', cookie: `fuyi=${who.cookie('fuyi')}`, 'sec-fetch-site': 'same-origin' },
    'content-type': 'application/x-www-form-urlencoded',
  }
  const sent = app.inject({ method: 'POST', url, headers, payload: body })
  await new Promise((resolve) => setTimeout(resolve, 100))
  return (form: string) => {
    body.push(form)
    body.push(null)
    return sent
  }
}

test('one mailbox counts once: whoever erases the account while their press is on its way is not counted after it', async () => {
  const { world, count } = await city()
  for (let i = 0; i < 3; i++) {
    const mei = await world.signedIn('mei@example.test')
    const press = await begun(world, mei, `${at}/cosignatures`)
    const erased = await mei.post('/me/data/erase', { sure: '1' })
    expect(erased.headers.location).toContain('/me/data/receipts/')
    await press('district=gangdong&reason=')
  }
  expect(await count()).toBe(0)
})

test('whoever stays is counted by a slow press as by any other', async () => {
  const { world, count } = await city()
  const press = await begun(world, await world.signedIn('mei@example.test'), `${at}/cosignatures`)
  await press('district=gangdong&reason=')
  expect(await count()).toBe(1)
})

const forms = [
  [`${at}/cosignatures`, 'district=gangdong&reason='],
  ['/haicheng/proposals/drafts', ''],
  ['/haicheng/follows', 'of=topic%3Atransport&pace=now'],
  ['/haicheng/webhooks', 'of=&url=https%3A%2F%2Fnews.example%2Fhook'],
  ['/me/calendars', ''],
  ['/me/address', 'email=mei%40new.test'],
  ['/me/data/correct', 'name=Mei'],
  ['/me/data/object', 'stop=news'],
] as const

describe('signed out meanwhile', () => {
  const shared = forAll(city)
  test.each(forms)('whoever signed out while %s was on its way has sent it as nobody', async (url, form) => {
    const { world } = shared()
    const mei = await world.signedIn('mei@example.test')
    const before = await rowsOf(world, mei)
    const send = await begun(world, mei, url)
    await mei.post('/sign-out')
    const sent = await send(form)
    expect([303, 422]).toContain(sent.statusCode)
    if (sent.statusCode === 303) expect(String(sent.headers.location)).toMatch(/^\/sign-in/)
    expect(await rowsOf(world, mei)).toEqual(before)
  })
})

/** How many rows each table holds of them, but for sessions. */
async function rowsOf({ db }: World, { personId }: Visitor): Promise<[string, number][]> {
  const counts: [string, number][] = []
  for (const { table, of = [] } of personTables())
    for (const column of of) {
      const rows = await db.reads.select({ n: countRows() }).from(table).where(eq(column, personId!))
      if (getTableName(table) !== 'sessions') counts.push([getTableName(table), rows[0]!.n])
    }
  return counts
}

test('in the very moment in which an account is erased nothing of it begins', async () => {
  const { world, count } = await city()
  const mei = await world.signedIn('mei@example.test')
  const { db, government, clock, deps } = world
  const [person] = await db.reads.select().from(people).where(eq(people.id, mei.personId!))
  const [proposal] = await db.reads.select().from(proposals)
  await mei.post('/me/data/erase', { sure: '1' })
  const { secret } = deps.config
  const signature = { personId: person!.id, at: clock.now, districtCode: 'gangdong', assurance: 1, reason: null }
  const press = presser({ db, secret })
  const pressed = await press(
    government,
    proposal!,
    { ...signature, noticeVersion: '1', wantsAnswer: true },
    true,
    person!,
  )
  expect([pressed.ok, await count()]).toEqual([false, 0])
  const [id, token] = [newId(), newToken()]
  const own = { personId: person!.id, governmentId: government.id }
  const hook = {
    ...own,
    id,
    kind: 'government',
    target: '',
    url: 'https://news.example/hook',
    createdAt: clock.now,
  } as const
  const begins = [
    () => write(db, (tx) => makeWebhook(tx, hook, sealedSecret(secret, id))),
    () =>
      write(db, (tx) =>
        makeCalendarLink(tx, { ...own, governmentId: null }, { id, token, language: 'en', at: clock.now }),
      ),
    () => draftBeginner({ db, secret })(government, person!.id, clock.now),
  ]
  for (const begin of begins) await expect(begin()).rejects.toMatchObject({ statusCode: 303 })
})
