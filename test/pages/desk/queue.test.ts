// Working through a long queue: what narrows it stands in the address, and after a decision the next case of that view is open.
import { expect, test } from 'vitest'
import { due, type GivenCase, givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld, type Visitor } from '../../support/world.ts'

const checking = (number: string, title: string, more: Partial<GivenCase> = {}): GivenCase => ({
  ...{ number, title, stage: 'checking', publishedAt: null },
  checkDueBefore: new Date('2026-06-20T00:00:00+08:00'),
  ...more,
})
const titlesIn = async (person: Visitor, address: string, titles: string[]) => {
  const { text } = (await person.read(address)).part('To do, by due date')
  return titles.filter((title) => text.includes(title))
}

test('a queue is narrowed by task, agency, topic, date and words, and the address says how', async () => {
  const world = await testWorld()
  const titles = ['公車候車亭', '海堤照明', '夜市餐具', '步道修繕']
  await givenCase(world, checking('2026-0001', titles[0]!, { topicCode: 'transport', authorName: '王小明' }))
  await givenCase(world, { number: '2026-0002', title: titles[1]!, ...due, topicCode: 'environment' })
  await givenCase(world, {
    ...{ number: '2026-0003', title: titles[2]!, ...due, lead: world.agencies.transport },
    ...{ scheduledAt: world.clock.now, place: '石鼻漁港' },
    answerDueBefore: new Date('2026-06-19T00:00:00+08:00'),
  })
  await givenCase(world, checking('2026-0004', titles[3]!, { checkDueBefore: new Date('2026-07-30T00:00:00+08:00') }))
  const administrator = await world.staff('administrator')
  const found = (query: string) => titlesIn(administrator, `/haicheng/desk?show=all&${query}`, titles)
  expect(await found('')).toEqual(titles)
  expect(await found('task=check')).toEqual([titles[0], titles[3]])
  expect(await found('agency=transport')).toEqual([titles[2]])
  expect(await found('topic=environment')).toEqual([titles[1]])
  expect(await found('due=today')).toEqual([titles[2]])
  expect(await found('due=overdue')).toEqual([titles[1]])
  expect(await found('due=later')).toEqual([titles[3]])
  expect(await found(`q=${encodeURIComponent('王小明')}`)).toEqual([titles[0]])
  expect(await found(`q=${encodeURIComponent('石鼻漁港')}`)).toEqual([titles[2]])
  expect(await found(`q=${encodeURIComponent('交通局')}`)).toEqual([titles[2]])
  expect(await found('task=nonsense&due=never')).toEqual(titles)
  const shown = await administrator.read('/haicheng/desk?show=all&task=check&due=later')
  expect([shown.field('task').value, shown.field('due').value]).toEqual(['check', 'later'])
  expect(shown.link(/步道修繕/)).toBe('/haicheng/desk/2026-0004?show=all&task=check&due=later')
  expect(shown.link('Show all')).toBe('/haicheng/desk?show=all')
})

test('after a decision the next case of the same view is open, and it is said what was done', async () => {
  const world = await testWorld()
  for (const [number, topicCode] of [
    ['2026-0001', 'environment'],
    ['2026-0002', 'transport'],
    ['2026-0003', 'environment'],
    ['2026-0004', 'environment'],
  ] as const)
    await givenCase(world, checking(number, `案件 ${number}`, { topicCode }))
  const moderator = await world.staff('moderator')
  const decide = async (number: string, decision: string) => {
    const form = (await moderator.read(`/haicheng/desk/${number}?topic=environment`)).form(
      `/haicheng/proposals/${number}/decisions`,
    )
    const place = { 'queue-view': form.sends('queue-view') ?? '', 'queue-place': form.sends('queue-place') ?? '' }
    const sent = await moderator.post(`/haicheng/proposals/${number}/decisions`, {
      ...{ decision, words: '請寫出地點。', 'text-revision': form.sends('text-revision') ?? '' },
      ...place,
    })
    return String(sent.headers.location)
  }
  const next = await decide('2026-0001', 'return')
  expect(next).toBe('/haicheng/desk/2026-0003?topic=environment&done=recorded&of=2026-0001')
  const shown = page(await moderator.get(next))
  expect(shown.notice).toContain('Done')
  expect(shown.link('Look at 2026-0001 again')).toBe('/haicheng/desk/2026-0001')
  expect(shown.headings).toContain('案件 2026-0003')
  // what is put on hold still waits where it stood
  expect(await decide('2026-0003', 'hold')).toContain('/haicheng/desk/2026-0004?')
  // behind the last one stands the list, with what is still to do
  expect(await decide('2026-0004', 'return')).toBe('/haicheng/desk?topic=environment&done=recorded&of=2026-0004')
})

test('after an answer the next case of the same view is open; an act that leaves work on the case comes back to it in that view', async () => {
  const world = await testWorld()
  const asks = ['裝設路燈']
  for (const [number, topicCode] of [
    ['2026-0001', 'environment'],
    ['2026-0002', 'transport'],
    ['2026-0003', 'environment'],
  ] as const)
    await givenCase(world, { number, title: `案件 ${number}`, ...due, topicCode, asks })
  const officer = await world.staff('officer', world.agencies.environment)
  const at = '/haicheng/proposals/2026-0001'
  const opened = await officer.read('/haicheng/desk/2026-0001?topic=environment')
  const from = (path: string) => {
    const form = opened.form(path)
    return Object.fromEntries(
      ['queue-view', 'queue-place', 'text-revision'].map((name) => [name, form.sends(name) ?? '']),
    )
  }
  const scheduled = await officer.post(`${at}/schedules`, {
    ...from(`${at}/schedules`),
    words: '下個月完成評估。',
  })
  expect(scheduled.headers.location).toBe('/haicheng/desk/2026-0001?topic=environment&done=recorded')
  const answer = {
    ...{ ...from(`${at}/answers`), action: 'preview', analysis: '現況照度不足。', deliberation: '開過兩次會。' },
    ...{ 'decision-1': 'adopted', 'reason-1': '列入明年度工程。' },
  }
  const unfinished = await officer.post(`${at}/answers`, { ...answer, analysis: '無' })
  expect(unfinished.statusCode).toBe(422)
  expect(page(unfinished).part('To do, by due date').text).not.toContain('案件 2026-0002')
  const preview = page(await officer.post(`${at}/answers`, answer))
  const form = preview.form(`${at}/answers`)
  const sent = Object.fromEntries([...Object.keys(answer), 'revision'].map((name) => [name, form.sends(name) ?? '']))
  const published = await officer.post(`${at}/answers`, { ...sent, action: 'publish' })
  expect(published.headers.location).toBe('/haicheng/desk/2026-0003?topic=environment&done=answered&of=2026-0001')
  const next = page(await officer.get(String(published.headers.location)))
  expect(next.notice).toContain('Published, and written into the record')
  expect(next.headings).toContain('案件 2026-0003')
})

test.each(['gathering', 'resolved', 'expired', 'checking', 'review'] as const)(
  'a proposer’s letter puts a case that is %s on top of the desk of whoever wrote to them, until somebody replies',
  async (stage) => {
    const world = await testWorld()
    const author = await world.signedIn('author@example.tw')
    const [moderator, officer] = [
      await world.staff('moderator'),
      await world.staff('officer', world.agencies.environment),
    ]
    const ended = { answeredAt: world.clock.now }
    const more: Partial<GivenCase> =
      stage === 'resolved'
        ? { ...due, stage, ...ended }
        : stage === 'expired'
          ? { stage, outcome: stage, endedAt: world.clock.now }
          : stage === 'review'
            ? { ...due, stage }
            : stage === 'checking'
              ? checking('2026-0001', '')
              : { stage }
    await givenCase(world, { ...more, number: '2026-0001', title: '有信的案子', authorId: author.personId })
    await givenCase(world, { number: '2026-0002', title: '早就逾期的案子', ...due })
    await givenCase(world, checking('2026-0003', '要檢核的案子'))
    const at = '/haicheng/proposals/2026-0001'
    const writer = stage === 'checking' ? moderator : officer
    await writer.post(`${at}/notes`, { kind: 'to_proposer', words: '請問是哪一段步道？' })
    await author.post(`${at}/letters`, { words: '北段，從燈塔到漁港。' })
    world.clock.now = new Date(world.clock.now.getTime() + 2000)
    const queue = async () => (await writer.read('/haicheng/desk')).part('To do, by due date')
    const [first] = (await queue()).hrefs.filter((href) => /\d{4}-\d{4}/.test(href))
    expect([(await queue()).headings[0], first]).toEqual(['The proposer wrote', '/haicheng/desk/2026-0001'])
    await writer.post(`${at}/notes`, { kind: 'note', words: '不必回信。' })
    world.clock.now = new Date(world.clock.now.getTime() + 2000)
    expect((await queue()).headings).not.toContain('The proposer wrote')
  },
)

test('a page of the queue that is there no more, since its last case was decided or its address was kept, is its last one', async () => {
  const world = await testWorld()
  for (const number of ['2026-0001', '2026-0002']) await givenCase(world, checking(number, `案件 ${number}`))
  const moderator = await world.staff('moderator')
  const shown = await moderator.read('/haicheng/desk?task=check&page=9')
  expect(shown.link(/2026-0001/)).toBe('/haicheng/desk/2026-0001?task=check')
  const beside = await moderator.read('/haicheng/desk/2026-0002?task=check&page=9')
  expect(beside.form('/haicheng/proposals/2026-0002/decisions').sends('queue-place')).toBe('1')
})
