// Views of the queue that staff keep: under a name, in their own order, for themselves or for the colleagues of their desk.
import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  dueGroups,
  type QueueView,
  queueParams,
  queueTasks,
  readQueueView,
  scopes,
  viewFrom,
} from '../../../src/domain/moderation/queue-view.ts'
import { mostViews } from '../../../src/domain/moderation/saved-views.ts'
import { sealedView } from '../../../src/pages/desk/desk-queue.ts'
import { write } from '../../../src/platform/db/write.ts'
import { staff } from '../../../src/schema/agencies.ts'
import { deskViews } from '../../../src/schema/desk-views.ts'
import { topics } from '../../../src/schema/lists.ts'
import { due, givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const desk = '/haicheng/desk'
const views = `${desk}/views`
const sealed = (params: string) => sealedView(viewFrom(params))
/** Where one's own views lead, in their order. */
const listOf = async (who: Visitor) => (await who.read(views)).hrefs.filter((href) => href.startsWith(`${desk}?`))
const save = (who: Visitor, name: string, params: string, more: { [field: string]: string } = {}) =>
  who.post(views, { name, 'queue-view': sealed(params), ...more })
const kept = ({ db }: World) => db.reads.select().from(deskViews)

test('a view is saved from the desk, opens with what waits now, and says where one is', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '海堤照明', ...due, topicCode: 'environment' })
  await givenCase(world, { number: '2026-0002', title: '公車候車亭', ...due, topicCode: 'transport' })
  const officer = await world.staff('officer', world.agencies.environment)
  expect((await officer.read(desk)).text).not.toContain('Save this view')
  const params = 'topic=environment'
  const form = (await officer.read(`${desk}?${params}`)).form(views)
  expect(form.field('readers').options).toEqual({
    owner: 'Only me',
    'agency:epb': 'Everyone of Environment Bureau',
  })
  const sent = await officer.post(views, {
    name: '海堤',
    'queue-view': form.sends('queue-view') ?? '',
    readers: 'owner',
  })
  expect(sent.headers.location).toBe(`${desk}?${params}&done=view_saved`)
  const shown = page(await officer.get(String(sent.headers.location)))
  expect(shown.notice).toContain('The view is saved.')
  const saved = shown.part('Saved views')
  expect(saved.link('海堤')).toBe(`${desk}?${params}`)
  expect(shown.text).not.toContain('Save this view')
  await givenCase(world, { number: '2026-0003', title: '海岸垃圾', ...due, topicCode: 'environment' })
  world.clock.now = new Date(world.clock.now.getTime() + 2000)
  const queue = (await officer.read(`${desk}?${params}`)).part('To do, by due date').text
  expect([queue.includes('海堤照明'), queue.includes('公車候車亭'), queue.includes('海岸垃圾')]).toEqual([
    true,
    false,
    true,
  ])
})

test('what is missing or taken comes back as it was typed, with the view still in the form', async () => {
  const world = await testWorld()
  const moderator = await world.staff('moderator')
  expect((await save(moderator, '逾期', 'due=overdue')).statusCode).toBe(303)
  for (const [name, error] of [
    ['', 'Enter a name for the view'],
    ['長'.repeat(41), 'The name can have at most 40 characters. Shorten it'],
    ['逾期', 'You already have a view of this name. Choose another name, or put this one in its place'],
  ] as const) {
    const again = await save(moderator, name, 'due=week', { readers: 'moderators' })
    expect(again.statusCode).toBe(422)
    const form = page(again).form(views)
    expect([form.field('name').value, form.field('name').error]).toEqual([name, error])
    expect([form.sends('queue-view'), form.field('readers').value]).toEqual([sealed('due=week'), 'moderators'])
    expect(page(again).text).toContain('Within a week')
  }
  expect((await save(moderator, '逾期', 'due=week', { replace: '1' })).statusCode).toBe(303)
  expect((await kept(world)).map(({ name, params }) => [name, params])).toEqual([['逾期', 'due=week']])
  const foreign = await save(moderator, '別人', 'due=week', { readers: 'agency:epb' })
  expect([foreign.statusCode, page(foreign).field('readers').error]).toEqual([422, 'Choose who sees the view'])
})

test('twenty views are room enough; one more says so, also of presses at the same moment', async () => {
  const world = await testWorld()
  const moderator = await world.staff('moderator')
  for (let i = 0; i < mostViews - 1; i++) await save(moderator, `檢視${i}`, `q=${i}`)
  const both = await Promise.all([save(moderator, '甲', 'q=x'), save(moderator, '乙', 'q=y')])
  expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422])
  expect(page(both.find(({ statusCode }) => statusCode === 422)!).text).toContain('You have 20 views')
  expect(await kept(world)).toHaveLength(mostViews)
  expect((await moderator.read(`${desk}?q=z`)).text).not.toContain('Save this view')
})

test('views are put in another order, renamed and removed, each by its owner alone', async () => {
  const world = await testWorld()
  const moderator = await world.staff('moderator')
  const other = await world.staff('moderator', null, 'other@haicheng.test')
  for (const due of ['overdue', 'today', 'week']) await save(moderator, due, `due=${due}`)
  const idOf = async (name: string) => (await kept(world)).find((one) => one.name === name)!.id
  const order = async () => (await listOf(moderator)).map((href) => href.replace(`${desk}?due=`, ''))
  expect(await order()).toEqual(['overdue', 'today', 'week'])
  const move = async (name: string, action: string) =>
    (await moderator.post(`${views}/${await idOf(name)}`, { action })).headers.location
  expect(await move('week', 'up')).toBe(`${views}?done=moved`)
  expect(await order()).toEqual(['overdue', 'week', 'today'])
  await move('overdue', 'down')
  expect(await order()).toEqual(['week', 'overdue', 'today'])
  await move('week', 'up') // at the top already: another page moved it
  expect(await order()).toEqual(['week', 'overdue', 'today'])

  const week = `${views}/${await idOf('week')}`
  const taken = await moderator.post(week, { name: 'today', readers: 'owner' })
  expect([taken.statusCode, page(taken).part('Change week').field('name').value]).toEqual([422, 'today'])
  expect((await moderator.post(week, { name: '本週', readers: 'owner' })).headers.location).toBe(
    `${views}?done=changed`,
  )
  expect((await moderator.read(views)).text).toContain('本週')
  for (const form of [{ name: '奪取' }, { action: 'remove' }, { action: 'up' }])
    expect((await other.post(week, form)).statusCode).toBe(404)
  expect((await moderator.post(week, { action: 'remove' })).headers.location).toBe(`${views}?done=removed`)
  expect(await order()).toEqual(['overdue', 'today'])
})

test('a view that is shown to a desk is seen by its colleagues, until its owner leaves', async () => {
  const world = await testWorld()
  const { environment, transport } = world.agencies
  const owner = await world.staff('officer', environment)
  const [colleague, stranger] = [
    await world.staff('officer', environment, 'colleague@haicheng.test'),
    await world.staff('officer', transport, 'stranger@haicheng.test'),
  ]
  await save(owner, '本局逾期', 'due=overdue', { readers: 'agency:epb' })
  await save(owner, '自己的', 'officer=me')
  const seen = async (who: Visitor) => {
    world.clock.now = new Date(world.clock.now.getTime() + 2000)
    const { text } = await who.read(desk)
    return ['本局逾期', '自己的'].filter((name) => text.includes(name))
  }
  expect(await seen(owner)).toEqual(['本局逾期', '自己的'])
  expect(await seen(colleague)).toEqual(['本局逾期'])
  expect(await seen(stranger)).toEqual([])
  expect((await colleague.read(views)).text).toContain('Shown by colleagues')
  await write(world.db, (tx) =>
    tx.update(staff).set({ endedAt: world.clock.now }).where(eq(staff.personId, owner.personId!)),
  )
  world.clock.now = new Date(world.clock.now.getTime() + 60_000)
  expect(await seen(colleague)).toEqual([])
})

test('a view opens and says so when its agency, topic or officer is gone; what still belongs to it is shown', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '海堤照明', ...due, topicCode: 'environment' })
  const moderator = await world.staff('administrator')
  await save(moderator, '環境', 'show=all&topic=environment')
  await save(moderator, '沒有的', 'show=all&topic=none&agency=none&officer=0190aaaa-0000-7000-8000-000000000000')
  await write(world.db, (tx) =>
    tx.update(topics).set({ retiredAt: world.clock.now }).where(eq(topics.code, 'environment')),
  )
  world.clock.now = new Date(world.clock.now.getTime() + 60_000)
  const [first, second] = await listOf(moderator)
  const retired = await moderator.read(first!)
  expect(retired.text).toContain('is no longer in use.')
  expect(retired.part('To do, by due date').text).toContain('海堤照明')
  expect(retired.field('topic').value).toBe('environment')
  expect(retired.link('Show every topic')).toBe(`${desk}?show=all`)
  const gone = await moderator.read(second!)
  for (const words of ['The agency “none”', 'The topic “none”', 'no longer works here'])
    expect(gone.text).toContain(words)
  expect((await moderator.read(views)).text).toContain('The agency “none” takes no new cases any more.')
})

test('whatever is looked at is what is saved: a view and its parameters say the same', () => {
  const word = fc.option(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), { nil: null })
  const any: fc.Arbitrary<QueueView> = fc.record({
    show: fc.constantFrom(...scopes),
    task: fc.option(fc.constantFrom(...queueTasks), { nil: null }),
    agency: word,
    topic: word,
    due: fc.option(fc.constantFrom(...dueGroups), { nil: null }),
    officer: word,
    q: fc.string({ unit: 'grapheme', maxLength: 60 }).map((typed) => typed.trim()),
    page: fc.constant(1),
  })
  fc.assert(
    fc.property(any, (view) => {
      expect(viewFrom(queueParams(view))).toEqual(view)
    }),
  )
  // and what cannot be meant is an ordinary view
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const view = viewFrom(text)
      expect(readQueueView(Object.fromEntries(new URLSearchParams(queueParams(view))))).toEqual(view)
    }),
  )
})
