// Forms that were typed and not taken, kept for their browser: through signing in, a reload, another language, a lost connection.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { and, eq, inArray, lte } from 'drizzle-orm'
import { sha256 } from '../../lib/id.ts'
import { excluded } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { keptForms } from '../../schema/kept-forms.ts'

/** ms. A long weekend, and a day to come back to it. */
export const keptFor = 5 * 86_400_000
/** Characters of JSON: four times the longest answer. More than that is not kept. */
const longest = 200_000

export type Typed = { [field: string]: string | string[] }
export type KeptErrors = { [field: string]: { key: string; params?: { [name: string]: unknown } | undefined } }
/** `name`: which of a page's forms it was, where the page has several. */
export type KeptContent = { name?: string | undefined; values: Typed; errors: KeptErrors }
/** `path`: where it is sent. `status`: what the server answered, 0 for what was saved while it was typed. */
export type KeptForm = KeptContent & { id: string; path: string; page: string; status: number; savedAt: Date }

export type ToKeep = { id: string; path: string; page: string; status: number; content: KeptContent; at: Date }

/** A new id for a kept form: 128 random bits. */
export const newKeptId = (): string => randomBytes(16).toString('base64url')

/** Keeps it instead of what this browser kept for the same address. False where it is too long. */
export async function keepForm(tx: Db, secret: string, browser: string, form: ToKeep): Promise<boolean> {
  const text = JSON.stringify(form.content)
  if (text.length > longest) return false
  const { content: _, at, ...row } = form
  await tx
    .insert(keptForms)
    .values({
      ...row,
      browserHash: sha256(browser),
      sealed: seal(text, secret, browser),
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

/** The kept form of that id; null where there is none of this browser's, or its time is over. */
export async function findKept(
  db: Db,
  secret: string,
  browser: string,
  id: string,
  at: Date,
): Promise<KeptForm | null> {
  const [row] = await db
    .select()
    .from(keptForms)
    .where(and(eq(keptForms.id, id), eq(keptForms.browserHash, sha256(browser))))
  return row && row.expiresAt > at ? opened(row, secret, browser) : null
}

/** Whether this browser keeps something for that address already: what comes then takes its place, and fills nothing. */
export async function isKept(tx: Db, browser: string, path: string): Promise<boolean> {
  const rows = await tx
    .select({ id: keptForms.id })
    .from(keptForms)
    .where(and(eq(keptForms.path, path), eq(keptForms.browserHash, sha256(browser))))
  return rows.length > 0
}

/** What this browser kept for that address. */
export async function keptAt(
  db: Db,
  secret: string,
  browser: string,
  path: string,
  at: Date,
): Promise<KeptForm | null> {
  const [row] = await db
    .select()
    .from(keptForms)
    .where(and(eq(keptForms.path, path), eq(keptForms.browserHash, sha256(browser))))
  return row && row.expiresAt > at ? opened(row, secret, browser) : null
}

/** What this browser kept of the forms of one page, the newest first. */
export async function keptOnPage(db: Db, secret: string, browser: string, page: string, at: Date): Promise<KeptForm[]> {
  const rows = await db
    .select()
    .from(keptForms)
    .where(and(eq(keptForms.page, page), eq(keptForms.browserHash, sha256(browser))))
  return rows
    .filter((row) => row.expiresAt > at)
    .map((row) => opened(row, secret, browser))
    .filter((form) => form !== null)
    .sort((a, b) => b.savedAt.getTime() - a.savedAt.getTime())
}

/** It was sent, or is not wanted any more. */
export async function dropKept(tx: Db, browser: string, path: string): Promise<void> {
  await tx.delete(keptForms).where(and(eq(keptForms.path, path), eq(keptForms.browserHash, sha256(browser))))
}

/** All that this browser kept, for whoever uses it next. */
export async function dropAllKept(tx: Db, browser: string): Promise<void> {
  await tx.delete(keptForms).where(eq(keptForms.browserHash, sha256(browser)))
}

/** Deletes up to `most` whose time is over. */
export const dropExpiredForms = async (tx: Db, now: Date, most: number): Promise<unknown[]> => {
  const old = tx.select({ id: keptForms.id }).from(keptForms).where(lte(keptForms.expiresAt, now)).limit(most)
  return tx.delete(keptForms).where(inArray(keptForms.id, old)).returning({ id: keptForms.id })
}

function opened(row: typeof keptForms.$inferSelect, secret: string, browser: string): KeptForm | null {
  const text = unseal(row.sealed, secret, browser)
  if (text === null) return null
  const { id, path, page, status, savedAt } = row
  return { id, path, page, status, savedAt, ...(JSON.parse(text) as KeptContent) }
}

const keyFor = (secret: string, browser: string) => Buffer.from(hkdfSync('sha256', secret, browser, 'kept form', 32))

function seal(text: string, secret: string, browser: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, browser), iv)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
}

/** Null for what was sealed with another secret: SECRET was changed meanwhile. */
function unseal(sealed: string, secret: string, browser: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url')
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyFor(secret, browser), bytes.subarray(0, 12))
    decipher.setAuthTag(bytes.subarray(12, 28))
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}
