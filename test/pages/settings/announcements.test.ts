// What a government tells everybody for some days: on all its pages, from the first moment of the first day to the last of the last.
import { asc, eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { addAnnouncement, announcementsOf } from '../../../src/domain/governments/announcements.ts'
import { write } from '../../../src/platform/db/write.ts'
import { record } from '../../../src/schema/record.ts'
import { forAll } from '../../support/at-end.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld, type World } from '../../support/world.ts'

const settings = '/haicheng/desk/settings/announcements'
const at = (moment: string) => new Date(`${moment}+08:00`)
const words = {
  'words-zh-Hant': '系統維護：6 月 20 日晚上暫停服務，見 https://haicheng.example/news',
  'words-en': 'Works on 20 June in the evening: the platform will be away.',
}
const notice = { firstDay: '2026-06-19', lastDay: '2026-06-20', ...words }
const given = ({ db, government, clock }: World, lastDay: string) =>
  write(db, (tx) =>
    addAnnouncement(
      tx,
      government.id,
      { firstDay: '2026-06-18', lastDay, words: { 'zh-Hant': '今晚維護', en: 'Works tonight' } },
      clock.now,
    ),
  )

test('an administrator enters a notice, and every page of the government shows it on its days alone, in the reader’s language', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '海堤照明' })
  const administrator = await world.staff('administrator')
  expect((await administrator.post(settings, notice)).statusCode).toBe(303)
  expect((await administrator.read('/haicheng/desk/settings')).text).toContain('1 notice now or to come')
  const visitor = world.visitor()
  const pages = ['', '/proposals', '/archive', '/proposals/2026-0001', '/agencies', '/commitments', '/help', '/nowhere']
  const shows = async () => {
    const shown = await Promise.all(
      pages.map(async (path) => page(await visitor.get(`/haicheng${path}`)).text.includes(notice['words-en'])),
    )
    return new Set(shown)
  }
  expect(await shows(), 'the day before').toEqual(new Set([false]))
  world.clock.now = at('2026-06-19T00:00:00')
  expect(await shows(), 'its first moment').toEqual(new Set([true]))
  const chinese = page(await world.visitor().get('/haicheng?lang=zh-Hant'))
  expect(chinese.text).toContain('系統維護')
  expect(chinese.hrefs).toContain('https://haicheng.example/news')
  world.clock.now = at('2026-06-20T23:59:59')
  expect(await shows(), 'its last moment').toEqual(new Set([true]))
  world.clock.now = at('2026-06-21T00:00:00')
  expect(await shows(), 'the day after').toEqual(new Set([false]))
})

test('it is changed and removed like other settings, and each change is in the public record without its words', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  await administrator.post(settings, notice)
  const [first] = await announcementsOf(world.db.reads, world.government.id)
  const self = `${settings}/${first!.id}`
  expect((await administrator.read(self)).field('words-en').value).toBe(notice['words-en'])
  await administrator.post(self, { ...notice, firstDay: '2026-06-18', 'words-en': 'All is well again.' })
  expect((await world.visitor().read('/haicheng')).text).toContain('All is well again.')
  expect((await administrator.post(`${self}/removals`)).statusCode).toBe(303)
  expect((await world.visitor().read('/haicheng')).text).not.toContain('All is well again.')
  const told = await world.db.reads
    .select()
    .from(record)
    .where(eq(record.kind, 'settings_changed'))
    .orderBy(asc(record.position))
  expect(told.map(({ facts }) => [facts.area, facts.act, facts.first_day, facts.last_day])).toEqual([
    ['announcements', 'added', '2026-06-19', '2026-06-20'],
    ['announcements', 'changed', '2026-06-18', '2026-06-20'],
    ['announcements', 'removed', '2026-06-18', '2026-06-20'],
  ])
  expect((await world.visitor().read('/haicheng/help/changes')).text).toContain(
    'Notices removed 18 Jun 2026 – 20 Jun 2026',
  )
})

test('it is no other government’s, and nobody else’s to change', async () => {
  const world = await testWorld()
  await given(world, '2026-06-20')
  expect((await world.visitor().read('/')).text).not.toContain('Works tonight')
  const moderator = await world.staff('moderator')
  expect((await moderator.post(settings, notice)).statusCode).toBe(403)
})

describe('a notice that cannot be', () => {
  const shared = forAll(async () => {
    const world = await testWorld()
    return { world, administrator: await world.staff('administrator') }
  })
  test.each([
    [{ ...notice, lastDay: '2026-06-18' }, 'lastDay', 'must not lie before'],
    [{ ...notice, firstDay: 'tomorrow' }, 'firstDay', 'Enter a date'],
    [{ ...notice, 'words-zh-Hant': '' }, 'words-zh-Hant', 'Enter words'],
  ])('a notice like %o is refused beside its field', async (form, field, told) => {
    const { administrator } = shared()
    const sent = await administrator.post(settings, form)
    expect(sent.statusCode).toBe(422)
    expect(page(sent).field(field).error).toContain(told)
  })
})

test('a page that everybody shares goes with the notice: no cache may show it after its last day, nor be without it on the first', async () => {
  const world = await testWorld({ sharedFor: 60_000 })
  await given(world, '2026-06-18')
  const visitor = world.visitor()
  world.clock.now = at('2026-06-18T23:59:40')
  const early = await visitor.get('/haicheng')
  expect(early.headers['cache-control']).toBe(
    'public, max-age=0, s-maxage=1, stale-while-revalidate=5, stale-if-error=19',
  )
  world.clock.now = at('2026-06-18T23:59:57')
  const late = await visitor.get('/haicheng/agencies')
  expect(late.headers['cache-control']).toBe(
    'public, max-age=0, s-maxage=1, stale-while-revalidate=2, stale-if-error=2',
  )
  world.clock.now = at('2026-06-18T23:59:59')
  const last = await visitor.get('/haicheng/commitments')
  expect([last.headers['cache-control'], last.body.includes('Works tonight')]).toEqual(['no-store', true])
  world.clock.now = at('2026-06-19T00:00:00')
  const after = await visitor.get('/haicheng/commitments')
  expect(after.body).not.toContain('Works tonight')
  expect(after.headers['cache-control']).toContain('stale-if-error=50')
})
