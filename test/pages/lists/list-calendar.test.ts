// Closings and due dates of any list, for a calendar program.
import { expect, test } from 'vitest'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld } from '../../support/world.ts'

const day = (date: string) => new Date(`${date}T00:00:00+08:00`)

async function city() {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '夜市, 停用一次性餐具', closesBefore: day('2026-07-02') })
  await givenCase(world, {
    ...{ number: '2026-0002', title: '公園的樹', topicCode: 'education', stage: 'review' },
    ...{ thresholdMetAt: day('2026-06-01'), answerDueBefore: day('2026-08-02') },
  })
  await givenCase(world, { number: '2026-0003', title: '藏起來的', hiddenAt: world.clock.now, hiddenReason: '誹謗' })
  return world
}

/** Unfolded, event by event. */
const eventsOf = (text: string) => text.replaceAll('\r\n ', '').split('BEGIN:VEVENT').slice(1)

test('a list tells when co-signing closes and when answers are due, with its filters, and nothing of a hidden case', async () => {
  const visitor = (await city()).visitor()
  const all = await visitor.get('/haicheng/proposals.ics')
  expect([all.statusCode, all.headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8'])
  const [closing = '', due = '', ...none] = eventsOf(all.body)
  expect(none).toEqual([])
  expect(closing).toContain('DTSTART;VALUE=DATE:20260701')
  expect(closing).toContain('SUMMARY:Co-signing closes: 夜市\\, 停用一次性餐具')
  expect(due).toContain('DTSTART;VALUE=DATE:20260801')
  expect(due).toContain('UID:answer-haicheng-2026-0002@localhost')
  expect(due).toContain('URL:http://localhost/haicheng/proposals/2026-0002')
  const some = await visitor.get('/haicheng/search.ics?topic=education')
  expect(eventsOf(some.body).map((event) => event.includes('公園的樹'))).toEqual([true])
  expect(eventsOf((await visitor.get('/haicheng/search.ics?stage=resolved')).body)).toEqual([])
  expect((await visitor.get('/haicheng/proposals.ics?stage=resolved')).statusCode).toBe(400)
  expect((await visitor.get('/haicheng/search.ics?topic=nowhere')).statusCode).toBe(400)
})

test('each list and each agency leads to its calendar, with the same filters', async () => {
  const visitor = (await city()).visitor()
  const linked = async (path: string) => {
    const reply = await visitor.get(path)
    expect(page(reply).text).toContain('Due dates and closings as a calendar')
    return /href="([^"]+\.ics[^"]*)" type="text\/calendar"/.exec(reply.body)?.[1]?.replaceAll('&amp;', '&')
  }
  expect(await linked('/haicheng/search?topic=education&sort=newest')).toBe('/haicheng/search.ics?topic=education')
  expect(await linked('/haicheng/proposals')).toBe('/haicheng/proposals.ics')
  const ofAgency = await linked('/haicheng/agencies/epb')
  expect(ofAgency).toBe('/haicheng/search.ics?agency=epb')
  expect((await visitor.get(ofAgency!)).statusCode).toBe(200)
})
