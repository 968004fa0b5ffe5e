// Pages that are kept because nothing they show has changed. What is done in a whole life of a city: still-true.process.sqlite.test.ts.
import { expect, onTestFinished, test, vi } from 'vitest'
import { engine } from '../../../src/config.ts'
import { givenCase } from '../../support/cases.ts'
import { overSockets } from '../../support/sockets.ts'
import { testWorld } from '../../support/world.ts'

const gov = '/haicheng'

// on PostgreSQL nobody can say whether somebody co-signed: only pages on which nobody can any more are kept
const more = engine === 'postgres' ? 1 : 0

test('a page is drawn once for as long as nothing it shows changes', async () => {
  const world = await testWorld({ sharedFor: 1000, rules: { threshold: 100 } })
  await givenCase(world, { number: '2026-0001', title: '大坑步道假日接駁公車' })
  await givenCase(world, { number: '2026-0002', title: '河堤夜間照明', stage: 'expired' })
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
  const reader = (await overSockets(world)).visitor()
  const made = async () =>
    Number(/^fuyi_pages_total\{from="made"\} (\d+)/m.exec(await world.app.metrics.metrics())?.[1])
  const [live, archived, list, agencies, calendar] = [
    `${gov}/proposals/2026-0001`,
    `${gov}/proposals/2026-0002`,
    `${gov}/archive`,
    `${gov}/agencies`,
    `${gov}/proposals.ics`,
  ]
  const drawn = async (path: string) => {
    const before = await made()
    vi.advanceTimersByTime(2100)
    expect((await reader.get(path)).statusCode).toBe(200)
    return (await made()) - before
  }
  for (const path of [live, archived, list, agencies, calendar]) {
    await drawn(path)
    await drawn(path) // the first was begun too soon after the process looked for the first time
    const each = path === archived ? 0 : more
    expect([path, await drawn(path), await drawn(path), await drawn(path)]).toEqual([path, each, each, each])
  }

  // one co-signature more: lists may show it, and the page of its case; a case that is over does not
  const signed = await (await world.signedIn('a@example.test')).post(`${live}/cosignatures`, { district: 'shibi' })
  expect(signed.statusCode).toBe(303)
  expect([await drawn(live), await drawn(list), await drawn(archived)]).toEqual([1, 1, 0])
  expect((await reader.get(live)).body).toContain('99 more')

  // a moderator hides a case: its page is gone, and every list is drawn anew
  const moderator = await world.staff('moderator')
  const hidden = await moderator.post(`${archived}/decisions`, { decision: 'hide', words: '寫出了別人的地址。' })
  expect(hidden.statusCode).toBe(303)
  vi.advanceTimersByTime(2100)
  expect((await reader.get(archived)).statusCode).toBe(410)
  expect((await reader.get(list)).body).not.toContain('河堤夜間照明')
})
