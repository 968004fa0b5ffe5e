// Texts that an agency keeps for its answers: written once, put into a form without taking anything away, and never published unfilled.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addedTo, type Filling, filledIn, placeholdersIn, unknownIn } from '../../../src/domain/answers/placeholder.ts'
import { templatesOf } from '../../../src/domain/answers/templates.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld, type World } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'
const desk = '/haicheng/desk/2026-0001'
const templates = '/haicheng/desk/templates'
const lights = {
  name: '道路照明',
  analysis: '{{機關}}已派員量測「{{提案名稱}}」所指的位置。',
  deliberation: '{{fill in: date of the visit}}到現場看過。',
  reason: '照度低於標準，{{due date}}前說明。',
  note: '',
}

async function scene() {
  const world = await testWorld()
  await givenCase(world, {
    number: '2026-0001',
    stage: 'review',
    title: '海堤步道夜間照明',
    thresholdMetAt: new Date('2026-05-01T10:00:00+08:00'),
    answerDueBefore: new Date('2026-07-02T00:00:00+08:00'),
    asks: ['裝設路燈', '公開紀錄'],
  })
  const officer = await world.staff('officer', world.agencies.environment)
  return { world, officer }
}
const kept = ({ db, agencies }: World) => templatesOf(db.reads, [agencies.environment, agencies.transport])

test('an officer keeps a text, puts it into an answer below what was typed, and cannot publish what is not filled in', async () => {
  const { world, officer } = await scene()
  expect((await officer.read(templates)).text).toContain('There are no templates yet.')
  expect((await officer.post(templates, lights)).headers.location).toBe(`${templates}?done=saved`)
  expect((await officer.read(`${templates}?done=saved`)).notice).toContain('The template is saved.')
  const [template] = await kept(world)

  const form = (await officer.read(desk)).form(`${at}/answers`)
  expect(form.buttons).toContain('Put in')
  const typed = {
    analysis: '自己寫的分析。',
    'reason-2': '自己寫的理由。',
    'decision-1': 'adopted',
    what: ['點亮路燈'],
  }
  const put = await officer.post(`${at}/answers`, { ...typed, template: template!.id, action: 'template' })
  expect(put.statusCode).toBe(200)
  const shown = page(put).form(`${at}/answers`)
  expect(shown.field('analysis').value).toMatch(/^自己寫的分析。\n\n.+已派員量測「海堤步道夜間照明」所指的位置。$/)
  expect(shown.field('deliberation').value).toBe(lights.deliberation)
  expect(shown.field('reason-1').value).toBe('照度低於標準，1 Jul 2026前說明。')
  expect(shown.field('reason-2').value, 'what was typed stays').toBe('自己寫的理由。')
  expect(put.body).toContain('點亮路燈')

  const answer = {
    'decision-1': 'adopted',
    'decision-2': 'adopted',
    'reason-1': '列入。',
    'reason-2': '公開。',
    analysis: '量測三處，兩處不足。',
    deliberation: lights.deliberation,
  }
  for (const action of ['preview', 'publish', 'ask', 'schedule']) {
    const refused = await officer.post(`${at}/answers`, { ...answer, action })
    expect([action, refused.statusCode, page(refused).field('deliberation').error]).toEqual([
      action,
      422,
      '“{{fill in: date of the visit}}” is not filled in. Replace it with words about this case',
    ])
  }
  expect((await officer.post(`${at}/answers`, { ...answer, action: 'save' })).statusCode, 'a draft may wait').toBe(303)
  const done = { ...answer, revision: '1', deliberation: '5 月 4 日到現場看過。', action: 'publish' }
  expect((await officer.post(`${at}/answers`, done)).statusCode).toBe(303)
})

test('a placeholder that is none, an empty text and a name that is taken are refused in words, with what was typed', async () => {
  const { officer } = await scene()
  const wrong = page(await officer.post(templates, { ...lights, name: '', analysis: '{{案件號碼}}' }))
  expect(wrong.field('analysis').error).toBe('“{{案件號碼}}” is not a placeholder. Use one of those listed')
  expect(wrong.field('name').error).toBe('Enter a name for the template')
  expect(wrong.field('deliberation').value).toBe(lights.deliberation)
  const empty = page(await officer.post(templates, { name: '空的' }))
  expect(empty.field('analysis').error).toBe('Write at least one part')
  await officer.post(templates, lights)
  const twice = page(await officer.post(templates, lights))
  expect(twice.field('name').error).toContain('There is a template of this name already.')
  const zh = await officer.post(templates, { ...lights, analysis: '{{誰}}' }, { 'accept-language': 'zh-Hant' })
  expect(page(zh).field('analysis').error).toBe('沒有「{{誰}}」這個欄位，請用下方列出的欄位')
})

test('a text is changed and removed; a colleague’s change in between is said before it is replaced', async () => {
  const { world, officer } = await scene()
  await officer.post(templates, lights)
  const [template] = await kept(world)
  const own = `${templates}/${template!.id}`
  const opened = await officer.read(own)
  expect(opened.field('analysis').value).toBe(lights.analysis)
  const seen = String(template!.updatedAt.getTime())
  world.clock.now = new Date(world.clock.now.getTime() + 60_000)
  expect((await officer.post(own, { ...lights, seen, note: '補上量測。' })).statusCode).toBe(303)
  const late = await officer.post(own, { ...lights, seen, name: '路燈' })
  expect([late.statusCode, page(late).text.includes('A colleague has just changed this template')]).toEqual([409, true])
  expect(page(late).field('name').value).toBe('路燈')
  const again = /name="seen" value="(\d+)"/.exec(late.body)![1]!
  expect((await officer.post(own, { ...lights, seen: again, name: '路燈' })).statusCode).toBe(303)
  expect((await kept(world)).map(({ name }) => name)).toEqual(['路燈'])
  expect((await officer.post(own, { action: 'remove' })).headers.location).toBe(`${templates}?done=removed`)
  expect(await kept(world)).toEqual([])
})

test('each agency has its own: others neither see nor use them; an administrator keeps those of all', async () => {
  const { world, officer } = await scene()
  await officer.post(templates, lights)
  const [template] = await kept(world)
  const elsewhere = await world.staff('officer', world.agencies.transport, 'bus@haicheng.test')
  expect((await elsewhere.get(`${templates}/${template!.id}`)).statusCode).toBe(404)
  expect((await elsewhere.post(`${templates}/${template!.id}`, { action: 'remove' })).statusCode).toBe(404)
  expect((await (await world.staff('moderator')).get(templates)).statusCode).toBe(403)
  const administrator = await world.staff('administrator')
  const unsaid = page(await administrator.post(templates, { ...lights, name: '公車' }))
  expect(unsaid.field('agency').error).toBe('Choose an agency')
  const agency = (await administrator.read(templates)).text
  expect(agency).toContain('道路照明')
  await elsewhere.post(templates, { ...lights, name: '公車' })
  const bus = (await kept(world)).find(({ name }) => name === '公車')!
  const refused = await officer.post(`${at}/answers`, { analysis: '自己寫的。', template: bus.id, action: 'template' })
  expect([refused.statusCode, page(refused).field('analysis').value]).toEqual([422, '自己寫的。'])
  expect(page(refused).field('template').error).toBe('Choose a template')
})

const filling: Filling = {
  number: { 'zh-Hant': '2026-0001', en: '2026-0001' },
  title: { 'zh-Hant': '步道照明', en: '步道照明' },
  due: { 'zh-Hant': '2026 年 7 月 1 日', en: '1 Jul 2026' },
  agency: { 'zh-Hant': '環保局', en: 'Environment Bureau' },
  district: { 'zh-Hant': '', en: '' },
}
test.each([
  ['{{案件編號}}：{{due date}}', '2026-0001：1 Jul 2026', []],
  ['｛｛ 回應期限 ｝｝與{{ Due  Date }}', '2026 年 7 月 1 日與1 Jul 2026', []],
  ['{{地區}}', '{{地區}}', []],
  ['{{填寫：會勘日期}}', '{{填寫：會勘日期}}', []],
  ['{{填寫}} {{agencies}}', '{{填寫}} {{agencies}}', ['填寫', 'agencies']],
  ['a { b } c {{', 'a { b } c {{', []],
])('%s becomes %s', (kept, filled, unknown) => {
  expect([filledIn(kept, filling), unknownIn(kept)]).toEqual([filled, unknown])
})

test('whatever was typed is still there, first, and a text is put in once', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 1 }), (typed, kept) => {
      const once = addedTo(typed, kept)
      return once.startsWith(typed.trimEnd()) && once.includes(kept) && addedTo(once, kept) === once
    }),
  )
  expect(placeholdersIn('{{'.repeat(5000)), 'quickly').toEqual([])
})
