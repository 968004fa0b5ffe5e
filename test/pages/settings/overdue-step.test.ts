// What people are told to do about an overdue answer is a rule: an administrator chooses it in the form, sees what it changes, and
// cases that come under it say it.
import { desc } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { ruleVersions } from '../../../src/schema/governments.ts'
import { record } from '../../../src/schema/record.ts'
import { type OverdueStep, overdueSteps } from '../../../src/schema/values.ts'
import { due, givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld, type World } from '../../support/world.ts'

const at = '/haicheng/desk/settings/rules'
const numbers = {
  ...{ version: '1', threshold: '3', cosigningDays: '60', checkingWorkingDays: '3', scheduleWorkingDays: '7' },
  ...{ contactDays: '14', answerMonths: '2', extensionMonths: '2', extensions: '1', earlyWarningShare: '20' },
  ...{ cooldownMonths: '6', takeBackMinutes: '10', correctionShare: '10' },
}
const newest = async ({ db }: World) =>
  (await db.reads.select().from(ruleVersions).orderBy(desc(ruleVersions.version)).limit(1))[0]!

const said: { [step in OverdueStep]: [choice: string, told: string, text: string] } = {
  reminder: [
    'Remind those responsible',
    'You can write to those responsible',
    'Please tell me by when it will be published',
  ],
  supervisor: [
    'Write to the supervising authority',
    'write to whoever supervises the agency',
    'Please see that the agency answers',
  ],
  ombudsman: ['Complain to the ombudsman', 'complain to the ombudsman', 'I complain that no answer was given in time'],
}

test.each(overdueSteps)(
  'an administrator chooses “%s”; cases under these rules say it, with the text ready',
  async (step) => {
    const world = await testWorld({ rules: { overdueStep: step === 'reminder' ? 'ombudsman' : 'reminder' } })
    const administrator = await world.staff('administrator')
    const form = await administrator.read(at)
    expect(form.text).toContain('What people can do when an answer is overdue')
    for (const [choice] of Object.values(said)) expect(form.text).toContain(choice)

    const to = '研考會 watch@haicheng.example'
    const sent = { ...numbers, overdueStep: step, overdueTo: to }
    const preview = page(await administrator.post(at, { ...sent, action: 'preview' }))
    expect(preview.text).toContain(said[step][0])
    expect(preview.text).toContain(to)
    expect((await newest(world)).version, 'a preview saves nothing').toBe(1)
    expect((await administrator.post(at, { ...sent, action: 'save' })).statusCode).toBe(303)
    const { id, rules } = await newest(world)
    expect(rules).toMatchObject({ overdueStep: step, overdueTo: to })
    expect((await administrator.read(at)).field('overdueTo').value).toBe(to)

    // a case of the new version says it; one of the old version keeps what it was told
    await givenCase(world, { number: '2026-0001', title: '海堤照明', ...due, ruleVersionId: id })
    await givenCase(world, { number: '2026-0002', title: '港口燈光', ...due })
    const now = (await world.visitor().read('/haicheng/proposals/2026-0001')).part('What you can do now')
    for (const words of [said[step][1], said[step][2], '研考會']) expect(now.text).toContain(words)
    const mail = new URL(now.hrefs.find((href) => href.startsWith('mailto:'))!)
    expect(mail.pathname).toBe('watch@haicheng.example')
    expect(mail.searchParams.get('body')).toContain(said[step][2])
    const before = (await world.visitor().read('/haicheng/proposals/2026-0002')).part('What you can do now')
    expect(before.text).not.toContain(said[step][1])
    expect(before.text).not.toContain('研考會')
  },
)

test('to whom people write is at most 200 characters, no markup, and never in the record', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  const long = await administrator.post(at, { ...numbers, overdueStep: 'supervisor', overdueTo: '長'.repeat(201) })
  expect(long.statusCode).toBe(422)
  expect(page(long).field('overdueTo')).toMatchObject({
    value: '長'.repeat(201),
    error: expect.stringContaining('200'),
  })
  const odd = await administrator.post(at, { ...numbers, overdueStep: 'lottery', overdueTo: '' })
  expect(odd.statusCode).toBe(422)
  expect((await newest(world)).version).toBe(1)

  const to = '<b>監察院</b> a@cy.example'
  expect((await administrator.post(at, { ...numbers, overdueStep: 'ombudsman', overdueTo: to })).statusCode).toBe(303)
  const { id } = await newest(world)
  await givenCase(world, { number: '2026-0001', ...due, ruleVersionId: id })
  const { body } = await world.visitor().get('/haicheng/proposals/2026-0001')
  expect(body).toContain('&lt;b&gt;監察院&lt;/b&gt;')
  expect(JSON.stringify(await world.db.reads.select().from(record))).not.toContain('監察院')
})
