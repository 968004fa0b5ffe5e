// Every button of a case's life, from its first draft to its last commitment, pressed twice: what happens, happens once. On SQLite,
// where units run one after the other. A PostgreSQL server runs them side by side, and some buttons of the settings then refuse one of two presses.
import { setTimeout } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { countRows } from '../../src/platform/db/columns.ts'
import { allTables } from '../support/tables.ts'
import { wholeLife } from '../support/whole-life.ts'
import { testWorld, type Visitor, type World } from '../support/world.ts'

type Post = Visitor['post']
type Answer = Awaited<ReturnType<Post>>
/** Gives what the browser shows after both presses, which is what its person goes on from. */
type Press = (post: Post, ...sent: Parameters<Post>) => Promise<Answer>

const fromBrowser = { 'hx-request': 'true' }
const once: Press = (post, ...sent) => post(...sent)
/** Whoever sends a case again, after it was returned, does so more than a second later. */
const doubleClicks = (): Press => {
  const pressed = new Set<string>()
  return async (post, url, form, more) => {
    const same = JSON.stringify([url, form])
    if (pressed.has(same)) await setTimeout(1100)
    pressed.add(same)
    const both = [post(url, form, { ...more, ...fromBrowser }), post(url, form, { ...more, ...fromBrowser })]
    return (await Promise.all(both))[1]!
  }
}
const twoProcesses: Press = async (post, ...sent) => {
  const [one, other] = await Promise.all([post(...sent), post(...sent)])
  return one.statusCode === 303 ? one : other
}
const onceMore: Press = async (post, ...sent) => {
  const first = await post(...sent)
  await post(...sent)
  return first
}

/** How many rows each table has after the whole life of a case in which every button was pressed like this. */
async function rowsAfter(press: Press): Promise<{ [table: string]: number }> {
  const world = await testWorld()
  const pressing = (who: Visitor): Visitor => ({ ...who, post: (...sent) => press(who.post, ...sent) })
  const people: World = {
    ...world,
    visitor: (from) => pressing(world.visitor(from)),
    signedIn: async (email) => pressing(await world.signedIn(email)),
    staff: async (...seat) => pressing(await world.staff(...seat)),
  }
  await wholeLife(people, (field, most) => [...`${field}的字而且寫得夠長了可以送出`].slice(0, most).join(''))
  const rows: { [table: string]: number } = {}
  for (const { name } of await allTables()) {
    const counted: { n: number }[] = await world.db.reads.select({ n: countRows() }).from(sql.identifier(name) as never)
    rows[name] = counted[0]!.n
  }
  return rows
}

/** A stranger who asks for a mail twice gets it twice: nobody can tell whether the first one arrived. */
const askedTwice = ({ pending_follows: _, outbox: __, limit_tries: ___, ...rows }: { [table: string]: number }) => rows

test('a double click leaves what one click leaves, and leads where that led', { timeout: 300_000 }, async () => {
  expect(askedTwice(await rowsAfter(doubleClicks()))).toEqual(askedTwice(await rowsAfter(once)))
})

test('what two processes take at one moment, or a page gone back to sends again, is said, decided and mailed once', {
  timeout: 300_000,
}, async () => {
  // Each remembers what was not taken; a change of the settings is told by each, as it was made by each; and drafts are free.
  const harmless = ['kept_forms', 'setting_changes', 'proposals', 'proposal_texts', 'deadline_recomputations', 'record']
  const said = (rows: { [table: string]: number }) =>
    Object.fromEntries(Object.entries(askedTwice(rows)).filter(([name]) => !harmless.includes(name)))
  const usual = said(await rowsAfter(once))
  expect(said(await rowsAfter(twoProcesses))).toEqual(usual)
  expect(said(await rowsAfter(onceMore))).toEqual(usual)
})
