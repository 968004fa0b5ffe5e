// Every button of a case's life, from its first draft to its last commitment, pressed twice: what happens, happens once.
import { setTimeout } from 'node:timers/promises'
import { ne, sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { dropExpired } from '../../src/domain/people/jobs.ts'
import { countRows } from '../../src/platform/db/columns.ts'
import { consents } from '../../src/schema/own-data.ts'
import { presses } from '../../src/schema/sign-in.ts'
import { allTables } from '../support/tables.ts'
import { wholeLife } from '../support/whole-life.ts'
import { testWorld, type Visitor, visitorOf, type World } from '../support/world.ts'

type Post = Visitor['post']
type Answer = Awaited<ReturnType<Post>>
/**
 * Gives what the browser shows after both presses, which is what its person goes on from. `post`: to one process; `elsewhere`: to
 * another one, with the same session.
 */
type Press = (ways: { post: Post; elsewhere: Post }, ...sent: Parameters<Post>) => Promise<Answer>

const fromBrowser = { 'hx-request': 'true' }
const once: Press = ({ post }, ...sent) => post(...sent)

/** Whoever sends a case again, after it was returned, does so more than a second later. */
function aSecondApart(): (...sent: Parameters<Post>) => Promise<unknown> {
  const pressed = new Set<string>()
  return async (url, form) => {
    const same = JSON.stringify([url, form])
    if (pressed.has(same)) await setTimeout(1100)
    pressed.add(same)
  }
}

const doubleClicks = (): Press => {
  const meantAgain = aSecondApart()
  return async ({ post }, url, form, more) => {
    await meantAgain(url, form)
    const both = [post(url, form, { ...more, ...fromBrowser }), post(url, form, { ...more, ...fromBrowser })]
    return (await Promise.all(both))[1]!
  }
}
/** The same where each click is taken by another process. `differs`: what did not lead where the other one led. */
const clicksOfTwoProcesses = (differs: string[]): Press => {
  const meantAgain = aSecondApart()
  return async ({ post, elsewhere }, url, form, more) => {
    await meantAgain(url, form)
    const both = [post(url, form, { ...more, ...fromBrowser }), elsewhere(url, form, { ...more, ...fromBrowser })]
    const [one, other] = await Promise.all(both)
    const [to, toOther] = [one!, other!].map(({ statusCode, headers }) => `${statusCode} ${headers.location ?? ''}`)
    if (to !== toOther) differs.push(`${url}: ${to} and ${toOther}`)
    return one!.statusCode === 303 ? one! : other!
  }
}
/** By what says nothing of being a browser: each press is a wish of its own. */
const atOneMoment: Press = async ({ post }, ...sent) => {
  const [one, other] = await Promise.all([post(...sent), post(...sent)])
  return one.statusCode === 303 ? one : other
}
const onceMore: Press = async ({ post }, ...sent) => {
  const first = await post(...sent)
  await post(...sent)
  return first
}

/** How many rows each table has after the whole life of a case in which every button was pressed like this. */
async function rowsAfter(press: Press): Promise<{ [table: string]: number }> {
  const world = await testWorld()
  const other = await buildApp({ ...world.deps, db: { ...world.db, close: async () => {} } })
  onTestFinished(() => other.close())
  const pressing = (who: Visitor): Visitor => {
    const elsewhere = visitorOf(other, `fuyi=${who.cookie('fuyi')}`, who.personId, who.email).post
    return { ...who, post: (...sent) => press({ post: who.post, elsewhere }, ...sent) }
  }
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
  // What was agreed to with a draft goes with it, and drafts are free.
  const [agreed] = await world.db.reads.select({ n: countRows() }).from(consents).where(ne(consents.purpose, 'draft'))
  rows.consents = agreed!.n
  return rows
}

/**
 * A stranger who asks for a mail twice gets it twice: nobody can tell whether the first one arrived. Presses of those who have signed
 * are counted, each. And the presses themselves.
 */
const askedTwice = ({
  pending_follows: _,
  outbox: __,
  presses: ___,
  leases: ____,
  refused_doubles: _____,
  ...rows
}: {
  [table: string]: number
}) => rows
const without = (rows: { [table: string]: number }, harmless: string[]) =>
  Object.fromEntries(Object.entries(askedTwice(rows)).filter(([name]) => !harmless.includes(name)))

test('a double click leaves what one click leaves, and leads where that led', async () => {
  expect(askedTwice(await rowsAfter(doubleClicks()))).toEqual(askedTwice(await rowsAfter(once)))
})

test('so does a double click that two processes take, and nobody reads that it is so already', async () => {
  const differs: string[] = []
  const rows = askedTwice(await rowsAfter(clicksOfTwoProcesses(differs)))
  expect(differs).toEqual([])
  expect(rows).toEqual(askedTwice(await rowsAfter(once)))
})

test('a press is known for a second, and then deleted with what else has expired', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  await administrator.post('/haicheng/desk/settings/synonyms', { synonyms: '' }, fromBrowser)
  const known = () => world.db.reads.select().from(presses)
  expect(await known()).toMatchObject([{ leadsTo: '/haicheng/desk/settings/synonyms?done=1' }])
  expect((await known())[0]!.knownUntil.getTime() - Date.now()).toBeLessThanOrEqual(1000)
  await dropExpired(world.deps, new Date(Date.now() + 1001))
  expect(await known()).toEqual([])
})

test('what is sent twice at one moment, or once more from a page gone back to, is said, decided and mailed once', async () => {
  // Each remembers what was not taken; a change of the settings is told by each, as it was made by each; and drafts are free, each with its
  // consent. A form that comes back shows the desk, which is a look.
  const harmless = [
    'kept_forms',
    'setting_changes',
    'staff_looks',
    'proposals',
    'proposal_texts',
    'consents',
    'deadline_recomputations',
    'record',
  ]
  const usual = without(await rowsAfter(once), harmless)
  expect(without(await rowsAfter(atOneMoment), harmless)).toEqual(usual)
  expect(without(await rowsAfter(onceMore), harmless)).toEqual(usual)
})
