// Rules that take effect on a day: shown before they are saved, in force from that day on, called off before it.
import { describe, expect, test } from 'vitest'
import { forAll } from '../../support/at-end.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld } from '../../support/world.ts'

const at = '/haicheng/desk/settings/rules'
const next = {
  version: '1',
  threshold: '1500',
  cosigningDays: '45',
  checkingWorkingDays: '3',
  scheduleWorkingDays: '7',
  contactDays: '14',
  answerMonths: '2',
  extensionMonths: '2',
  extensions: '1',
  earlyWarningShare: '20',
  cooldownMonths: '6',
  takeBackMinutes: '10',
  correctionShare: '10',
  withdrawalAllowed: '',
}
const deadlines = '/haicheng/help/deadlines'

async function settings() {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001' })
  await givenCase(world, { number: '2026-0002' })
  return { world, administrator: await world.staff('administrator') }
}

test('before they are saved a page says what changes, from when, and for whom', async () => {
  const { world, administrator } = await settings()
  const sent = await administrator.post(at, { ...next, from: '2026-07-01', action: 'preview' })
  expect(sent.statusCode).toBe(200)
  const shown = page(sent)
  expect(shown.text).toContain('These rules are not saved yet.')
  expect(shown.text).toContain('In force from 1 Jul 2026')
  const changed = shown.text.replace(/\s+/g, ' ')
  expect(changed).toContain('Co-signatures needed 3 1,500')
  expect(changed).toContain('Days to gather co-signatures 60 45')
  expect(changed).toContain('A co-signature can be withdrawn until the threshold is met Yes No')
  expect(changed).not.toContain('Months to answer 2')
  expect(shown.text).toContain('2 cases under way keep the rules they were submitted under. Stage: Gathering')
  expect((await world.visitor().read(deadlines)).text).toContain('3 co-signatures')
})

test('they are in force from the first moment of their day, and cases under way keep theirs', async () => {
  const { world, administrator } = await settings()
  expect((await administrator.post(at, { ...next, from: '2026-07-01', action: 'save' })).statusCode).toBe(303)
  expect((await administrator.read(at)).headings).toContain('Version 2 takes effect on 1 Jul 2026')
  world.clock.now = new Date('2026-06-30T23:59:59+08:00')
  expect((await world.visitor().read(deadlines)).text).toContain('3 co-signatures')
  world.clock.now = new Date('2026-07-01T00:00:00+08:00')
  expect((await world.visitor().read(deadlines)).text).toContain('1,500 co-signatures')
  const kept = await world.visitor().get('/api/v1/haicheng/proposals/2026-0001')
  expect(kept.json()).toMatchObject({ rules: { threshold: 3, cosigning_days: 60 } })
})

test('until their day they can be called off; from then on they cannot', async () => {
  const { world, administrator } = await settings()
  await administrator.post(at, { ...next, from: '2026-07-01' })
  expect((await administrator.post(`${at}/2/removals`)).statusCode).toBe(303)
  world.clock.now = new Date('2026-07-02T00:00:00+08:00')
  expect((await world.visitor().read(deadlines)).text).toContain('3 co-signatures')
  await administrator.post(at, { ...next, from: '2026-07-03' })
  world.clock.now = new Date('2026-07-03T00:00:00+08:00')
  const late = await administrator.post(`${at}/2/removals`)
  expect([late.statusCode, page(late).text.includes('in force already')]).toEqual([409, true])
  expect((await world.visitor().read(deadlines)).text).toContain('1,500 co-signatures')
})

describe('a day that cannot be meant', () => {
  const shared = forAll(settings)
  test.each([
    ['2026-06-18', 'Choose a day after today'],
    ['2026-06-31', 'Enter a date'],
    ['2028-06-19', 'Choose a day within two years'],
  ])('rules from %s are not taken, and what was typed stays', async (from, words) => {
    const { administrator } = shared()
    const refused = await administrator.post(at, { ...next, from, action: 'preview' })
    expect(refused.statusCode).toBe(422)
    expect(page(refused).text).toContain(words)
    expect(page(refused).field('threshold').value).toBe('1500')
  })
})

test('while a version is planned no other is made: it would be undone on that day', async () => {
  const { administrator } = await settings()
  await administrator.post(at, { ...next, from: '2026-07-01' })
  const refused = await administrator.post(at, { ...next, threshold: '7' })
  expect([refused.statusCode, page(refused).text.includes('Call it off first')]).toEqual([409, true])
})

test('nobody but an administrator plans or calls off', async () => {
  const { world, administrator } = await settings()
  await administrator.post(at, { ...next, from: '2026-07-01' })
  const moderator = await world.staff('moderator')
  expect((await moderator.post(`${at}/2/removals`)).statusCode).toBe(403)
})
