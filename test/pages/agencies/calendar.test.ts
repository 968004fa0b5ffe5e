// An agency's due dates in a calendar that anybody can subscribe to.
import { expect, test } from 'vitest'
import { due, givenCase, givenSupport } from '../../support/cases.ts'
import { testWorld } from '../../support/world.ts'

test('whoever subscribes sees what an agency owes by when, and nothing of a hidden case', async () => {
  const world = await testWorld()
  const dates = { ...due, answerDueBefore: new Date('2026-07-18T00:00:00+08:00') }
  const id = await givenCase(world, { ...dates, number: '2026-0001', title: '海堤照明；北段, 南段' })
  await givenSupport(world, id, { dueBefore: new Date('2026-07-11T00:00:00+08:00') })
  await givenCase(world, { ...dates, number: '2026-0002', title: '有個資的案子', hiddenAt: world.clock.now })
  const calendar = (code: string) => world.visitor().get(`/haicheng/agencies/${code}/calendar.ics`)
  const lead = await calendar('epb')
  expect([lead.statusCode, lead.headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8'])
  const lines = lead.body.replaceAll('\r\n ', '').split('\r\n')
  expect(lines).toContain('SUMMARY:Answer due: 海堤照明；北段\\, 南段')
  expect(lines).toContain('DTSTART;VALUE=DATE:20260717')
  expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1)
  const uid = (text: string) => /UID:(.*)\r/.exec(text)?.[1]
  const supporting = (await calendar('transport')).body
  expect(supporting).toContain('DTSTART;VALUE=DATE:20260710')
  expect(uid(lead.body)).not.toBe(uid(supporting))
  expect(uid((await calendar('epb')).body)).toBe(uid(lead.body))
  expect((await calendar('nobody')).statusCode).toBe(404)
})
