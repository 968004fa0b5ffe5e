// Agencies, topics, districts and reasons: renamed, ordered, retired and ended, and never gone from where they were used.
import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { agencies } from '../../../src/schema/agencies.ts'
import { assignments } from '../../../src/schema/assignments.ts'
import { districts, refusalReasons, topics } from '../../../src/schema/lists.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { forAll } from '../../support/at-end.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld, type World } from '../../support/world.ts'

const settings = '/haicheng/desk/settings'
const agencyNow = async ({ db }: World, code: string) =>
  (await db.reads.select().from(agencies).where(eq(agencies.code, code)))[0]!
const checking = {
  number: '2026-0001',
  title: '海堤照明',
  stage: 'checking' as const,
  publishedAt: null,
  closesBefore: null,
}

test('an agency is added, renamed and ended; its page points to the successor, and it is given no new case', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  const added = { code: 'Green', 'name-zh-Hant': '綠能局', 'name-en': 'Energy Bureau', validFrom: '' }
  expect((await administrator.post(`${settings}/agencies`, added)).statusCode).toBe(303)
  const ended = {
    'name-zh-Hant': '環保局',
    'name-en': 'Environment',
    validFrom: '',
    validTo: '2026-06-17',
    successor: 'green',
  }
  expect((await administrator.post(`${settings}/agencies/epb`, ended)).statusCode).toBe(303)
  const green = await agencyNow(world, 'green')
  expect(await agencyNow(world, 'epb')).toMatchObject({
    name: { 'zh-Hant': '環保局', en: 'Environment' },
    validTo: '2026-06-17',
    successorId: green.id,
  })
  const shown = await world.visitor().read('/haicheng/agencies/epb')
  expect(shown.link('Energy Bureau')).toBe('/haicheng/agencies/green')
  expect(shown.text).toContain('Its last day was 17 Jun 2026.')

  const id = await givenCase(world, checking)
  const moderator = await world.staff('moderator')
  const { options } = (await moderator.read('/haicheng/desk/2026-0001')).field('lead')
  expect(Object.keys(options)).toEqual(expect.arrayContaining(['green', 'transport']))
  expect(options).not.toHaveProperty('epb')
  const decision = { decision: 'approve', words: '' }
  const refused = await moderator.post('/haicheng/proposals/2026-0001/decisions', { ...decision, lead: 'epb' })
  expect(refused.statusCode).toBe(422)
  const [given] = await world.db.reads.select().from(proposals).where(eq(proposals.id, id))
  expect(given!.stage).toBe('checking')
})

test('an agency that ends tomorrow still takes cases today', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  const form = { 'name-zh-Hant': '環保局', validFrom: '', validTo: '2026-06-19', successor: '' }
  await administrator.post(`${settings}/agencies/epb`, form)
  const officer = await world.staff('officer', world.agencies.transport)
  await givenCase(world, { number: '2026-0001', title: '海堤照明', stage: 'review', lead: world.agencies.transport })
  const transfer = { to: 'epb', words: '屬環保局權責。' }
  expect((await officer.post('/haicheng/proposals/2026-0001/transfers', transfer)).statusCode).toBe(303)
  world.clock.now = new Date('2026-06-20T00:00:00+08:00')
  const back = await world.staff('officer', world.agencies.environment, 'epb@haicheng.test')
  expect(
    (await back.post('/haicheng/proposals/2026-0001/transfers', { to: 'transport', words: '移回交通局。' })).statusCode,
  ).toBe(303)
  expect((await officer.post('/haicheng/proposals/2026-0001/transfers', transfer)).statusCode).toBe(422)
})

test('exactly one agency coordinates: another takes over, and the one that does cannot end', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  const ending = { 'name-zh-Hant': '研考處', validTo: '2026-06-17' }
  const kept = await administrator.post(`${settings}/agencies/coordination`, ending)
  expect(kept.statusCode).toBe(422)
  expect(page(kept).problems.form).toContain('The coordinating agency cannot end')
  expect((await administrator.post(`${settings}/agencies/transport/coordinations`)).statusCode).toBe(303)
  const all = await world.db.reads.select().from(agencies)
  expect(all.filter((a) => a.coordinating).map((a) => a.code)).toEqual(['transport'])
  expect((await administrator.post(`${settings}/agencies/coordination`, ending)).statusCode).toBe(303)
  const ended = await administrator.post(`${settings}/agencies/coordination/coordinations`)
  expect(ended.statusCode).toBe(422)

  const id = await givenCase(world, checking)
  await world.db.exclusively((exec) => exec('delete from assignments'))
  const moderator = await world.staff('moderator')
  await moderator.post('/haicheng/proposals/2026-0001/decisions', { decision: 'approve', lead: '', words: '' })
  const [part] = await world.db.reads.select().from(assignments).where(eq(assignments.proposalId, id))
  expect(part).toMatchObject({ role: 'lead', agencyId: world.agencies.transport })
})

describe('an agency as it cannot be', () => {
  const shared = forAll(async () => {
    const world = await testWorld()
    return { world, administrator: await world.staff('administrator') }
  })
  test.each([
    [{ validTo: '', successor: 'transport' }, 'needs a last day'],
    [{ validTo: '2026-06-17', successor: 'nobody' }, 'Choose an agency'],
    [{ validFrom: '2026-06-18', validTo: '2026-06-17' }, 'must not lie before'],
    [{ 'name-zh-Hant': '' }, 'Enter a name'],
  ])('an agency is not changed to %o', async (form, words) => {
    const { world, administrator } = shared()
    const sent = await administrator.post(`${settings}/agencies/epb`, { 'name-zh-Hant': '環保局', ...form })
    expect(sent.statusCode).toBe(422)
    expect(Object.values(page(sent).problems)).toEqual([expect.stringContaining(words)])
    expect((await agencyNow(world, 'epb')).name['zh-Hant']).toBe('環境保護局')
  })
})

test('no chain of successors leads back to where it began', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  const ending = { 'name-zh-Hant': '局', validTo: '2026-06-17' }
  expect((await administrator.post(`${settings}/agencies/epb`, { ...ending, successor: 'transport' })).statusCode).toBe(
    303,
  )
  const circle = await administrator.post(`${settings}/agencies/transport`, { ...ending, successor: 'epb' })
  expect(circle.statusCode).toBe(422)
  expect(page(circle).field('successor').error).toContain('would succeed itself')
})

describe('codes of lists', () => {
  const administrator = forAll(async () => (await testWorld()).staff('administrator'))
  test.each(['topics', 'districts', 'reasons', 'agencies'])(
    'in %s a code is used once and well written',
    async (list) => {
      const form = { code: 'new-one', 'name-zh-Hant': '新的' }
      expect((await administrator().post(`${settings}/${list}`, form)).statusCode).toBe(303)
      const twice = await administrator().post(`${settings}/${list}`, form)
      expect([twice.statusCode, page(twice).field('code').error]).toEqual([422, 'This code is in use already'])
      const odd = await administrator().post(`${settings}/${list}`, { code: '../x', 'name-zh-Hant': '新的' })
      expect([odd.statusCode, page(odd).field('code').value]).toEqual([422, '../x'])
    },
  )
})

test('a topic that is retired is offered no more, and stays under the case that has it', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  await givenCase(world, { number: '2026-0001', title: '海堤照明', topicCode: 'sea' })
  expect((await administrator.post(`${settings}/topics/sea/retirements`)).statusCode).toBe(303)
  expect((await world.visitor().read('/haicheng/proposals/2026-0001')).text).toContain('Sea and fishing')

  const citizen = await world.signedIn('citizen@haicheng.test')
  const begun = await citizen.post('/haicheng/proposals/drafts')
  const place = String(begun.headers.location).replace('/problem', '/place')
  const offered = async () => Object.keys((await citizen.read(place)).field('topic').options)
  expect(await offered()).not.toContain('sea')
  await administrator.post(`${settings}/topics/sea/restorations`)
  expect(await offered()).toContain('sea')
})

test('topics stand in the order the administrator gives them', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  const order = async () => {
    const rows = await world.db.reads.select().from(topics).orderBy(topics.position)
    return rows.slice(0, 3).map((t) => t.code)
  }
  expect(await order()).toEqual(['environment', 'transport', 'welfare'])
  await administrator.post(`${settings}/topics/welfare/moves`, { to: 'up' })
  await administrator.post(`${settings}/topics/environment/moves`, { to: 'down' })
  expect(await order()).toEqual(['welfare', 'environment', 'transport'])
  await administrator.post(`${settings}/topics/welfare/moves`, { to: 'up' })
  expect(await order()).toEqual(['welfare', 'environment', 'transport'])
})

test('nobody can say they live in a district that was retired; "elsewhere" stays, and stays last', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  await givenCase(world, { number: '2026-0001', title: '海堤照明' })
  await administrator.post(`${settings}/districts/shibi/retirements`)
  const citizen = await world.signedIn('citizen@haicheng.test')
  const { options } = (await citizen.read('/haicheng/proposals/2026-0001')).field('district')
  expect(options).not.toHaveProperty('shibi')
  expect(options).toHaveProperty('gangdong')
  const sign = { district: 'shibi', consent: '1' }
  expect((await citizen.post('/haicheng/proposals/2026-0001/cosignatures', sign)).statusCode).toBe(422)
  const elsewhere = await administrator.post(`${settings}/districts/outside/retirements`)
  expect(elsewhere.statusCode).toBe(422)
  await administrator.post(`${settings}/districts`, { code: 'harbour', 'name-zh-Hant': '港口區' })
  const rows = await world.db.reads.select().from(districts).orderBy(districts.position)
  expect(rows.at(-1)!.code).toBe('outside')
})

test('a reason is worded, hides the text or not, and refuses nothing once retired; one must stay', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  const form = { 'name-zh-Hant': '不明確', 'name-en': 'Not clear enough', hidesText: '1' }
  expect((await administrator.post(`${settings}/reasons/unclear`, form)).statusCode).toBe(303)
  const [reason] = await world.db.reads.select().from(refusalReasons).where(eq(refusalReasons.code, 'unclear'))
  expect(reason).toMatchObject({ name: { 'zh-Hant': '不明確', en: 'Not clear enough' }, hidesText: true })
  await administrator.post(`${settings}/reasons/unclear/retirements`)
  await givenCase(world, checking)
  const moderator = await world.staff('moderator')
  const refusal = { decision: 'refuse', reason: 'unclear', words: '看不出要做什麼。' }
  expect((await moderator.post('/haicheng/proposals/2026-0001/decisions', refusal)).statusCode).toBe(422)

  const rest = await world.db.reads.select().from(refusalReasons)
  const answers: number[] = []
  for (const { code } of rest.filter((r) => !r.retiredAt))
    answers.push((await administrator.post(`${settings}/reasons/${code}/retirements`)).statusCode)
  expect(answers.filter((status) => status === 422)).toHaveLength(1)
})
