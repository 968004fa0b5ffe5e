// Rows that everything begins with: the small city of Haicheng, another government beside it, its staff, and people who have
// signed in. Used wherever there is a database: in tests, by storms of real processes, by benchmarks.
import { addAgency, addGovernment, addSeat } from '../../src/domain/governments/commands.ts'
import type { Government } from '../../src/domain/governments/government.ts'
import { findGovernment } from '../../src/domain/governments/store.ts'
import { findOrCreatePerson } from '../../src/domain/people/store.ts'
import { newId, newToken, sha256 } from '../../src/lib/id.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { write } from '../../src/platform/db/write.ts'
import { people } from '../../src/schema/people.ts'
import { sessions } from '../../src/schema/sign-in.ts'
import type { Rules, StaffRole } from '../../src/schema/values.ts'

export type City = Awaited<ReturnType<typeof makeCity>>

export const haicheng = {
  slug: 'haicheng',
  name: { 'zh-Hant': '海澄市', en: 'Haicheng City' },
  languages: ['zh-Hant', 'en'],
  timeZone: 'Asia/Taipei',
  country: 'TW',
}
const longAgo = new Date('2017-01-01T00:00:00+08:00')

/** Haicheng with three districts and two agencies. */
export async function makeCity(db: Database, at: Date, rules: Partial<Rules> = {}) {
  const districts = [
    { code: 'gangdong', name: { 'zh-Hant': '港東區', en: 'Gangdong' } },
    { code: 'jiucheng', name: { 'zh-Hant': '舊城區', en: 'Jiucheng' } },
    { code: 'shibi', name: { 'zh-Hant': '石鼻區', en: 'Shibi' } },
  ]
  const bureau = { code: 'epb', name: { 'zh-Hant': '環境保護局', en: 'Environment Bureau' } }
  const transit = { code: 'transport', name: { 'zh-Hant': '交通局', en: 'Transport Bureau' } }
  const agencies = await write(db, async (tx) => {
    const own = { threshold: 3, cosigningDays: 60, ...rules }
    const id = await addGovernment(tx, { ...haicheng, rules: own, districts }, longAgo)
    return { environment: await addAgency(tx, id, bureau, at), transport: await addAgency(tx, id, transit, at) }
  })
  return { db, agencies, government: (await findGovernment(db.reads, 'haicheng')) as Government }
}

/** Another government, with one district `here` and no agency but the one that coordinates. Its id. */
export const makeElsewhere = (db: Database): Promise<string> =>
  write(db, (tx) => {
    const name = { 'zh-Hant': '他方市', en: 'Elsewhere' }
    const districts = [{ code: 'here', name: { 'zh-Hant': '此處', en: 'Here' } }]
    return addGovernment(tx, { ...haicheng, slug: 'elsewhere', name, districts }, longAgo)
  })

type Seat = {
  personId: string
  governmentId: string
  role: StaffRole
  agencyId?: string | null
  name?: string
  at: Date
}

/** Gives somebody a seat. */
export const giveSeat = (db: Database, { agencyId = null, name = 'Somebody', ...seat }: Seat): Promise<unknown> =>
  write(db, (tx) => addSeat(tx, { ...seat, agencyId, name }))

/** Somebody who has signed in, and the cookie their browser keeps. `at`: by the test's clock; sessions go by the machine's. */
export async function makeSession(db: Database, email: string, at: Date) {
  const token = newToken()
  const personId = await write(db, async (tx) => {
    const person = await findOrCreatePerson(tx, email, 'zh-Hant', at)
    await tx.insert(sessions).values(sessionOf(person.id, token))
    return person.id
  })
  return { personId, cookie: cookieOf(token) }
}

/** So many people who have signed in, some hundred at a time: `citizen0@example.test` and so on. */
export async function manySessions(db: Database, count: number, at: Date, language = 'zh-Hant') {
  const made = Array.from({ length: count }, (_, i) => ({ i, personId: newId(), token: newToken() }))
  for (let from = 0; from < count; from += 200) {
    const some = made.slice(from, from + 200)
    await write(db, async (tx) => {
      const row = { displayName: null, language, createdAt: at }
      await tx
        .insert(people)
        .values(some.map(({ i, personId }) => ({ id: personId, email: `citizen${i}@example.test`, ...row })))
      await tx.insert(sessions).values(some.map(({ personId, token }) => sessionOf(personId, token)))
    })
  }
  return made.map(({ personId, token }) => ({ personId, cookie: cookieOf(token) }))
}

const sessionOf = (personId: string, token: string) => ({
  hash: sha256(token),
  id: newId(),
  personId,
  createdAt: new Date(),
  expiresAt: new Date(Date.now() + 10 * 86_400_000),
  device: 'Test',
})
const cookieOf = (token: string) => `fuyi=${token}`
