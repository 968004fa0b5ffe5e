// Sessions by lucia, behind this file. A session's id is a secret: the database holds only its SHA-256,
// so a leaked database opens no session and looking one up has no timing to learn from. All times here are the machine's, as lucia's.
import { and, eq, isNull, lt, sql } from 'drizzle-orm'
import { type Adapter, Lucia, TimeSpan } from 'lucia'
import { sha256 } from '../../lib/id.ts'
import { min } from '../../platform/db/columns.ts'
import type { Database, Db } from '../../platform/db/database.ts'
import { placeholder, prepared } from '../../platform/db/prepared.ts'
import { write } from '../../platform/db/write.ts'
import { staff } from '../../schema/agencies.ts'
import { governments } from '../../schema/governments.ts'
import { people } from '../../schema/people.ts'
import { sessions } from '../../schema/sign-in.ts'
import type { Viewer } from './viewer.ts'

type Account = Pick<Viewer, 'email' | 'displayName' | 'language' | 'doubleOf' | 'formerAccountId' | 'holdsSeat'>
type Opened = Pick<Viewer, 'signedInAt' | 'byPasskey' | 'byLink' | 'idleUntil'>
/** `createdAt` is null for a session that is being made: its row then gets the time itself. */
type SessionFacts = {
  rowId: string
  device: string
  createdAt: Date | null
  passkeyId: string | null
  means: SignedInBy['means'] | null
  idleUntil: Date | null
}

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<Opened, Account>
    DatabaseSessionAttributes: SessionFacts
    DatabaseUserAttributes: Account
  }
}

/** How somebody showed that it is them. */
export type SignedInBy =
  | { means: 'code' | 'link' | 'service' | 'demonstration' }
  | { means: 'passkey'; passkeyId: string }

/** Without use. Each use in the second half begins it anew, until the other end: */
const lasts = new TimeSpan(14, 'd')
/** After signing in, however much it is used: staff sign in each working day. */
const atMost = (holdsSeat: boolean) => (holdsSeat ? new TimeSpan(12, 'h') : new TimeSpan(30, 'd'))

/** How often the use of a session is written down, in ms: it may end that much earlier than the last use says. */
const usedEvery = 60_000

/**
 * Whether somebody signed in a moment ago: what changes how they sign in asks for that. Ten minutes, as long as a code lives.
 * A co-signature's link never counts as signing in anew.
 */
export const isFresh = ({ signedInAt, byLink }: Viewer): boolean =>
  !byLink && Date.now() - signedInAt.getTime() < 10 * 60_000

type Ends = { createdAt: Date; expiresAt: Date; usedAt: Date | null; idleMinutes: number | null }

const holdsSeat = ({ idleMinutes }: Pick<Ends, 'idleMinutes'>): boolean => idleMinutes !== null

/** When it ends unless it is used; null for citizens. */
const idleUntil = ({ usedAt, createdAt, idleMinutes }: Ends): Date | null =>
  idleMinutes === null ? null : new Date((usedAt ?? createdAt).getTime() + idleMinutes * 60_000)

function isOver(session: Ends, at = new Date()): boolean {
  const idle = idleUntil(session)
  return (
    session.expiresAt <= at ||
    session.createdAt.getTime() + atMost(holdsSeat(session)).milliseconds() <= at.getTime() ||
    (idle !== null && idle <= at)
  )
}

/** Of several seats the shortest limit counts. */
const ends = (db: Db) => ({
  createdAt: sessions.createdAt,
  expiresAt: sessions.expiresAt,
  usedAt: sessions.usedAt,
  idleMinutes: sql<number | null>`${db
    .select({ least: min(governments.staffIdleMinutes) })
    .from(staff)
    .innerJoin(governments, eq(governments.id, staff.governmentId))
    .where(and(eq(staff.personId, sessions.personId), isNull(staff.endedAt)))}`.mapWith(Number),
})

const sessionQuery = (db: Db) =>
  db
    .select({
      ...ends(db),
      rowId: sessions.id,
      passkeyId: sessions.passkeyId,
      means: sessions.means,
      userId: sessions.personId,
      device: sessions.device,
      email: people.email,
      displayName: people.displayName,
      language: people.language,
      doubleOf: people.doubleOf,
      formerAccountId: people.formerAccountId,
    })
    .from(sessions)
    .innerJoin(people, eq(people.id, sessions.personId))
    .where(eq(sessions.hash, placeholder('hash')))

function adapter(db: Database): Adapter {
  const row = (id: string) => eq(sessions.hash, sha256(id))
  return {
    async getSessionAndUser(id) {
      const [found] = await prepared(db.reads, sessionQuery).execute({ hash: sha256(id) })
      // One that is over is not deleted here (a job does that): reading a page never depends on writing.
      if (!found?.email || isOver(found)) return [null, null]
      const { userId, expiresAt, email, displayName, language, doubleOf, formerAccountId } = found
      const { rowId, device, createdAt, passkeyId, means } = found
      const used = await keepUsed(db, id, found)
      // The id that was asked for, never the hash: lucia renews a session by the id it is given back.
      return [
        {
          id,
          userId,
          expiresAt,
          attributes: { rowId, device, createdAt, passkeyId, means, idleUntil: idleUntil(used) },
        },
        {
          id: userId,
          attributes: { email, displayName, language, doubleOf, formerAccountId, holdsSeat: holdsSeat(found) },
        },
      ]
    },
    getUserSessions: async () => [], // "my sessions" goes by our own rows
    setSession: ({ id, userId, expiresAt, attributes }) =>
      write(db, async (tx) => {
        await tx.insert(sessions).values({
          hash: sha256(id),
          id: attributes.rowId,
          personId: userId,
          createdAt: new Date(expiresAt.getTime() - lasts.milliseconds()),
          expiresAt,
          device: attributes.device,
          passkeyId: attributes.passkeyId,
          means: attributes.means,
        })
      }),
    // Nobody waits for it, and where nothing can be written just now, the next visit renews: a page is still a page.
    async updateSessionExpiration(id, expiresAt) {
      write(db, (tx) => tx.update(sessions).set({ expiresAt }).where(row(id)), { invalidate: 'later' }).catch(() => {})
    },
    deleteSession: (id) =>
      write(db, async (tx) => {
        await tx.delete(sessions).where(row(id))
      }),
    deleteUserSessions: (personId) =>
      write(db, async (tx) => {
        await tx.delete(sessions).where(eq(sessions.personId, personId))
      }),
    deleteExpiredSessions: () =>
      write(db, async (tx) => {
        await tx.delete(sessions).where(lt(sessions.expiresAt, new Date()))
      }),
  }
}

/** lucia, over our own rows. `secure`: whether the cookie goes over https alone. */
export const luciaFor = (db: Database, cookie: { name: string; secure: boolean }) =>
  new Lucia(adapter(db), {
    sessionExpiresIn: lasts,
    sessionCookie: { name: cookie.name, attributes: { secure: cookie.secure, sameSite: 'lax', path: '/' } },
    getSessionAttributes: ({ createdAt, passkeyId, means, idleUntil }) => ({
      signedInAt: createdAt ?? new Date(),
      byPasskey: passkeyId !== null,
      byLink: means === 'link',
      idleUntil,
    }),
    getUserAttributes: (attributes) => attributes,
  })
export type Sessions = ReturnType<typeof luciaFor>

/** Whether it opens anything at this moment. A request may have begun long before all of it was here. */
export async function isOpen(db: Database, id: string): Promise<boolean> {
  const [found] = await prepared(db.reads, sessionQuery).execute({ hash: sha256(id) })
  return !!found?.email && !isOver(found)
}

/** Whose session that was, also where it is over: until its row is deleted. Null for none. */
export async function whoseSession(db: Database, id: string): Promise<Pick<Viewer, 'id' | 'doubleOf'> | null> {
  const [found] = await db.reads
    .select({ id: people.id, doubleOf: people.doubleOf })
    .from(sessions)
    .innerJoin(people, eq(people.id, sessions.personId))
    .where(eq(sessions.hash, sha256(id)))
  return found ?? null
}

/** Writes down that staff use a session, once a minute at most. Nobody waits for it: a page is a page where nothing can be written. */
async function keepUsed(db: Database, id: string, session: Ends): Promise<Ends> {
  const now = new Date()
  if (!holdsSeat(session) || now.getTime() - (session.usedAt ?? session.createdAt).getTime() < usedEvery) return session
  const row = eq(sessions.hash, sha256(id))
  write(db, (tx) => tx.update(sessions).set({ usedAt: now }).where(row), { invalidate: 'later' }).catch(() => {})
  return { ...session, usedAt: now }
}

/** What somebody is doing when they are given a seat goes on: their sessions count as used just now. */
export async function keepSessions(tx: Db, personId: string, at: Date): Promise<void> {
  await tx.update(sessions).set({ usedAt: at }).where(eq(sessions.personId, personId))
}

/** A person's sessions, for "my sessions"; `current` marks this one. */
export async function mySessions(db: Database, viewer: Viewer) {
  const rows = await prepared(db.reads, mySessionsQuery).execute({ personId: viewer.id })
  return rows
    .filter((row) => !isOver(row))
    .map(({ id, createdAt, device, hash, passkeyId }) => ({
      id,
      createdAt,
      device,
      byPasskey: passkeyId !== null,
      current: hash === sha256(viewer.sessionId),
    }))
}

const mySessionsQuery = (db: Db) =>
  db
    .select({
      ...ends(db),
      id: sessions.id,
      device: sessions.device,
      hash: sessions.hash,
      passkeyId: sessions.passkeyId,
    })
    .from(sessions)
    .where(eq(sessions.personId, placeholder('personId')))
    .orderBy(sessions.createdAt, sessions.id)

/** Ends one session by its row id; only one's own. False where it was not. */
export async function endOne(db: Database, viewer: Viewer, rowId: string): Promise<boolean> {
  const ended = await write(db, (tx) =>
    tx
      .delete(sessions)
      .where(and(eq(sessions.id, rowId), eq(sessions.personId, viewer.id)))
      .returning({ id: sessions.id }),
  )
  return ended.length > 0
}

/** Of everybody: an older copy of the database was put back, and has sessions that people had ended. How many. */
export const endAllSessions = async (tx: Db): Promise<number> =>
  (await tx.delete(sessions).returning({ hash: sessions.hash })).length
