// An administrator sets the rules; cases keep the version they were submitted under.
import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { ruleVersions } from '../../../src/schema/governments.ts'
import { record } from '../../../src/schema/record.ts'
import { settingChanges } from '../../../src/schema/settings.ts'
import { forAll } from '../../support/at-end.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld } from '../../support/world.ts'

const at = '/haicheng/desk/settings/rules'
const next = {
  version: '1',
  threshold: '1,500',
  cosigningDays: '４５',
  checkingWorkingDays: '5',
  scheduleWorkingDays: '7',
  contactDays: '14',
  answerMonths: '3',
  extensionMonths: '0',
  extensions: '1',
  earlyWarningShare: '30',
  cooldownMonths: '12',
  takeBackMinutes: '15',
  correctionShare: '5',
}

test('an administrator puts a new version in force; the cases there are keep theirs', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '海堤照明' })
  const administrator = await world.staff('administrator')
  expect((await administrator.read(at)).buttons).toContain('See what it changes')
  const sent = await administrator.post(at, next)
  expect([sent.statusCode, sent.headers.location]).toEqual([303, `${at}?done=1`])

  const versions = await world.db.reads.select().from(ruleVersions).orderBy(ruleVersions.version)
  expect(versions.map((v) => v.version)).toEqual([1, 2])
  expect(versions[1]).toMatchObject({
    validFrom: world.clock.now,
    rules: {
      threshold: 1500,
      cosigningDays: 45,
      checkingWorkingDays: 5,
      scheduleWorkingDays: 7,
      contactDays: 14,
      answerMonths: 3,
      extensionMonths: 0,
      extensions: 1,
      earlyWarningShare: 0.3,
      cooldownMonths: 12,
      takeBackMinutes: 15,
      correctionShare: 0.05,
      withdrawalAllowed: false,
    },
  })
  expect((await world.visitor().read('/haicheng/help/deadlines')).text).toContain('1,500 co-signatures')
  const visitor = await world.visitor().get('/api/v1/haicheng/proposals/2026-0001')
  expect(visitor.json()).toMatchObject({ rules: { threshold: 3, cosigning_days: 60 } })
})

test('the record says what was changed without saying by whom; colleagues can see by whom', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  await administrator.post(at, next)
  const [entry] = await world.db.reads.select().from(record).where(eq(record.kind, 'settings_changed'))
  expect(entry).toMatchObject({
    proposalId: null,
    role: 'administrator',
    occurredAt: world.clock.now,
    facts: { area: 'rules', act: 'added', subject: '2', threshold: 1500 },
  })
  expect(JSON.stringify(entry)).not.toContain(administrator.personId)
  const [change] = await world.db.reads.select().from(settingChanges)
  expect(change).toMatchObject({ personId: administrator.personId, area: 'rules', changedAt: world.clock.now })
  expect((await administrator.read('/haicheng/desk/settings')).text).toContain('administrator@haicheng.test')

  const shown = await world.visitor().get('/haicheng/help/changes')
  expect(page(shown).text).toContain('1,500')
  expect(shown.body).not.toContain('administrator@haicheng.test')
})

test('what was changed is told to everybody by its name and its days, not by codes', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  const pause = { firstDay: '2026-09-01', lastDay: '2026-09-10', 'reason-zh-Hant': '補選', 'reason-en': 'By-election' }
  expect((await administrator.post('/haicheng/desk/settings/blackouts', pause)).statusCode).toBe(303)
  const topic = { code: 'harbours', 'name-zh-Hant': '港埠', 'name-en': 'Harbours' }
  expect((await administrator.post('/haicheng/desk/settings/topics', topic)).statusCode).toBe(303)
  const { text } = await world.visitor().read('/haicheng/help/changes')
  for (const name of ['Harbours', '1 Sep 2026 – 10 Sep 2026']) expect(text).toContain(name)
  expect(text).not.toContain('harbours')
})

test('what was changed cannot be unsaid: the database refuses it', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  await administrator.post(at, next)
  await expect(world.db.exclusively((exec) => exec(`delete from setting_changes`))).rejects.toThrow()
  await expect(world.db.exclusively((exec) => exec(`update setting_changes set subject = '9'`))).rejects.toThrow()
  expect(await world.db.reads.select().from(settingChanges)).toHaveLength(1)
})

describe('a rule that cannot be', () => {
  const shared = forAll(async () => {
    const world = await testWorld()
    return { world, administrator: await world.staff('administrator') }
  })
  test.each([
    ['threshold', '0', 'At least 1'],
    ['threshold', '10000001', 'At most 10,000,000'],
    ['threshold', 'many', 'Enter a whole number'],
    ['cosigningDays', '', 'Enter a whole number'],
    ['cosigningDays', '367', 'At most 366'],
    ['answerMonths', '1.5', 'Enter a whole number'],
    ['extensionMonths', '-1', 'Enter a whole number'],
    ['earlyWarningShare', '0', 'At least 1'],
  ])('%s cannot be "%s"; everything typed comes back', async (field, value, words) => {
    const { world, administrator } = shared()
    const sent = await administrator.post(at, { ...next, [field]: value })
    expect(sent.statusCode).toBe(422)
    const back = page(sent)
    expect(back.field(field)).toMatchObject({ value, error: expect.stringContaining(words) })
    const { label, error } = back.field(field)
    expect(back.problems, 'the summary says which field is meant').toEqual({ [field]: `${label}: ${error}` })
    expect(back.field('cooldownMonths').value).toBe('12')
    expect(await world.db.reads.select().from(ruleVersions)).toHaveLength(1)
  })
})

test('two administrators do not overwrite each other unseen, and the same again is no version', async () => {
  const world = await testWorld()
  const one = await world.staff('administrator')
  const two = await world.staff('administrator', null, 'two@haicheng.test')
  expect((await one.post(at, next)).statusCode).toBe(303)
  const late = await two.post(at, { ...next, threshold: '9' })
  expect(late.statusCode).toBe(409)
  expect(page(late).problems.form).toContain('Someone has put another version in force')
  const same = await two.post(at, { ...next, version: '2' })
  expect(same.statusCode).toBe(422)
  expect(page(same).problems.form).toContain('Nothing differs')
  expect(await world.db.reads.select().from(ruleVersions)).toHaveLength(2)
})
