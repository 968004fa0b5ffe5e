// A copy brought into another platform, where the same numbers and codes mean other things: nothing is taken for what it is not.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { write } from '../../../src/platform/db/write.ts'
import { agencies } from '../../../src/schema/agencies.ts'
import { listFollows } from '../../../src/schema/following.ts'
import { governments } from '../../../src/schema/governments.ts'
import { topics } from '../../../src/schema/lists.ts'
import { follows } from '../../../src/schema/notifications.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld, type World } from '../../support/world.ts'

const given = { number: '2026-0001', title: '海堤步道夜間照明' }

/** The file of somebody who follows a case, an agency, a topic, a search and the log, and has a draft with a topic and an agency. */
async function taken(): Promise<string> {
  const world = await testWorld()
  await givenCase(world, given)
  const mei = await world.signedIn('mei@example.test')
  for (const of of ['case:2026-0001', 'agency:epb', 'topic:sea', 'search:agency=epb&q=路燈', 'log:days'])
    expect([of, (await mei.post('/haicheng/follows', { of, pace: 'weekly', kinds: ['end'] })).statusCode]).toEqual([
      of,
      303,
    ])
  const draft = String((await mei.post('/haicheng/proposals/drafts')).headers.location).replace(/\/problem$/, '')
  await mei.post(`${draft}/problem`, { title: '公園的飲水機', problem: '草稿裡的問題描述很長', later: '1' })
  await mei.post(`${draft}/place`, { topic: 'sea', district: '', place: '', later: '1' })
  await mei.post(`${draft}/agencies`, { agencies: ['epb'], name: '小美', later: '1' })
  return (await mei.get('/me/data/copy.json')).body
}

async function brought(file: string, change: (world: World) => Promise<unknown> = async () => undefined) {
  const world = await testWorld()
  await change(world)
  const me = await world.signedIn('mei@example.test')
  const bytes = Buffer.from(file)
  const looked = page(await me.hand('/me/data/bring', {}, { name: 'copy.json', type: 'application/json', bytes }))
  const sent = await me.post('/me/data/bring', { portable: looked.sends('portable')! })
  expect(sent.statusCode).toBe(303)
  const { db } = world
  const [draft] = await db.reads.select().from(proposals).where(eq(proposals.stage, 'draft'))
  return {
    items: looked.items,
    cases: (await db.reads.select().from(follows)).length,
    lists: (await db.reads.select().from(listFollows)).map(({ kind, target }) => `${kind} ${target}`).sort(),
    draft: draft && [draft.topicCode, draft.suggestedAgencies],
  }
}

const all = ['agency epb', 'search q=%E8%B7%AF%E7%87%88&agency=epb', 'topic sea']

test('the same case, agency, topic and search come in, by their names; the log of another platform does not', async () => {
  const file = await taken()
  const { items, ...here } = await brought(file, (world) => givenCase(world, given))
  expect(here).toEqual({ cases: 1, lists: all, draft: ['sea', ['epb']] })
  expect(items.join()).not.toMatch(/epb|topic:|log:/)
  expect(items.find((item) => item.includes('2026-0001'))).toContain('海堤步道夜間照明')
})

test('what has the same number or code and is something else stays behind', async () => {
  const file = await taken()
  const another = '不帶入|another case here'
  const cases: [what: string, change: (world: World) => Promise<unknown>, left: object][] = [
    ['no such case', async () => undefined, { cases: 0, lists: all }],
    ['another case', (world) => givenCase(world, { ...given, title: '公園的飲水機' }), { cases: 0, lists: all }],
    [
      'one of the same title, published at another time',
      (world) => givenCase(world, { ...given, publishedAt: new Date('2026-06-02T03:04:05Z') }),
      { cases: 0, lists: all },
    ],
    [
      'another agency of that code',
      ({ db }) =>
        write(db, (tx) =>
          tx
            .update(agencies)
            .set({ name: { en: 'Elections' } })
            .where(eq(agencies.code, 'epb'))
            .returning(),
        ),
      { cases: 0, lists: ['topic sea'], draft: ['sea', []] },
    ],
    [
      'the same topic under another code',
      ({ db }) => write(db, (tx) => tx.update(topics).set({ code: 'coast' }).where(eq(topics.code, 'sea')).returning()),
      { cases: 0, lists: [...all.slice(0, 2), 'topic coast'], draft: ['coast', ['epb']] },
    ],
    [
      'another government of that code',
      ({ db }) =>
        write(db, (tx) =>
          tx
            .update(governments)
            .set({ name: { en: 'Elsewhere' } })
            .returning(),
        ),
      { cases: 0, lists: [], draft: undefined },
    ],
  ]
  for (const [what, change, left] of cases) {
    const { items, ...here } = await brought(file, change)
    expect([what, here]).toEqual([what, { draft: ['sea', ['epb']], ...left }])
    if (what.includes('case')) expect(items.join()).toMatch(new RegExp(what === 'another case' ? another : '.'))
  }
})

test('a file of an older version, which does not say what its codes are called, brings drafts without codes, and follows nothing', async () => {
  const payload = JSON.parse(await taken()).payload
  const { governments: _, ...portable } = payload.portable
  const world = await testWorld()
  await givenCase(world, given)
  const me = await world.signedIn('mei@example.test')
  const sent = await me.post('/me/data/bring', { portable: JSON.stringify(portable) })
  expect(sent.statusCode).toBe(303)
  expect(await world.db.reads.select().from(follows)).toEqual([])
  expect(await world.db.reads.select().from(listFollows)).toEqual([])
  const [draft] = await world.db.reads.select().from(proposals).where(eq(proposals.stage, 'draft'))
  expect([draft!.title, draft!.topicCode, draft!.suggestedAgencies]).toEqual(['公園的飲水機', null, []])
})
