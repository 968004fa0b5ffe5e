// An officer says which unit of the agency answers: chosen from its list, shown with the answer and its contact, to each in their language.
import { expect, test } from 'vitest'
import { answeringUnit, withAnsweringUnits } from '../../../src/domain/governments/units.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld } from '../../support/world.ts'

const settings = '/haicheng/desk/settings'
const at = '/haicheng/proposals/2026-0001'
const desk = '/haicheng/desk/2026-0001'
const units = {
  'unit-0-name-zh-Hant': '空氣品質科',
  'unit-0-name-en': 'Air Quality Section',
  'unit-0-contact-zh-Hant': '電話 06-123-4567',
  'unit-0-contact-en': 'Phone +886 6 123 4567',
  'unit-1-name-zh-Hant': '綜合計畫科',
}
const answer = {
  analysis: '現場量測三處，兩處不足。',
  deliberation: '與里長及居民開過兩次會。',
  'decision-1': 'adopted',
  'reason-1': '列入明年度工程。',
}

async function scene(rules = {}) {
  const world = await testWorld({ rules })
  await givenCase(world, {
    ...{ number: '2026-0001', title: '裝測站', asks: ['裝一座測站'], stage: 'review' as const },
    answerDueBefore: new Date('2026-07-02T00:00:00+08:00'),
  })
  const administrator = await world.staff('administrator')
  const officer = await world.staff('officer', world.agencies.environment)
  return { world, administrator, officer }
}

test('an agency without units asks nothing; with units the form offers each with its contact, and commitments name them', async () => {
  const { administrator, officer } = await scene()
  expect((await officer.read(desk)).text).not.toContain('Unit that answers')
  await administrator.post(`${settings}/agencies/epb/units`, units)
  const form = await officer.read(desk)
  expect(form.text).toContain('No unit is named Air Quality Section · Phone +886 6 123 4567 綜合計畫科')
  const shown = await officer.get(desk)
  expect(shown.body).toContain('list="owner-1-suggestions"')
})

test('the unit stands in the preview, the answer and the data; where its contact changes, with the new one', async () => {
  const { world, administrator, officer } = await scene()
  await administrator.post(`${settings}/agencies/epb/units`, units)
  const sent = { ...answer, unit: '空氣品質科' }
  await officer.post(`${at}/answers`, { ...sent, action: 'save' })
  expect((await officer.read(desk)).field('unit').value).toBe('空氣品質科')
  const preview = await officer.post(`${at}/answers`, { ...sent, revision: '1', action: 'preview' })
  expect(page(preview).text).toContain('Answered by: Air Quality Section. Contact: Phone +886 6 123 4567')
  await officer.post(`${at}/answers`, { ...sent, revision: '1', action: 'publish' })
  const visitor = world.visitor()
  expect((await visitor.read(`${at}?lang=en`)).text).toContain(
    'Answered by: Air Quality Section. Contact: Phone +886 6 123 4567',
  )
  expect((await visitor.read(`${at}?lang=zh-Hant`)).text).toContain('答覆科室：空氣品質科。 聯絡方式：電話 06-123-4567')
  await administrator.post(`${settings}/agencies/epb/units`, { ...units, 'unit-0-contact-en': 'Phone 1999' })
  expect((await visitor.read(`${at}?lang=en`)).text).toContain('Contact: Phone 1999')
  const json = (await visitor.get(`${at}.json`)).json()
  expect(json.answers[0].unit).toEqual({
    written: '空氣品質科',
    name: { 'zh-Hant': '空氣品質科', en: 'Air Quality Section' },
    contact: { 'zh-Hant': '電話 06-123-4567', en: 'Phone 1999' },
  })
})

test('a unit of another agency is refused beside its field, with every word as typed', async () => {
  const { administrator, officer } = await scene()
  await administrator.post(`${settings}/agencies/epb/units`, units)
  await administrator.post(`${settings}/agencies/transport/units`, { 'unit-0-name-zh-Hant': '號誌科' })
  const refused = await officer.post(`${at}/answers`, { ...answer, unit: '號誌科', action: 'save' })
  expect([refused.statusCode, page(refused).problems.unit]).toEqual([422, 'Choose a unit of your agency'])
  expect(page(refused).field('analysis').value).toBe(answer.analysis)
})

test('an approver sees that another unit answers than when they read the draft last', async () => {
  const { world, administrator, officer } = await scene({ fourEyes: true })
  await administrator.post(`${settings}/agencies/epb/units`, units)
  const approver = await world.staff('administrator', null, 'approver@haicheng.test')
  await officer.post(`${at}/answers`, { ...answer, unit: '空氣品質科', action: 'ask' })
  await approver.post(`${at}/releases`, { action: 'send_back', revision: '1', words: '請換成綜合計畫科。' })
  await officer.post(`${at}/answers`, { ...answer, unit: '綜合計畫科', revision: '1', action: 'ask' })
  const shown = await approver.read(`${desk}/release`)
  expect(shown.text).toContain('Unit that answers 空氣品質科 綜合計畫科')
})

const unit = (name: object, contact: object = {}) => ({ agencyId: 'a', name: { ...name }, contact: { ...contact } })
test.each([
  ['', null],
  ['Lamps', { written: 'Lamps', name: { 'zh-Hant': '路燈科', en: 'Lamps' }, contact: { en: '1999' } }],
  ['路燈科', { written: '路燈科', name: { 'zh-Hant': '路燈科', en: 'Lamps' }, contact: { en: '1999' } }],
  ['公園科', { written: '公園科', name: { '': '公園科' }, contact: {} }],
])('what was written as “%s” is the unit of that name, in any language, or stays the words', (written, said) => {
  const known = [unit({ 'zh-Hant': '路燈科', en: 'Lamps' }, { en: '1999' })]
  expect(answeringUnit(known, 'a', written)).toEqual(said)
  expect(answeringUnit(known, 'b', written)?.contact ?? {}).toEqual({})
})

test('units are asked for only where an answer names one', async () => {
  const { db } = await testWorld()
  const rows = [{ governmentId: 'g', agencyId: 'a', unit: '', version: 1 }]
  expect(await withAnsweringUnits(db.reads, rows)).toEqual([{ version: 1, unit: null }])
})
