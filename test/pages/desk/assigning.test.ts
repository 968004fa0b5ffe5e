// Several cases of the queue given to a colleague at once: rows are ticked, whoever was quicker keeps theirs, and nothing else is done.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { caseOfficers } from '../../../src/schema/desk.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { due, givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const titles = ['海堤照明', '公車候車亭', '夜市餐具']
const soon = (world: World) => {
  world.clock.now = new Date(world.clock.now.getTime() + 2000)
}

async function threeCases() {
  const world = await testWorld()
  for (const [i, title] of titles.entries()) await givenCase(world, { number: `2026-000${i + 1}`, title, ...due })
  const lin = await world.staff('officer', world.agencies.environment, 'lin@haicheng.test')
  const chen = await world.staff('officer', world.agencies.environment, 'chen@haicheng.test')
  return { world, lin, chen }
}

/** The boxes that somebody sees in the queue, by the title of the row. */
async function boxes(person: Visitor, view = ''): Promise<{ [title: string]: string }> {
  const shown = await person.read(`/haicheng/desk${view}`)
  return Object.fromEntries(
    titles.flatMap((title) => {
      const value = shown.item(title).fields.includes('item') ? shown.item(title).values[0] : undefined
      return value ? [[title, value]] : []
    }),
  )
}
const give = (person: Visitor, item: string | string[], to: string, more: { [field: string]: string } = {}) =>
  person.post('/haicheng/desk/officers', { item, to, ...more })
const holders = async ({ db }: World) =>
  Object.fromEntries(
    (
      await db.reads
        .select({ number: proposals.number, personId: caseOfficers.personId })
        .from(caseOfficers)
        .innerJoin(proposals, eq(proposals.id, caseOfficers.proposalId))
    ).map(({ number, personId }) => [number, personId]),
  )

test('ticked rows go to one colleague, who gets one mail; the view that was narrowed stays', async () => {
  const { world, lin, chen } = await threeCases()
  const shown = await lin.read('/haicheng/desk?task=answer')
  const rows = await boxes(lin, '?task=answer')
  expect(Object.keys(rows)).toEqual(titles)
  const view = shown.form('/haicheng/desk/officers').sends('queue-view')!
  const given = await give(lin, [rows[titles[0]!]!, rows[titles[2]!]!], chen.personId!, { 'queue-view': view })
  expect(given.statusCode).toBe(303)
  expect(given.headers.location).toContain('/haicheng/desk?task=answer&')
  expect(page(await lin.get(String(given.headers.location))).notice).toContain('2 cases were given')
  expect(await holders(world)).toEqual({ '2026-0001': chen.personId, '2026-0003': chen.personId })
  const mails = await world.db.reads
    .select({ facts: outbox.facts })
    .from(outbox)
    .where(eq(outbox.personId, chen.personId!))
  expect(mails.map(({ facts }) => [facts.act, facts.lines, facts.number])).toEqual([
    ['officer_given_several', 2, '2026-0001'],
  ])
  soon(world)
  expect(Object.keys(await boxes(lin)), 'what a colleague has is theirs to give').toEqual([titles[1]])
  expect(Object.keys(await boxes(chen))).toEqual(titles)
  // what they have already is not given anew: whoever asked for it still does, and no mail goes
  await lin.post('/haicheng/proposals/2026-0001/officers', { act: 'ask' })
  soon(world)
  const again = await give(await world.staff('administrator'), (await boxes(chen))[titles[0]!]!, chen.personId!)
  expect(again.statusCode).toBe(303)
  const [row] = await world.db.reads.select().from(caseOfficers).where(eq(caseOfficers.askerId, lin.personId!))
  expect(row?.personId).toBe(chen.personId)
})

test('whoever was quicker keeps the case: it is named, and the others are given', async () => {
  const { world, lin, chen } = await threeCases()
  const rows = Object.values(await boxes(lin))
  await chen.post('/haicheng/proposals/2026-0002/officers', { officer: chen.personId! })
  const given = await give(lin, rows, lin.personId!)
  expect(page(await lin.get(String(given.headers.location))).notice).toBe(
    '2 cases were given. Not changed: 2026-0002. Someone was quicker, or your colleague does not work on that desk.',
  )
  expect(await holders(world)).toEqual({
    '2026-0001': lin.personId,
    '2026-0002': chen.personId,
    '2026-0003': lin.personId,
  })
  // an administrator, for whom every row has a box, read it before as well
  const administrator = await world.staff('administrator')
  const stale = await give(administrator, rows, 'nobody')
  expect(stale.statusCode).toBe(409)
  expect(page(stale).text).toContain('No case was given. Someone was quicker')
})

test('nothing ticked, nobody chosen, and what no page sends: said beside the form, with the ticks kept', async () => {
  const { world, lin, chen } = await threeCases()
  const other = await world.staff('officer', world.agencies.transport, 'other@haicheng.test')
  const rows = await boxes(lin)
  const first = rows[titles[0]!]!
  const nothing = await lin.post('/haicheng/desk/officers', { to: chen.personId! })
  expect([nothing.statusCode, page(nothing).problems.form]).toEqual([422, 'Tick the cases to give, at most 100'])
  expect(page(nothing).field('to').value).toBe(chen.personId)
  const nobody = await give(lin, first, '')
  expect([nobody.statusCode, page(nobody).field('to').error]).toEqual([422, 'Choose a colleague'])
  expect(nobody.body).toMatch(new RegExp(`value="${first}"[^>]* checked`))
  for (const [item, to, status] of [
    ['no such row', chen.personId!, 409],
    [`${first}_x`, chen.personId!, 409],
    [first, 'no such person', 422],
    [first, other.personId!, 409],
    [Array.from({ length: 101 }, () => first), chen.personId!, 422],
  ] as const)
    expect((await give(lin, item as string | string[], to)).statusCode).toBe(status)
  // of another desk, by whoever knows the value
  expect((await give(other, first, other.personId!)).statusCode).toBe(409)
  const citizen = await world.signedIn('citizen@haicheng.test')
  expect((await give(citizen, first, citizen.personId!)).statusCode).toBe(403)
  expect(await holders(world)).toEqual({})
})

test('a link ticks all rows of the page where no script does', async () => {
  const { lin } = await threeCases()
  const shown = await lin.read('/haicheng/desk?due=overdue')
  expect(shown.link('Tick all on this page')).toBe('/haicheng/desk?due=overdue&select=all#assign')
  const all = await lin.get('/haicheng/desk?select=all')
  expect(all.body.match(/name="item"[^>]* checked/g)).toHaveLength(3)
})
