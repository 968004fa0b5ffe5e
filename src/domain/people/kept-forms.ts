// Forms that were typed and not taken, kept for their browser: through signing in, a reload, another language, a lost connection.
// What somebody typed while they were signed in is theirs alone: others who use that browser are told nothing of it.
import { createHmac } from 'node:crypto'
import { and, eq, gt, inArray, lt, lte, or, type SQL } from 'drizzle-orm'
import { sha256 } from '../../lib/id.ts'
import { randomWord } from '../../lib/random.ts'
import { seal, sealingKey, unseal } from '../../lib/seal.ts'
import { excluded } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { keptForms } from '../../schema/kept-forms.ts'

/** ms. A long weekend, and a day to come back to it. */
export const keptFor = 5 * 86_400_000
/** Characters of JSON: twice the longest answer. More than that is not kept. */
const longest = 400_000

export type Typed = { [field: string]: string | string[] }
type KeptErrors = { [field: string]: { key: string; params?: { [name: string]: unknown } | undefined } }
/** `name`: which of a page's forms it was, where the page has several. */
export type KeptContent = { name?: string | undefined; values: Typed; errors: KeptErrors }
/** `path`: where it is sent. `status`: what the server answered, 0 for what was saved while it was typed. */
export type KeptForm = KeptContent & { id: string; path: string; page: string; status: number; savedAt: Date }

type ToKeep = Slot & { id: string; page: string; status: number; content: KeptContent; at: Date }

/** Who may see it. `browser`: its secret. `whose`: the mark of whoever was signed in (ownerMark); null for whoever uses the browser. */
export type Holder = { browser: string; whose: string | null }
/** A place for one form. `form`: which one, where several are sent to one address: they do not take each other's place. */
export type Slot = { path: string; form: string }

/** A new id for a kept form: 128 random bits. */
export const newKeptId = (): string => randomWord(16, 'base64url')

/** Says whose a form is, and to nobody who that is: 43 characters. All accounts of a mailbox have one. */
export const ownerMark = (secret: string, { id, doubleOf }: { id: string; doubleOf: string | null }): string =>
  createHmac('sha256', secret)
    .update(`kept form ${doubleOf ?? id}`)
    .digest('base64url')

/** Keeps it instead of what this holder kept in the same slot. False where it is too long. */
export async function keepForm(
  tx: Db,
  secret: string,
  holder: Holder,
  { content, at, form, path, ...row }: ToKeep,
): Promise<boolean> {
  const text = JSON.stringify(content)
  if (text.length > longest) return false
  await tx
    .insert(keptForms)
    .values({
      ...row,
      path: slotOf({ path, form }),
      browserHash: hashOf(holder),
      sealed: seal(text, keyFor(secret, holder)),
      savedAt: at,
      expiresAt: new Date(at.getTime() + keptFor),
    })
    .onConflictDoUpdate({
      target: [keptForms.browserHash, keptForms.path],
      set: {
        id: excluded(keptForms.id),
        page: excluded(keptForms.page),
        status: excluded(keptForms.status),
        sealed: excluded(keptForms.sealed),
        savedAt: excluded(keptForms.savedAt),
        expiresAt: excluded(keptForms.expiresAt),
      },
    })
  return true
}

/** The kept form of that id; null where there is none for this holder, or its time is over. */
export const findKept = async (
  db: Db,
  secret: string,
  holder: Holder,
  id: string,
  at: Date,
): Promise<KeptForm | null> => (await read(db, secret, holder, eq(keptForms.id, id), at))[0] ?? null

/** Whether this holder keeps something in that slot already: what comes then takes its place, and fills nothing. */
export async function isKept(tx: Db, holder: Holder, slot: Slot): Promise<boolean> {
  const rows = await tx
    .select({ id: keptForms.id })
    .from(keptForms)
    .where(and(eq(keptForms.path, slotOf(slot)), eq(keptForms.browserHash, hashOf(holder))))
  return rows.length > 0
}

/** What was kept last for that address; null where nothing is. */
export const keptAt = async (
  db: Db,
  secret: string,
  holder: Holder,
  path: string,
  at: Date,
): Promise<KeptForm | null> => (await read(db, secret, holder, sentTo(path), at))[0] ?? null

/** What was kept of the forms of one page, the newest first. */
export const keptOnPage = (db: Db, secret: string, holder: Holder, page: string, at: Date): Promise<KeptForm[]> =>
  read(db, secret, holder, eq(keptForms.page, page), at)

/** It was sent. What lay there before its person signed in goes too. */
export async function dropSent(tx: Db, holder: Holder, slot: Slot): Promise<void> {
  await tx.delete(keptForms).where(and(eq(keptForms.path, slotOf(slot)), isFor(holder)))
}

/** It is not wanted any more. */
export async function dropKept(tx: Db, holder: Holder, id: string): Promise<void> {
  await tx.delete(keptForms).where(and(eq(keptForms.id, id), isFor(holder)))
}

/** All that this holder could see. What others typed here while they were signed in stays theirs. */
export async function dropAllKept(tx: Db, holder: Holder): Promise<void> {
  await tx.delete(keptForms).where(isFor(holder))
}

/** Deletes up to `most` whose time is over. */
export const dropExpiredForms = async (tx: Db, now: Date, most: number): Promise<unknown[]> => {
  const old = tx.select({ id: keptForms.id }).from(keptForms).where(lte(keptForms.expiresAt, now)).limit(most)
  return tx.delete(keptForms).where(inArray(keptForms.id, old)).returning({ id: keptForms.id })
}

/** In the column `path`: the address, and behind a # which of its forms. */
const slotOf = ({ path, form }: Slot): string => (form ? `${path}#${form}` : path)
/** Every slot of an address; $ comes right after #. */
const sentTo = (path: string) =>
  or(eq(keptForms.path, path), and(gt(keptForms.path, `${path}#`), lt(keptForms.path, `${path}$`)))

/** What the hash and the key are made of. A browser's secret holds no dot. */
const nameOf = ({ browser, whose }: Holder): string => (whose === null ? browser : `${browser}.${whose}`)
const hashOf = (holder: Holder): string => sha256(nameOf(holder))
/** What somebody may see: their own, and what was typed before anybody signed in. */
const both = (holder: Holder): Holder[] => (holder.whose === null ? [holder] : [holder, { ...holder, whose: null }])
const isFor = (holder: Holder) => inArray(keptForms.browserHash, both(holder).map(hashOf))

async function read(db: Db, secret: string, holder: Holder, which: SQL | undefined, at: Date): Promise<KeptForm[]> {
  const rows = await db
    .select()
    .from(keptForms)
    .where(and(which, isFor(holder)))
  return rows
    .filter((row) => row.expiresAt > at)
    .map((row) => opened(row, secret, both(holder).find((one) => hashOf(one) === row.browserHash)!))
    .filter((form) => form !== null)
    .sort((a, b) => b.savedAt.getTime() - a.savedAt.getTime())
}

function opened(row: typeof keptForms.$inferSelect, secret: string, holder: Holder): KeptForm | null {
  const text = unseal(row.sealed, keyFor(secret, holder)) // null where SECRET was changed meanwhile
  if (text === null) return null
  const { id, page, status, savedAt } = row
  return { id, path: row.path.split('#')[0]!, page, status, savedAt, ...(JSON.parse(text) as KeptContent) }
}

const keyFor = (secret: string, holder: Holder) => sealingKey(secret, nameOf(holder), 'kept form')
