import { expect, test } from 'vitest'
import { readsLikeAnOffice } from '../../../src/domain/proposals/display-name.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld } from '../../support/world.ts'

const official = ['海澄市', 'Haicheng City', '環境保護局', 'Environment Bureau']

test.each([
  '官方帳號',
  '環境保護局',
  '環境 保護 局（回覆）',
  'Haicheng City',
  'haicheng-city',
  'Admin',
  'ADMINISTRATOR',
  'а d m i n',
  'аdmin',
  'ｍｏｄｅｒａｔｏｒ',
  'mоderаtоr',
  'Env\u200bironment Bureau',
  '附議平台',
  '市政府承辦人',
  'Ѕystem',
])('%s reads like an office', (name) => {
  expect(readsLikeAnOffice(name, official)).toBe(true)
})

test.each([
  '潮間帶居民',
  '常走路的人',
  '愛環境的人',
  'Mei',
  'Systematic reader',
  'Badminton fan',
  'Παπαδόπουλος',
  'Наташа',
  '王小明',
  '海邊的人',
])('%s is a name like any other', (name) => {
  expect(readsLikeAnOffice(name, official)).toBe(false)
})

test('who signs as an agency gets the form back with the message beside the field', async () => {
  const world = await testWorld()
  const mei = await world.signedIn('mei@example.test')
  const begun = await mei.post('/haicheng/proposals/drafts')
  const step = String(begun.headers.location).replace(/problem$/, 'agencies')
  const refused = await mei.post(step, { name: '環境保護局' })
  expect(refused.statusCode).toBe(422)
  const { value, error } = page(refused).field('name')
  expect([value, error]).toEqual(['環境保護局', expect.stringContaining('reads like an office')])
  expect((await mei.post(step, { name: '海邊的居民' })).statusCode).toBe(303)
})

test('a name in another direction keeps no hidden signs, and does not turn the words around it', async () => {
  const world = await testWorld()
  const mei = await world.signedIn('mei@example.test')
  const begun = await mei.post('/haicheng/proposals/drafts')
  const step = String(begun.headers.location).replace(/problem$/, 'agencies')
  await mei.post(step, { name: '\u202eevil\u202c מיכל \u2066x' })
  expect((await mei.read(step)).field('name').value).toBe('evil מיכל x')

  await givenCase(world, { number: '2026-0001', title: '海堤步道', authorName: 'מיכל' })
  expect((await world.visitor().read('/haicheng/proposals/2026-0001')).text).toContain('\u2068מיכל\u2069')
})
