// A small city to test in: the real app on a real database, with a clock that the test sets.
import type { FastifyInstance } from 'fastify'
import { onTestFinished } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { type Config, engine } from '../../src/config.ts'
import { addAgency, addGovernment, addSeat } from '../../src/domain/governments/commands.ts'
import type { Government } from '../../src/domain/governments/government.ts'
import { findGovernment } from '../../src/domain/governments/store.ts'
import { findOrCreatePerson } from '../../src/domain/people/store.ts'
import { newId, newToken, sha256 } from '../../src/lib/id.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { write } from '../../src/platform/db/write.ts'
import { sessions } from '../../src/schema/sign-in.ts'
import type { Rules, StaffRole } from '../../src/schema/values.ts'
import { testDatabase } from './database.ts'
import { page } from './page.ts'

export type World = Awaited<ReturnType<typeof testWorld>>

export const testConfig: Config = {
  databaseUrl: '',
  engine,
  replicaUrl: null,
  origin: 'http://localhost',
  secret: 'a secret that only tests use, 32 characters or more',
  smtpUrl: null,
  mailFrom: 'fuyi@example.test',
  port: 0,
  host: '127.0.0.1',
  trustProxy: false,
  logLevel: 'silent',
  demonstration: false,
  metricsToken: null,
  listenFd: null,
}

export async function testWorld({
  at = '2026-06-18T09:00:00+08:00',
  rules = {},
  config = {},
  sharedFor = 0,
  db: given,
}: {
  at?: string
  rules?: Partial<Rules>
  config?: Partial<Config>
  /** ms that public pages are shared for; tests see every change at once unless they are about sharing */
  sharedFor?: number
  /** empty and migrated; else the test's own */
  db?: Database
} = {}) {
  const db = given ?? (await testDatabase())
  const clock = { now: new Date(at) }
  const app = await buildApp({
    db: unclosable(db),
    now: () => clock.now,
    config: { ...testConfig, ...config },
    sharedFor,
  })
  onTestFinished(async () => {
    await app.close()
  })
  const { government, agencies } = await makeCity(db, clock.now, rules)

  async function signedIn(email: string): Promise<Visitor> {
    const { personId, cookie } = await makeSession(db, email, clock.now)
    return visitorOf(app, cookie, personId, email)
  }

  async function staff(
    role: StaffRole,
    agencyId: string | null = null,
    email = `${role}@haicheng.test`,
  ): Promise<Visitor> {
    const person = await signedIn(email)
    await write(db, (tx) =>
      addSeat(tx, {
        personId: person.personId!,
        governmentId: government.id,
        role,
        agencyId,
        name: email,
        at: clock.now,
      }),
    )
    return person
  }

  return {
    db,
    app,
    clock,
    government,
    agencies,
    /** `from`: the address they connect from */
    visitor: (from?: string) => visitorOf(app, '', null, '', from),
    signedIn,
    staff,
  }
}

/** A city with three districts and two agencies. */
export async function makeCity(db: Database, at: Date, rules: Partial<Rules> = {}) {
  const agencies = await write(db, async (tx) => {
    const governmentId = await addGovernment(
      tx,
      {
        slug: 'haicheng',
        name: { 'zh-Hant': '海澄市', en: 'Haicheng City' },
        languages: ['zh-Hant', 'en'],
        timeZone: 'Asia/Taipei',
        country: 'TW',
        rules: { threshold: 3, cosigningDays: 60, ...rules },
        districts: [
          { code: 'gangdong', name: { 'zh-Hant': '港東區', en: 'Gangdong' } },
          { code: 'jiucheng', name: { 'zh-Hant': '舊城區', en: 'Jiucheng' } },
          { code: 'shibi', name: { 'zh-Hant': '石鼻區', en: 'Shibi' } },
        ],
      },
      new Date('2017-01-01T00:00:00+08:00'),
    )
    const environment = await addAgency(
      tx,
      governmentId,
      { code: 'epb', name: { 'zh-Hant': '環境保護局', en: 'Environment Bureau' } },
      at,
    )
    const transport = await addAgency(
      tx,
      governmentId,
      { code: 'transport', name: { 'zh-Hant': '交通局', en: 'Transport Bureau' } },
      at,
    )
    return { environment, transport }
  })
  return { agencies, government: (await findGovernment(db.reads, 'haicheng')) as Government }
}

/** Somebody who has signed in, and the cookie their browser keeps. `at`: by the test's clock; sessions go by the machine's. */
export async function makeSession(db: Database, email: string, at: Date) {
  const id = newToken()
  const personId = await write(db, async (tx) => {
    const person = await findOrCreatePerson(tx, email, 'zh-Hant', at)
    await tx.insert(sessions).values({
      hash: sha256(id),
      id: newId(),
      personId: person.id,
      createdAt: new Date(),
      expiresAt: new Date(Date.now() + 86_400_000 * 10),
      device: 'Test',
    })
    return person.id
  })
  return { personId, cookie: `fuyi=${id}` }
}

export type Visitor = ReturnType<typeof visitorOf>
type Form = { [field: string]: string | string[] }

/** Somebody with a browser: keeps cookies, sends forms as the same origin, English unless told otherwise. */
export function visitorOf(
  app: FastifyInstance,
  cookie: string,
  personId: string | null,
  email: string,
  remoteAddress = '127.0.0.1',
) {
  const jar = new Map(cookie ? [cookie.split('=') as [string, string]] : [])
  const headers = () => ({
    cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; '),
    'sec-fetch-site': 'same-origin',
    host: 'localhost',
    'accept-language': 'en',
  })
  const keep = <T extends { cookies: { name: string; value: string }[] }>(response: T): T => {
    for (const { name, value } of response.cookies) jar.set(name, value)
    return response
  }
  const get = async (url: string, more: { [header: string]: string } = {}) =>
    keep(await app.inject({ method: 'GET', url, remoteAddress, headers: { ...headers(), ...more } }))
  return {
    personId,
    email,
    cookie: (name: string) => jar.get(name) ?? '',
    get,
    /** What they see there, whatever the status. */
    read: async (url: string, more: { [header: string]: string } = {}) => page(await get(url, more)),
    post: async (url: string, form: Form = {}, more: { [header: string]: string } = {}) =>
      keep(
        await app.inject({
          method: 'POST',
          url,
          remoteAddress,
          headers: { ...headers(), 'content-type': 'application/x-www-form-urlencoded', ...more },
          payload: encoded(form),
        }),
      ),
  }
}

function encoded(form: Form): string {
  const params = new URLSearchParams()
  for (const [field, value] of Object.entries(form)) for (const one of [value].flat()) params.append(field, one)
  return params.toString()
}

/** The app closes its database with itself; here the test's own helper does. */
const unclosable = (db: Database): Database => ({ ...db, close: async () => {} })
