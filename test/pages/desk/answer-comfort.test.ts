// An answer is written in comfort: what it answers to beside it, hints, what readers will stumble over, and no empty supplement.
import { expect, test } from 'vitest'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'
const desk = '/haicheng/desk/2026-0001'
const underReview = {
  number: '2026-0001',
  stage: 'review' as const,
  thresholdMetAt: new Date('2026-05-01T10:00:00+08:00'),
  answerDueBefore: new Date('2026-07-02T00:00:00+08:00'),
  asks: ['裝設路燈'],
}
const complete = {
  action: 'publish',
  analysis: '現況照度不足，已實地量測三處。',
  deliberation: '與里長及居民開過兩次會。',
  'decision-1': 'adopted',
  'reason-1': '列入明年度工程。',
  what: ['完成十二盞路燈'],
  owner: ['路燈管理科'],
  due: ['2026-12-31'],
  ask: ['1'],
}

async function answering() {
  const world = await testWorld()
  await givenCase(world, underReview)
  const officer = await world.staff('officer', world.agencies.environment)
  return { world, officer }
}

test('the form says what each part is for, with an example', async () => {
  const { officer } = await answering()
  const shown = await officer.read(desk)
  for (const hint of [
    'How things stand, with facts',
    'Who was asked, when',
    'Why this decision',
    'You cannot decide yet',
  ])
    expect(shown.text).toContain(hint)
})

test('sentences that say nothing or sound like an office are pointed out in the draft and the preview, and may be published', async () => {
  const { officer } = await answering()
  const wordy = { ...complete, analysis: '照度不足，已量測三處。本案依規定辦理。', 'reason-1': '刻正招標，七月裝設。' }
  expect((await officer.post(`${at}/answers`, { ...wordy, action: 'save' })).statusCode).toBe(303)
  const draft = await officer.read(desk)
  expect(draft.part('Worth another look').text).toContain('本案依規定辦理。')
  expect(draft.part('Worth another look').text).toContain('“刻正” is office language. Plainer: 正在')
  const preview = page(await officer.post(`${at}/answers`, { ...wordy, revision: '1', action: 'preview' }))
  expect(preview.part('Worth another look').text).toContain('This sentence would fit any case')
  expect((await officer.post(`${at}/answers`, { ...wordy, revision: '1' })).statusCode).toBe(303)
})

test('a reason that says the decision once more, and a promise of the whole city, are pointed out, and may be published', async () => {
  const { officer } = await answering()
  const wide = { ...complete, 'reason-1': '同意參採。', owner: ['市府'] }
  const preview = page(await officer.post(`${at}/answers`, { ...wide, action: 'preview' }))
  const hints = preview.part('Worth another look').text
  expect(hints).toContain('This says the decision once more')
  expect(hints).toContain('Who keeps commitment 1 市府 Nobody in particular may feel meant')
  await officer.post(`${at}/answers`, { ...wide, action: 'save' })
  expect((await officer.read(desk)).part('Worth another look').text).toContain(hints.slice(hints.indexOf('Who keeps')))
  expect((await officer.post(`${at}/answers`, { ...wide, revision: '1' })).statusCode).toBe(303)
})

test('a form that was not begun points nothing out', async () => {
  const { officer } = await answering()
  expect((await officer.read(desk)).text).not.toContain('Worth another look')
})

test('beside a supplement stand the answer, its decisions and its commitments', async () => {
  const { officer } = await answering()
  await officer.post(`${at}/answers`, complete)
  const shown = await officer.read(desk)
  expect(shown.part('Asks and decisions').text).toContain('列入明年度工程。')
  expect(shown.part('Commitments').text).toContain('完成十二盞路燈')
  expect(shown.part('Agency answer').text).toContain(complete.analysis)
})

test('a supplement that changes nothing is refused in preview and in publishing, with its words kept', async () => {
  const { officer } = await answering()
  await officer.post(`${at}/answers`, complete)
  const { what: _, owner: __, due: ___, ask: ____, ...texts } = complete
  const same = { ...texts, analysis: ` ${complete.analysis}\r\n`, note: '工程有進度。' }
  for (const action of ['preview', 'publish']) {
    const refused = page(await officer.post(`${at}/supplements`, { ...same, action }))
    expect(refused.text).toContain('This supplement changes nothing')
    expect(refused.field('note').value).toBe('工程有進度。')
  }
  expect((await officer.post(`${at}/supplements`, { ...same, action: 'save' })).statusCode, 'a draft keeps all').toBe(
    303,
  )
  const changed = { ...same, revision: '1', 'reason-1': '列入今年度工程。' }
  expect((await officer.post(`${at}/supplements`, { ...changed, action: 'publish' })).statusCode).toBe(303)
})

test('a new commitment alone is a supplement', async () => {
  const { officer } = await answering()
  await officer.post(`${at}/answers`, complete)
  const more = { ...complete, note: '再承諾一件。', what: ['公布巡檢紀錄'] }
  expect((await officer.post(`${at}/supplements`, more)).statusCode).toBe(303)
})
