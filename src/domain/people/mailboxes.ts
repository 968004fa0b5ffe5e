// One mailbox is one person: the key that people are unique by, kept up with the rules, and the accounts that were two before.
import { and, asc, eq, gt, inArray, isNotNull, isNull, ne, notExists, sql } from 'drizzle-orm'
import { mailboxOf } from '../../lib/email.ts'
import { type MailboxRule, type MailboxRules, rulesWith } from '../../lib/mailbox-rules.ts'
import { alias } from '../../platform/db/columns.ts'
import type { Database, Db } from '../../platform/db/database.ts'
import { placeholder, prepared } from '../../platform/db/prepared.ts'
import { cached } from '../../platform/db/read-cache.ts'
import { write } from '../../platform/db/write.ts'
import { beginPiece, letOthersIn, type Pace } from '../../platform/process/pace.ts'
import { mailboxRules } from '../../schema/mailboxes.ts'
import { isWithoutKey, people } from '../../schema/people.ts'

const batch = 500

/** The mailbox of an address as readAddress gives it, by the rules of this moment. Also in units. */
export const mailboxIn = async (db: Db, address: string): Promise<string> => mailboxOf(address, await rulesIn(db))

/** Whether mail to both arrives in one place. */
export async function isSameMailbox(db: Db, one: string, other: string): Promise<boolean> {
  const rules = await rulesIn(db)
  return mailboxOf(one, rules) === mailboxOf(other, rules)
}

/** The usual rules with the operator's own. */
export const rulesIn = async (db: Db): Promise<MailboxRules> => rulesWith(await ownRules(db))

/** What the operator set, by domain. Shared by all forms of a second, except in units. */
export const ownRules = (db: Db) => cached(db, 'mailbox rules', () => prepared(db, rulesQuery).execute())
const rulesQuery = (db: Db) => db.select().from(mailboxRules).orderBy(asc(mailboxRules.domain))

/** In place of the one that the domain has. */
export async function setRule(tx: Db, domain: string, rule: MailboxRule): Promise<void> {
  await tx
    .insert(mailboxRules)
    .values({ domain, ...rule })
    .onConflictDoUpdate({ target: mailboxRules.domain, set: rule })
}

/** Back to the usual rule. False when there was none of one's own. */
export async function dropRule(tx: Db, domain: string): Promise<boolean> {
  const dropped = await tx.delete(mailboxRules).where(eq(mailboxRules.domain, domain)).returning()
  return dropped.length > 0
}

export type Account = { id: string; email: string; createdAt: Date }

const holder = alias(people, 'holder')

/**
 * Gives everybody the key of their mailbox by today's rules, and marks doubles. `all`: also those who have one, after the rules
 * changed. Nothing else of anybody changes. How many rows. Running it again changes nothing.
 */
export async function keepMailboxes(db: Database, all: boolean, pace: Pace = {}): Promise<number> {
  const rules = await rulesIn(db.reads)
  let changed = 0
  // A key that somebody has to give up first may stand in another one's way: then a second round settles it.
  for (let round = 0; round < 3; round++) {
    const before = changed
    let after = ''
    while (!pace.signal?.aborted) {
      const piece = beginPiece(pace)
      const some = await peopleAfter(db.reads, after, all)
      const wrong = some.filter((row) => !isSettled(row, mailboxOf(row.email!, rules)))
      if (wrong.length)
        changed += await write(db, async (tx) => {
          let n = 0
          for (const { id } of wrong) n += (await settleMailbox(tx, id, rules)) ? 1 : 0
          return n
        })
      after = some.at(-1)?.id ?? after
      if (some.length < batch) break
      await letOthersIn(piece)
    }
    if (changed === before) break
  }
  return changed
}

type Keyed = { email: string | null; emailKey: string | null; holdersKey: string | null }
const isSettled = ({ emailKey, holdersKey }: Keyed, key: string): boolean => (emailKey ?? holdersKey) === key

const peopleAfter = (db: Db, after: string, all: boolean) =>
  db
    .select({ id: people.id, email: people.email, emailKey: people.emailKey, holdersKey: holder.emailKey })
    .from(people)
    .leftJoin(holder, eq(holder.id, people.doubleOf))
    .where(and(gt(people.id, after), isNotNull(people.email), all ? undefined : isNull(people.emailKey)))
    .orderBy(asc(people.id))
    .limit(batch)

/** Gives one person the key of their mailbox, or makes them a double of whoever has it. False when they were erased meanwhile. */
export async function settleMailbox(tx: Db, id: string, rules: MailboxRules): Promise<boolean> {
  const [person] = await tx.select({ email: people.email }).from(people).where(eq(people.id, id))
  if (!person?.email) return false
  const key = mailboxOf(person.email, rules)
  const others = tx
    .select({ one: sql`1` })
    .from(holder)
    .where(and(eq(holder.emailKey, key), ne(holder.id, id)))
  const took = await tx
    .update(people)
    .set({ emailKey: key, doubleOf: null })
    .where(and(eq(people.id, id), isNotNull(people.email), notExists(others)))
    .returning({ id: people.id })
  if (took.length) return true
  const [first] = await tx.update(people).set({ doubleOf: people.id }).where(eq(people.emailKey, key)).returning()
  if (!first) throw new Error('A mailbox lost its account while it was looked at.')
  await tx.update(people).set({ emailKey: null, doubleOf: first.id }).where(eq(people.id, id))
  return true
}

/** Accounts of one mailbox that were made before it had one form, the one with the key first. */
export async function doublesIn(db: Db): Promise<{ mailbox: string; accounts: Account[] }[]> {
  const doubles = await db
    .select({ id: people.id, email: people.email, createdAt: people.createdAt, of: people.doubleOf })
    .from(people)
    .where(isWithoutKey)
    .orderBy(asc(people.doubleOf), asc(people.id))
  const firstIds = [...new Set(doubles.flatMap(({ of }) => of ?? []))]
  const groups: { mailbox: string; accounts: Account[] }[] = []
  for (let i = 0; i < firstIds.length; i += batch) {
    const firsts = await db
      .select()
      .from(people)
      .where(inArray(people.id, firstIds.slice(i, i + batch)))
      .orderBy(asc(people.emailKey))
    for (const first of firsts) {
      if (!first.email || !first.emailKey) continue
      const { id, email, createdAt, emailKey: mailbox } = first
      const others = doubles.filter((row) => row.of === id).map((row) => ({ ...row, email: row.email! }))
      groups.push({ mailbox, accounts: [{ id, email, createdAt }, ...others] })
    }
  }
  return groups
}

/** How many mailboxes have more than one account. */
export async function countDoubles(db: Db): Promise<number> {
  const rows = await db.selectDistinct({ of: people.doubleOf }).from(people).where(isWithoutKey)
  return rows.filter(({ of }) => of !== null).length
}

/** Ids of all accounts of a mailbox: none, as a rule one, or several that were made before it had one form. */
export async function accountsOf(db: Db, emailKey: string): Promise<string[]> {
  const [first] = await prepared(db, accountQuery).execute({ emailKey })
  return first ? accountsBeside(db, first) : []
}

const accountQuery = (db: Db) =>
  db
    .select({ id: people.id, doubleOf: people.doubleOf })
    .from(people)
    .where(eq(people.emailKey, placeholder('emailKey')))

/** The same from one of them. Asks the database only where there are several. */
export async function accountsBeside(
  db: Db,
  { id, doubleOf }: { id: string; doubleOf: string | null },
): Promise<string[]> {
  if (doubleOf === null) return [id]
  const doubles = await db
    .select({ id: people.id })
    .from(people)
    .where(and(isWithoutKey, eq(people.doubleOf, doubleOf)))
  return [doubleOf, ...doubles.map((row) => row.id)]
}

const mostBefore = 10

/** Ids of those who had a person's mailbox before them, the last one first. */
export async function accountsBefore(
  db: Db,
  { formerAccountId }: { formerAccountId: string | null },
): Promise<string[]> {
  const before: string[] = []
  for (let id = formerAccountId; id && !before.includes(id) && before.length < mostBefore; ) {
    before.push(id)
    const [row] = await db.select({ next: people.formerAccountId }).from(people).where(eq(people.id, id))
    id = row?.next ?? null
  }
  return before
}

/** Whether two ids are accounts of one mailbox. Rules that ask for somebody else ask this: a second account is no second person. */
export async function isOnePerson(db: Db, one: string, other: string | null): Promise<boolean> {
  if (one === other) return true
  if (other === null) return false
  const rows = await db
    .select({ of: people.doubleOf })
    .from(people)
    .where(inArray(people.id, [one, other]))
  return rows.length === 2 && rows[0]!.of !== null && rows[0]!.of === rows[1]!.of
}
