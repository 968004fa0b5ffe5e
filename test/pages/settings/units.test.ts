// Units of an agency, and whom to ask in a government: in each language, wherever they stand.
import { expect, test } from 'vitest'
import { unitCalled } from '../../../src/domain/governments/units.ts'
import { mostUnits, readUnits, unitRows } from '../../../src/pages/settings/units-form.ts'
import { answeredOn, givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld } from '../../support/world.ts'

const settings = '/haicheng/desk/settings'
const lamps = {
  'unit-0-name-zh-Hant': '空氣品質科',
  'unit-0-name-en': 'Air Quality Section',
  'unit-0-contact-zh-Hant': '電話 06-123-4567',
  'unit-0-contact-en': 'Phone +886 6 123 4567',
}

test('a unit is named once in both languages; agency, case, register and data say it to each reader in theirs', async () => {
  const world = await testWorld()
  const promise = { what: '裝測站', dueOn: '2026-12-31', state: 'open' as const }
  await givenCase(world, { number: '2026-0001', title: '空氣品質', ...answeredOn('2026-06-01'), promise })
  const administrator = await world.staff('administrator')
  const saved = await administrator.post(`${settings}/agencies/epb/units`, lamps)
  expect([saved.statusCode, saved.headers.location]).toEqual([303, `${settings}/agencies?done=1`])
  expect((await administrator.read(`${settings}/agencies/epb`)).field('unit-0-contact-en').value).toBe(
    lamps['unit-0-contact-en'],
  )

  const visitor = world.visitor()
  const agency = await visitor.read('/haicheng/agencies/epb?lang=en')
  expect(agency.facts['Air Quality Section']).toBe('Phone +886 6 123 4567')
  for (const at of ['/haicheng/proposals/2026-0001', '/haicheng/commitments/2026-0001-1', '/haicheng/commitments']) {
    expect((await visitor.read(`${at}?lang=en`)).text, at).toContain('Air Quality Section')
    expect((await visitor.read(`${at}?lang=zh-Hant`)).text, at).toContain('空氣品質科')
  }
  const [told] = (await visitor.get('/haicheng/proposals/2026-0001.json')).json().commitments
  expect(told).toMatchObject({
    owner: '空氣品質科',
    owner_name: { 'zh-Hant': '空氣品質科', en: 'Air Quality Section' },
  })
})

test('a unit without a name in the first language is refused beside its field, with every row as typed', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  const sent = { ...lamps, 'unit-1-name-en': 'Nameless', 'unit-1-contact-zh-Hant': '電'.repeat(201) }
  const refused = await administrator.post(`${settings}/agencies/epb/units`, sent)
  expect(refused.statusCode).toBe(422)
  expect(Object.keys(page(refused).problems).sort()).toEqual(['unit-1-contact-zh-Hant', 'unit-1-name-zh-Hant'])
  expect(page(refused).field('unit-0-name-en').value).toBe('Air Quality Section')
  expect(page(refused).field('unit-1-name-en').value).toBe('Nameless')
  expect((await (await world.staff('moderator')).post(`${settings}/agencies/epb/units`, lamps)).statusCode).toBe(403)
})

test('whom to ask stands in the reader’s language, on pages and in the data; where there is one only, that one', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  const face = {
    ...{ 'name-zh-Hant': '海澄市', 'name-en': 'Haicheng City', languages: ['zh-Hant', 'en'], first: 'zh-Hant' },
    ...{ dates: 'gregorian', light: '', dark: '' },
  }
  const both = { 'contact-zh-Hant': '研考會，電話 1999', 'contact-en': 'Evaluation Commission, phone 1999' }
  expect((await administrator.post(`${settings}/face`, { ...face, ...both })).statusCode).toBe(303)
  const visitor = world.visitor()
  expect((await visitor.read('/haicheng?lang=en')).text).toContain('Evaluation Commission, phone 1999')
  expect((await visitor.read('/haicheng/privacy?lang=zh-Hant')).text).toContain('研考會，電話 1999')
  expect((await visitor.get('/api/v1/governments')).json().data[0].contact).toEqual({
    'zh-Hant': '研考會，電話 1999',
    en: 'Evaluation Commission, phone 1999',
  })
  await administrator.post(`${settings}/face`, { ...face, 'contact-zh-Hant': '電話 1999', 'contact-en': '' })
  expect((await visitor.read('/haicheng?lang=en')).text).toContain('電話 1999')
})

const named = (zh: string, en?: string) => ({ name: { 'zh-Hant': zh, ...(en ? { en } : {}) }, contact: {} })

test('rows that are left empty are no units; what another language has stays', () => {
  const languages = ['zh-Hant', 'en']
  expect(readUnits({ 'unit-0-name-zh-Hant': '甲', 'unit-2-name-zh-Hant': '丙' }, languages, []).units).toEqual([
    named('甲'),
    named('丙'),
  ])
  const before = [{ name: { 'zh-Hant': '甲', ja: '甲課' }, contact: {} }]
  expect(readUnits({ 'unit-0-name-zh-Hant': '乙' }, languages, before).units[0]!.name).toEqual({
    'zh-Hant': '乙',
    ja: '甲課',
  })
  const many = Object.fromEntries(Array.from({ length: 99 }, (_, i) => [`unit-${i}-name-zh-Hant`, `科${i}`]))
  expect(readUnits(many, languages, []).units).toHaveLength(mostUnits)
  expect(unitRows([named('甲')], languages, { values: {}, errors: {} })).toHaveLength(3)
})

test('words are a unit only of its own agency', () => {
  const units = [{ agencyId: 'a', ...named('工程科', 'Engineering') }]
  expect(unitCalled(units, 'a', 'Engineering')).toEqual({ 'zh-Hant': '工程科', en: 'Engineering' })
  expect(unitCalled(units, 'b', '工程科')).toEqual({ '': '工程科' })
})
