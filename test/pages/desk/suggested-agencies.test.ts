// Whoever checks or routes a case is told which agencies it may belong to, and why; one press chooses, and any other stands below.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import type { SuggestedAgency } from '../../../src/domain/search/suggest-agencies.ts'
import { choosingFrom, withAnother } from '../../../src/pages/desk/agency-choice.ts'
import { write } from '../../../src/platform/db/write.ts'
import type { Values } from '../../../src/platform/web/forms.ts'
import { agencies } from '../../../src/schema/agencies.ts'
import { assignments } from '../../../src/schema/assignments.ts'
import { answeredOn, givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld, type World } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0009'
const desk = '/haicheng/desk/2026-0009'
const dark = { number: '2026-0009', title: '海堤步道夜間照明', problem: '晚上很暗，環境保護局說不歸他管。' }
const checking = { ...dark, stage: 'checking' as const, publishedAt: null, closesBefore: null, topicCode: 'transport' }

async function city() {
  const world = await testWorld()
  const { transport } = world.agencies
  for (const [number, title] of [
    ['2025-0001', '河堤步道夜間照明不足'],
    ['2025-0002', '步道夜間照明'],
  ] as const)
    await givenCase(world, { number, title, lead: transport, topicCode: 'transport', ...answeredOn('2026-03-01') })
  return world
}
const leadOf = async ({ db }: World, id: string) => {
  const rows = await db.reads.select().from(assignments).where(eq(assignments.proposalId, id))
  return rows.filter(({ role, endedAt }) => role === 'lead' && !endedAt).map(({ agencyId }) => agencyId)
}

test('a moderator reads whom a case may belong to and why, the likeliest is chosen, and another is one press away', async () => {
  const world = await city()
  const id = await givenCase(world, checking)
  const moderator = await world.staff('moderator')
  const shown = await moderator.read(desk)
  const lead = shown.part('Lead agency once the threshold is met')
  expect(lead.text).toMatch(
    /Transport Bureau has the similar case 2025-000\d and 1 other answered 2 cases on this topic lately/,
  )
  expect(lead.text).toContain('Environment Bureau the text says “環境保護局”')
  expect(shown.form(`${at}/decisions`).field('lead').value).toBe('transport')

  const preview = await moderator.post(`${at}/decisions`, {
    decision: 'approve',
    lead: 'epb',
    other_lead: '',
    action: 'preview',
  })
  expect(page(preview).items).toContain('Lead agency: Environment Bureau')
  await moderator.post(`${at}/decisions`, {
    decision: 'approve',
    lead: '*',
    other_lead: 'coordination',
    action: 'publish',
  })
  const [is] = await leadOf(world, id)
  expect(is).not.toBe(world.agencies.transport)
  expect(is).not.toBe(world.agencies.environment)
})

test('“another agency” and none from the list is refused in words, and comes back as it was sent', async () => {
  const world = await city()
  await givenCase(world, checking)
  const moderator = await world.staff('moderator')
  const sent = { decision: 'approve', lead: '*', other_lead: '', words: '歡迎。', action: 'preview' }
  const refused = await moderator.post(`${at}/decisions`, sent)
  expect([refused.statusCode, Object.keys(page(refused).problems)]).toEqual([422, ['lead']])
  expect(page(refused).form(`${at}/decisions`).field('lead').value).toBe('*')
  expect(page(refused).field('words').value).toBe('歡迎。')
})

test('where a case is routed, suggestions are asked for: for the lead, and for one more supporting agency', async () => {
  const world = await city()
  const id = await givenCase(world, { ...dark, stage: 'gathering', topicCode: 'transport' })
  const moderator = await world.staff('moderator')
  const shown = await moderator.read(desk)
  expect(shown.text).not.toContain('on this topic')
  const opened = (html: string) =>
    [...html.matchAll(/<details[^>]* open[^>]*>\s*<summary[^>]*>(?:<span[^>]*>)?([^<]*)/g)].map(([, words]) =>
      words!.trim(),
    )
  const askedFor = (await moderator.get(`${desk}?suggest=part`)).body
  expect(opened(askedFor), 'the form that asked is the one that is open').toContain('Add a supporting agency')
  expect(opened(askedFor)).not.toContain('Change the lead agency')
  const { body } = await moderator.get(desk)
  for (const form of ['transfer#transfer-to', 'part#part-agency']) expect(body).toContain(`${desk}?suggest=${form}`)
  const asked = await moderator.read(`${desk}?suggest=transfer`)
  expect(asked.part('Agency that takes over').text).toContain('answered 2 cases on this topic lately')
  expect(asked.field('transfer-to').value).toBe('')
  const sent = await moderator.post(`${at}/transfers`, {
    lead: 'epb',
    to: 'transport',
    other_to: '',
    words: '照明屬交通局。',
  })
  expect([sent.statusCode, await leadOf(world, id)]).toEqual([303, [world.agencies.transport]])
  const part = { agency: '*', other_agency: 'epb', days: '7', words: '請提供光害意見。' }
  expect((await moderator.post(`${at}/parts`, part)).statusCode).toBe(303)
})

test('an agency that has ended is not suggested: its successor has its cases', async () => {
  const world = await city()
  const { transport, environment } = world.agencies
  const ended = { validTo: '2026-01-01', successorId: environment }
  await write(world.db, (tx) => tx.update(agencies).set(ended).where(eq(agencies.id, transport)))
  await givenCase(world, checking)
  const lead = (await (await world.staff('moderator')).read(desk)).part('Lead agency once the threshold is met')
  expect(lead.text).toContain('Environment Bureau')
  expect(lead.text).not.toContain('Transport Bureau has')
})

const options = ['epb', 'transport', 'works'].map((code) => ({ code, name: { en: code } }))
const agency = (code: string): SuggestedAgency => ({
  ...{ code, reasons: [] },
  agency: {
    ...{ id: code, governmentId: 'here', code, name: { en: code }, coordinating: false, createdAt: new Date(0) },
    ...{ validFrom: null, validTo: null, successorId: null },
  },
})
const [epb, transport] = [agency('epb'), agency('transport')]

test.each([
  ['nothing suggested, nothing typed', [], {}, true, '', ''],
  ['nothing suggested: the list has it', [], { to: 'works' }, false, '*', 'works'],
  ['the likeliest is chosen', [epb, transport], {}, true, 'epb', ''],
  ['one has to choose', [epb, transport], {}, false, '', ''],
  ['a suggested one was chosen', [epb, transport], { to: 'transport' }, true, 'transport', ''],
  ['another was chosen', [epb, transport], { to: '*', other_to: 'works' }, true, '*', 'works'],
  ['another was meant and none chosen', [epb, transport], { to: '*', other_to: '' }, true, '*', ''],
  ['the list names a suggested one', [epb], { to: '*', other_to: 'epb' }, true, 'epb', ''],
] as [string, SuggestedAgency[], Values, boolean, string, string][])(
  'a choice: %s',
  (_, suggested, values, likeliest, value, other) => {
    expect(choosingFrom(suggested)('to', values, options, likeliest)).toMatchObject({ value, other })
  },
)

test('what is sent of the list stands in its field; where nothing was chosen in it, no agency does', () => {
  expect(withAnother({ to: '*', other_to: 'works' }, 'to').to).toBe('works')
  expect(withAnother({ to: '*', other_to: '' }, 'to').to).toBe('*')
  expect(withAnother({ to: 'epb', other_to: 'works' }, 'to').to).toBe('epb')
})
