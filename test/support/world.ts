// A small city to test in: the real app on a real database, with a clock that the test sets.

import { eq } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../../src/app.ts'
import type { Config } from '../../src/config.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { write } from '../../src/platform/db/write.ts'
import { people } from '../../src/schema/people.ts'
import type { Rules, StaffRole } from '../../src/schema/values.ts'
import { atEnd } from './at-end.ts'
import { giveSeat, makeCity, makeSession } from './city.ts'
import { filledDatabase } from './database.ts'
import { testConfig } from './deps.ts'
import { page } from './page.ts'

export type World = Awaited<ReturnType<typeof testWorld>>

export async function testWorld({
  at = '2026-06-18T09:00:00+08:00',
  rules = {},
  config = {},
  sharedFor = 0,
  db: given,
}: {
  at?: string
  rules?: Partial<Rules> | undefined
  config?: Partial<Config>
  /** ms that public pages are shared for; tests see every change at once unless they are about sharing */
  sharedFor?: number
  /** empty and migrated; else the test's own */
  db?: Database | undefined
} = {}) {
  const clock = { now: new Date(at) }
  const cityIn = async (empty: Database) => {
    const { government, agencies } = await makeCity(empty, clock.now, rules)
    return { government, agencies }
  }
  const [db, { government, agencies }] = given
    ? [given, await cityIn(given)]
    : await filledDatabase(JSON.stringify([at, rules]), cityIn)
  const deps = { db, now: () => clock.now, config: { ...testConfig, ...config } }
  const log: string[] = []
  const app = await buildApp({
    ...deps,
    db: unclosable(db),
    sharedFor,
    logTo: { write: (line) => void log.push(line) },
  })
  atEnd(() => app.close())
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
    const seat = { governmentId: government.id, role, agencyId, name: email, at: clock.now }
    await giveSeat(db, { personId: person.personId!, ...seat })
    return person
  }

  /** Two accounts of one mailbox, as they were made before mailboxes had one form. The first has the key. */
  const oneMailbox = (one: Visitor, other: Visitor): Promise<void> =>
    write(db, async (tx) => {
      await tx.update(people).set({ doubleOf: one.personId }).where(eq(people.id, one.personId!))
      await tx.update(people).set({ doubleOf: one.personId, emailKey: null }).where(eq(people.id, other.personId!))
    })

  return {
    db,
    app,
    clock,
    government,
    agencies,
    /** what jobs and commands are given, by the same clock */
    deps,
    /** what the application logged, line by line; nothing unless `config.logLevel` says so */
    log,
    /** `from`: the address they connect from */
    visitor: (from?: string) => visitorOf(app, '', null, '', from),
    signedIn,
    staff,
    oneMailbox,
  }
}

/** Every route of a method, as `GET /:gov/proposals/:number`. */
export const routesOf = ({ app }: Pick<World, 'app'>, method: 'GET' | 'POST'): string[] =>
  [...app.routeTable].filter((route) => route.startsWith(`${method} `))

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
    /** A form with a file, as a browser sends it. */
    hand: async (url: string, form: Form, file: SentFile | null, more: { [header: string]: string } = {}) =>
      keep(
        await app.inject({
          method: 'POST',
          url,
          remoteAddress,
          headers: { ...headers(), 'content-type': `multipart/form-data; boundary=${boundary}`, ...more },
          payload: inParts(form, file),
        }),
      ),
  }
}

export type SentFile = { name: string; type?: string; bytes: Buffer }
const boundary = '----fuyi'

/** Browsers send an empty part where no file was chosen. */
function inParts(form: Form, file: SentFile | null): Buffer {
  const { name, type = 'application/octet-stream', bytes } = file ?? { name: '', bytes: Buffer.alloc(0) }
  const part = (head: string, content: string | Buffer) => [
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]
  return Buffer.concat([
    ...Object.entries(form).flatMap(([field, value]) => [value].flat().flatMap((one) => part(`name="${field}"`, one))),
    ...part(`name="file"; filename="${name}"\r\nContent-Type: ${type}`, bytes),
    Buffer.from(`--${boundary}--\r\n`),
  ])
}

function encoded(form: Form): string {
  const params = new URLSearchParams()
  for (const [field, value] of Object.entries(form)) for (const one of [value].flat()) params.append(field, one)
  return params.toString()
}

/** The app closes its database with itself; here the test's own helper does. */
const unclosable = (db: Database): Database => ({ ...db, close: async () => {} })
