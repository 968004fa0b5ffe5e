// A small village sets every rule as low as it goes: what its people and its staff read is still a sentence, and still true.
import { describe, expect, test } from 'vitest'
import { forAll } from '../../support/at-end.ts'
import { page } from '../../support/page.ts'
import { testWorld } from '../../support/world.ts'

const lowest = {
  ...{
    threshold: 1,
    cosigningDays: 1,
    checkingWorkingDays: 1,
    scheduleWorkingDays: 1,
    contactDays: 1,
    answerMonths: 1,
  },
  ...{ extensionMonths: 0, cooldownMonths: 0, takeBackMinutes: 0, correctionShare: 0, earlyWarningShare: 0.01 },
}
const pages = ['', '/proposals/new', '/help/deadlines', '/help/citizens', '/help/staff']

describe('under the lowest rules', () => {
  const world = forAll(() => testWorld({ rules: lowest }))
  test.each(pages)('one of everything is told as one, and what there is none of as none: %s', async (at) => {
    const { text } = page(await world().visitor().get(`/haicheng${at}`))
    expect(text.match(/\b1 (?:working )?(?:days|months|minutes|co-signatures)|\b[0-9]+th\b/g)).toBeNull()
    expect(text.match(/\b0 (?:days|months|minutes)|\b0%/g)).toBeNull()
  })

  test('a rule of nothing says what that means', async () => {
    const { text } = page(await world().visitor().get('/haicheng/help/deadlines'))
    expect(text).toContain('Extension Not possible')
    expect(text).toContain('Proposing the same again At any time')
    expect(text).toContain('Taking back what was published Not possible')
    expect(text).not.toContain('after an extension')
    const staff = page(await world().visitor().get('/haicheng/help/staff')).text
    expect(staff).toContain('The due date cannot be extended.')
    expect(staff).toContain('The rules here let staff correct nothing')
    expect(staff).not.toContain('typo in a public text can')
  })
})

test.each([
  ['en', 'Here the rules say: Complain to the ombudsman (監察院 petition@cy.example).'],
  ['zh-Hant', '這裡的規則是：向監察或申訴單位陳情（監察院 petition@cy.example）。'],
])('help for staff says what people are told to do about an overdue answer (%s)', async (language, words) => {
  const world = await testWorld({ rules: { overdueStep: 'ombudsman', overdueTo: '監察院 petition@cy.example' } })
  const { text } = await world.visitor().read(`/haicheng/help/staff?lang=${language}`)
  expect(text).toContain(words)
})

test('help for staff says how much of a text the rules let them correct', async () => {
  const world = await testWorld({ rules: { correctionShare: 0.05 } })
  expect((await world.visitor().read('/haicheng/help/staff')).text).toContain('at most 5% of the text')
})
